"""The present moment and the Korean calendar day; rules take both as arguments."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


def now() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The calendar day in Seoul at `moment`."""
    return moment.astimezone(SEOUL).date()


def at(day: date, clock_time: time) -> datetime:
    """The moment in UTC of `clock_time` on `day` in Seoul."""
    return datetime.combine(day, clock_time, SEOUL).astimezone(UTC)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of `day` in Seoul and the first moment of the next, in UTC."""
    return at(day, time.min), at(day + timedelta(days=1), time.min)
