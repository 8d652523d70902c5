"""Decides what follows from how a series stands and what the time is."""

from datetime import datetime
from typing import Protocol

from portal.core.clock import day_of


class Visiting(Protocol):
    @property
    def is_linked(self) -> bool: ...
    @property
    def is_by_night(self) -> bool: ...


class Reminded(Protocol):
    @property
    def answer_reminded_at(self) -> datetime | None: ...


def comes_back(service: Visiting) -> bool:
    """Whether regular visits can be asked of it: stays and what is passed on outside are asked for elsewhere."""
    return not service.is_linked and not service.is_by_night


def was_reminded(series: Reminded, now: datetime) -> bool:
    """Whether its answer was asked for today already: once a day is enough."""
    return series.answer_reminded_at is not None and day_of(series.answer_reminded_at) == day_of(now)
