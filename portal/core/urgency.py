"""Decides how urgent something is that waits for somebody, and in which order it is done."""

from datetime import date, datetime, timedelta

from portal.core.clock import day_bounds, day_of
from portal.core.messages import N_
from portal.core.worded import Worded

WEEK = timedelta(days=6)


class Rank(Worded):
    """In the order in which it is done."""

    AT_ONCE = "at_once", N_("바로 할 일")
    BREAKS_TODAY = "breaks_today", N_("오늘 어긋나는 방문")
    TODAY = "today", N_("오늘까지")
    WEEK = "week", N_("7일 안")
    LATER = "later", N_("그 뒤이거나 기한이 없는 일")
    WATCHED = "watched", N_("지켜볼 것")


class Weight(Worded):
    """What makes it more or less than its day tells."""

    ALARM = "alarm", N_("급함"), "danger"
    BREAK = "break", N_("어긋남"), "warning"
    TASK = "task", N_("할 일")
    WATCH = "watch", N_("지켜보기")


ORDER = {urgency: place for place, urgency in enumerate(Rank)}
Due = date | datetime | None
"""A moment, a day (until its end), or nothing that was promised."""


def is_overdue(due: Due, now: datetime) -> bool:
    """The one rule of what is late; conditions of SQL say the same."""
    if isinstance(due, datetime):
        return due < now
    return due is not None and is_day_over(due, day_of(now))


def is_day_over(due_on: date, today: date) -> bool:
    """`is_overdue` for whoever knows the day alone."""
    return due_on < today


def days_late(due: Due, now: datetime) -> int:
    """How many days ago it was due; 0 while it is not, and on that day."""
    day = day_of(due) if isinstance(due, datetime) else due
    return max((day_of(now) - day).days, 0) if day is not None else 0


def rank_of(weight: Weight, due: Due, now: datetime) -> Rank:
    """An alarm, and what is overdue, comes before everything; what is only watched, after everything."""
    if weight is Weight.WATCH:
        return Rank.WATCHED
    if weight is Weight.ALARM or is_overdue(due, now):
        return Rank.AT_ONCE
    if due is None:
        return Rank.LATER
    today, day = day_of(now), day_of(due) if isinstance(due, datetime) else due
    if day == today:
        return Rank.BREAKS_TODAY if weight is Weight.BREAK else Rank.TODAY
    return Rank.WEEK if day <= today + WEEK else Rank.LATER


def place_of(weight: Weight, due: Due, since: datetime, now: datetime) -> tuple[int, bool, datetime]:
    """By this it is sorted: alarms first of all, then by when it is due, and without that by since when it waits."""
    return ORDER[rank_of(weight, due, now)], weight is not Weight.ALARM, end_of(due) or since


def end_of(due: Due) -> datetime | None:
    """The moment after which it is late."""
    return due if due is None or isinstance(due, datetime) else day_bounds(due)[1]
