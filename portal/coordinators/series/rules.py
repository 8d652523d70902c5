"""Decides what follows from how a series stands and what the time is."""

from datetime import datetime
from typing import Protocol

from portal.core.clock import day_of


class Reminded(Protocol):
    @property
    def answer_reminded_at(self) -> datetime | None: ...


def was_reminded(series: Reminded, now: datetime) -> bool:
    """Whether its answer was asked for today already: once a day is enough."""
    return series.answer_reminded_at is not None and day_of(series.answer_reminded_at) == day_of(now)
