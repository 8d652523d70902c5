"""Decides which price and which offers count on a day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar


class Dated(Protocol):
    @property
    def valid_from(self) -> date: ...


class Ending(Dated, Protocol):
    @property
    def valid_to(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


def in_force_on(entries: Iterable[D], day: date) -> D | None:
    """The entry that began last, on `day` or before; None before the first."""
    begun = [entry for entry in entries if entry.valid_from <= day]
    return max(begun, key=lambda entry: entry.valid_from, default=None)


def has_begun(entry: Dated, day: date) -> bool:
    return entry.valid_from <= day


def has_ended(entry: Ending, day: date) -> bool:
    return entry.valid_to is not None and entry.valid_to < day


def covers(entry: Ending, day: date) -> bool:
    """Whether `day` lies between the first and the last day of the entry, both included."""
    return has_begun(entry, day) and not has_ended(entry, day)


def is_withdrawn(withdrawn_on: date | None, day: date) -> bool:
    """From the day itself on."""
    return withdrawn_on is not None and withdrawn_on <= day


def last_day_of(withdrawn_on: date | None) -> date | None:
    """The last day of a service that ends; None while nobody knows one."""
    return withdrawn_on - timedelta(days=1) if withdrawn_on else None
