"""Which days are working days in Korea; deadlines for paperwork are counted in them."""

import sys
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_SATURDAY = 5
_COUNTRIES = "holidays.countries"


@cache
def _holidays() -> "HolidayBase":
    """Asked for at the first use.

    `country_holidays("KR")` loads the calendars of 250 countries, 18 MiB and 0.4 s of a processor in each process. An
    empty package stands in for that of the countries while Korea's is loaded from it.
    """
    package = find_spec(_COUNTRIES)
    if package is None:
        raise ModuleNotFoundError(_COUNTRIES)
    others = sys.modules.get(_COUNTRIES)
    sys.modules[_COUNTRIES] = others or module_from_spec(package)
    try:
        from holidays.countries.south_korea import SouthKorea  # noqa: PLC0415
    finally:
        if others is None:
            del sys.modules[_COUNTRIES]
    return SouthKorea(language="ko")  # type: ignore[no-untyped-call]


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
