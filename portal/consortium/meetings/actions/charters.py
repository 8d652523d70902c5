"""The office sets what holds for the meetings of a kind, and lets a day of a series go by."""

from datetime import date, datetime, time

from pydantic import BaseModel
from sqlalchemy import delete

from portal.audit.actions import record
from portal.consortium.meetings.charters import charter_of, charter_row, coming_series_days
from portal.consortium.meetings.models import MeetingCharter, SeriesSkip
from portal.consortium.meetings.states import Asked, MeetingKind, Quorum, SilenceCounts, WeekOfMonth
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

SKIPPED_AHEAD = 12
"""So many days of a series are offered to be skipped."""


class CharterValues(BaseModel):
    """`points` has one a line; without a week there is no series."""

    points: str
    asked: list[Asked]
    quorum: Quorum
    proxies: int = 1
    confirm_days: int = 7
    silence: SilenceCounts = SilenceCounts.CONFIRMS
    week: WeekOfMonth | None = None
    weekday: int | None = None
    months: int = 1
    from_on: date | None = None
    starts_at: time
    minutes: int
    place: str = ""


def save_charter(kind: MeetingKind, values: CharterValues, *, actor: Actor, now: datetime) -> MeetingCharter:
    """What holds for the meetings that are planned from now on; those that stand keep their own."""
    actor.require(Permission.MEETING_MANAGE)
    series = (values.week, values.weekday, values.from_on)
    if any(each is None for each in series) and any(each is not None for each in series):
        raise DomainError(N_("몇째 주, 요일, 시작하는 날을 모두 정하거나 모두 비워 주십시오."), "week")
    row = charter_row(kind) or MeetingCharter(kind=kind)
    for name, value in values.model_dump(exclude={"asked"}).items():
        setattr(row, name, value)
    row.asked = [each.value for each in values.asked]
    db.session.add(row)
    db.session.flush()
    record("meeting_charter.change", actor=actor, now=now, kind=kind.value)
    return row


def skip_day(kind: MeetingKind, day: date, *, actor: Actor, now: datetime) -> None:
    """No meeting of the series on this day; those after it stay where they are."""
    actor.require(Permission.MEETING_MANAGE)
    series = charter_of(kind).series
    coming = coming_series_days(series, today=day_of(now), count=SKIPPED_AHEAD) if series else []
    if day not in {each.by_rule for each in coming}:
        raise NotFound
    db.session.add(SeriesSkip(kind=kind, day=day))
    db.session.flush()
    record("meeting_charter.skip", actor=actor, now=now, kind=kind.value, day=day.isoformat())


def hold_after_all(kind: MeetingKind, day: date, *, actor: Actor, now: datetime) -> None:
    """Take it back that a day of the series is skipped."""
    actor.require(Permission.MEETING_MANAGE)
    skipped = delete(SeriesSkip).where(SeriesSkip.kind == kind, SeriesSkip.day == day)
    db.session.execute(skipped)
    record("meeting_charter.unskip", actor=actor, now=now, kind=kind.value, day=day.isoformat())
