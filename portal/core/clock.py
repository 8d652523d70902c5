"""The present moment and the Korean calendar day; rules take both as arguments."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.core.errors import DomainError
from portal.core.messages import N_

SEOUL = ZoneInfo("Asia/Seoul")
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Beyond them a typed day is a slip of the finger, and near the ends of the calendar its moment cannot be told."""


def now() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The calendar day in Seoul at `moment`."""
    return moment.astimezone(SEOUL).date()


def refuse_other_age(day: date) -> None:
    """Raise `DomainError` for a day of a year that nobody means."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DomainError(
            N_("%(first)d년부터 %(last)d년까지의 날짜를 적어 주십시오."), first=FIRST_YEAR, last=LAST_YEAR
        )


def at(day: date, clock_time: time) -> datetime:
    """The moment in UTC of `clock_time` on `day` in Seoul; raises `DomainError` for a year that nobody means."""
    refuse_other_age(day)
    return datetime.combine(day, clock_time, SEOUL).astimezone(UTC)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of `day` in Seoul and the first moment of the next, in UTC."""
    return at(day, time.min), at(day + timedelta(days=1), time.min)
