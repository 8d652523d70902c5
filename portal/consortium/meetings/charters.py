"""What holds for the meetings of each kind, and on which days those of a series are held."""

from datetime import date, timedelta
from itertools import islice

from sqlalchemy import select

from portal.consortium.meetings.models import Meeting, MeetingCharter, SeriesSkip
from portal.consortium.meetings.rules import CHARTERS, Charter
from portal.consortium.meetings.series import MeetingSeries, SeriesDay, held
from portal.consortium.meetings.states import NOT_OVER, Asked, MeetingKind, may_be_asked
from portal.extensions import db

LOOKS_BACK = timedelta(days=14)
"""Holidays in a row move no date further."""


def charter_row(kind: MeetingKind) -> MeetingCharter | None:
    """What the office set for a kind, None while what is shipped holds."""
    return db.session.scalar(select(MeetingCharter).where(MeetingCharter.kind == kind))


def charter_of(kind: MeetingKind) -> Charter:
    """What holds for the meetings of a kind."""
    row = charter_row(kind)
    if row is None:
        return CHARTERS[kind]
    return Charter(
        points=tuple(filter(None, (line.strip() for line in row.points.splitlines()))),
        asked=frozenset(Asked(each) for each in row.asked) & may_be_asked(kind),
        quorum=row.quorum,
        proxies=row.proxies,
        confirm_days=row.confirm_days,
        silence=row.silence,
        series=_series(row),
        starts_at=row.starts_at,
        minutes=row.minutes,
        place=row.place,
    )


def _series(row: MeetingCharter) -> MeetingSeries | None:
    if row.week is None or row.weekday is None or row.from_on is None:
        return None
    return MeetingSeries(row.week, row.weekday, row.months, row.from_on)


def skipped_days(kind: MeetingKind) -> set[date]:
    """The days by the rule on which no meeting of a kind is held."""
    return set(db.session.scalars(select(SeriesSkip.day).where(SeriesSkip.kind == kind)))


def next_series_day(kind: MeetingKind, series: MeetingSeries, *, today: date) -> SeriesDay:
    """The next day of a series that was neither planned yet, nor is skipped, and is held after today."""
    gone_by = skipped_days(kind) | _planned_days(kind)
    days = (held(day) for day in series.days_after(today - LOOKS_BACK) if day not in gone_by)
    return next(day for day in days if day.held_on > today)


def _planned_days(kind: MeetingKind) -> set[date]:
    """The days by the rule for which a meeting was planned, whatever became of it."""
    planned = select(Meeting.series_on).where(Meeting.kind == kind, Meeting.series_on.is_not(None))
    return set(filter(None, db.session.scalars(planned)))


def coming_series_days(series: MeetingSeries, *, today: date, count: int) -> list[SeriesDay]:
    """The next days by the rule, the skipped ones among them."""
    days = (held(day) for day in series.days_after(today - LOOKS_BACK))
    return list(islice((day for day in days if day.held_on > today), count))


def meetings_on_series(kind: MeetingKind) -> dict[date, Meeting]:
    """By the day of the rule, the meetings of a series that are planned or under way."""
    planned = select(Meeting).where(Meeting.kind == kind, Meeting.series_on.is_not(None), Meeting.state.in_(NOT_OVER))
    return {meeting.series_on: meeting for meeting in db.session.scalars(planned) if meeting.series_on}


def extra_meetings(kind: MeetingKind) -> list[Meeting]:
    """Those that are planned or under way on no day of a series, the next one first."""
    besides = select(Meeting).where(Meeting.kind == kind, Meeting.series_on.is_(None), Meeting.state.in_(NOT_OVER))
    return list(db.session.scalars(besides.order_by(Meeting.starts_at, Meeting.id)))
