"""Which days are working days in Korea; deadlines for paperwork are counted in them."""

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_SATURDAY = 5


@cache
def _holidays() -> "HolidayBase":
    """Asked for at the first use: the library loads the calendars of all countries for one of them."""
    from holidays import country_holidays  # noqa: PLC0415

    return country_holidays("KR", language="ko")


@lru_cache(maxsize=4096)
def is_public_holiday(day: date) -> bool:
    """Public holidays with their substitutes; since 2026 also 1 May and 17 July."""
    return day in _holidays()


def holiday_name(day: date) -> str | None:
    """The Korean name of the public holiday, None on every other day."""
    return _holidays().get(day)


def is_workday(day: date) -> bool:
    return day.weekday() < _SATURDAY and not is_public_holiday(day)


@lru_cache(maxsize=4096)
def add_workdays(day: date, n: int) -> date:
    """The n-th working day after `day`, which itself is not counted; before it when `n` is negative."""
    step = timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += step
        while not is_workday(day):
            day += step
    return day


def next_workday(day: date) -> date:
    """`day` itself when it is a working day, else the first one after it: where a deadline moves to."""
    return day if is_workday(day) else add_workdays(day, 1)
