"""How spending is carried on to the year's end, which counts are too small to show, and who is near a cap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.benefits.figures.states import Covered

SMALLEST_SHOWN = 5
"""Persons; a smaller count would point at somebody."""
PACE_DAYS = 90
NEAR_PERCENT = 80
LAST_MONTH = 12


@dataclass(frozen=True)
class Pace:
    """What was spent, in won, in the last so many days, today included."""

    amount: int
    days: int


def year_bounds(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, LAST_MONTH, 31)


def month_bounds(month: date) -> tuple[date, date]:
    """The first and the last day of the month that begins on `month`."""
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return month, following - timedelta(days=1)


def days_left(year: int, today: date) -> int:
    """Days of `year` after `today`: none once it is over, all of them before it begins."""
    first, last = year_bounds(year)
    return max(0, (last - max(today, first - timedelta(days=1))).days)


def pace_days(year: int, today: date, first_spent_on: date | None) -> int:
    """Over how many days the pace is taken: at most 90, none of them before the year or the first spending."""
    first, last = year_bounds(year)
    end = min(today, last)
    if first_spent_on is None or first_spent_on > end:
        return 0
    return min(PACE_DAYS, (end - max(first_spent_on, first)).days + 1)


def year_end_forecast(spent: int, booked: int, pace: Pace, left: int) -> int:
    """What will be spent by the year's end: the pace goes on, and never less than what is booked."""
    ahead = pace.amount * left // pace.days if pace.days else 0
    return spent + max(booked, ahead)


def percent(part: int, whole: int | None) -> int | None:
    """Whole per cent, halves up; None where there is nothing to take it of."""
    return (part * 200 + whole) // (whole * 2) if whole else None


def too_small(count: int) -> bool:
    return 0 < count < SMALLEST_SHOWN


def hidden_places(counts: Sequence[int]) -> frozenset[int]:
    """Which of the counts of persons must not be shown.

    Those of 1 to 4; where that is one alone, the next smallest too, or it could be found by subtraction.
    """
    small = {place for place, count in enumerate(counts) if too_small(count)}
    others = [place for place, count in enumerate(counts) if count >= SMALLEST_SHOWN]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda place: counts[place]))
    return frozenset(small)


def shown(counts: Sequence[int]) -> list[int | Covered]:
    """The counts of persons as somebody may read them who may not know who they are."""
    hidden = hidden_places(counts)
    return [
        count if place not in hidden else Covered.FEW if too_small(count) else Covered.COVER
        for place, count in enumerate(counts)
    ]
