"""When a review is due, what is usual, and what stands out."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from statistics import median

from portal.core.clock import at, day_of
from portal.core.workdays import is_workday, next_workday

EARLY, LATE = time(7), time(21)
"""Before and after that it is night; so is all of a day that is no working day."""

TIMES_USUAL, AT_LEAST = 2, 50
"""Twice what is usual, from so many reads on."""

OFTEN = 10
"""One household, by one person, in a month."""

SHOWN = 20
"""Of those who looked at one household often, the first."""

MONTHS_BEFORE = 3
"""What is usual for somebody is counted from so many months before."""


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def month_before(month: date) -> date:
    return first_of_month(month - timedelta(days=1))


def month_after(month: date) -> date:
    return first_of_month(month + timedelta(days=31))


def bounds(month: date) -> tuple[datetime, datetime]:
    """The first moment of a month and the first of the next."""
    return at(month, time.min), at(month_after(month), time.min)


def month_due(today: date) -> date | None:
    """The month to review from the first working day of the next one on; None before."""
    first = first_of_month(today)
    return month_before(first) if today >= next_workday(first) else None


def working_spans(month: date) -> list[tuple[datetime, datetime]]:
    """When people usually work: by day, on each working day of the month."""
    days = (month + timedelta(days=number) for number in range((month_after(month) - month).days))
    return [(at(day, EARLY), at(day, LATE)) for day in days if is_workday(day)]


def usual(counts: Sequence[int]) -> int | None:
    """The mean of the months in which somebody looked at anything; None for whoever is new."""
    seen = [count for count in counts if count]
    return round(sum(seen) / len(seen)) if seen else None


def usual_of_role(counts: Sequence[int]) -> int:
    return round(median(counts))


def stands_out(count: int, own: int | None, of_role: int) -> bool:
    return count >= AT_LEAST and count > TIMES_USUAL * max(own or 0, of_role if own is None else 0)


def overdue_at(prepared_at: datetime, days: int) -> datetime:
    return prepared_at + timedelta(days=days)


def is_late(prepared_at: datetime, now: datetime, days: int) -> bool:
    return overdue_at(prepared_at, days) < now


def month_of(moment: datetime) -> date:
    return first_of_month(day_of(moment))
