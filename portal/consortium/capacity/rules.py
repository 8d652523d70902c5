"""Decides on which days a weekly pattern gives places, when figures are too old, and how far places may shrink."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from portal.core.clock import day_of
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.workdays import is_public_holiday

MOST_PLACES = 99
WEEK = timedelta(days=7)


class Weekly(Protocol):
    """What counts of a pattern; `weekday` 0 is Monday."""

    @property
    def weekday(self) -> int: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def on_public_holidays(self) -> bool: ...


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def days_between(first: date, last: date) -> Iterator[date]:
    """Both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def pattern_days(pattern: Weekly, first: date, last: date, *, closed: Collection[date] = ()) -> list[date]:
    """The days from `first` to `last` on which the pattern gives places.

    Public holidays are left out unless the pattern says otherwise, closed days always.
    """
    begin = max(first, pattern.valid_from)
    end = last if pattern.valid_to is None else min(last, pattern.valid_to)
    return [
        day
        for day in days_between(begin, end)
        if day.weekday() == pattern.weekday
        and day not in closed
        and (pattern.on_public_holidays or not is_public_holiday(day))
    ]


def is_stale(confirmed_at: datetime, now: datetime, confirmed_days: int) -> bool:
    """Whether figures confirmed at `confirmed_at` are older than `confirmed_days`."""
    return now - confirmed_at > timedelta(days=confirmed_days)


def days_since(moment: datetime, now: datetime) -> int:
    """Calendar days in Seoul."""
    return (day_of(now) - day_of(moment)).days


def refuse_shrink(taken: int, places: int, names: Sequence[str], field: str = "places") -> None:
    """Raise `Conflict` that names the bookings when `places` are fewer than those already `taken`."""
    if places >= taken:
        return
    if names:
        raise Conflict(
            N_("이미 %(taken)d자리가 찼습니다. %(taken)d보다 적게 줄일 수 없습니다. 연계 번호: %(names)s"),
            field,
            taken=taken,
            names=", ".join(names),
        )
    raise Conflict(N_("이미 %(taken)d자리가 찼습니다. %(taken)d보다 적게 줄일 수 없습니다."), field, taken=taken)
