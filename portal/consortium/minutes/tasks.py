"""What the worker does for minutes."""

from datetime import datetime

from portal.consortium.minutes.actions import seal_due
from portal.consortium.minutes.searching import shelve_what_is_missing
from portal.core.actors import SYSTEM


def seal(now: datetime) -> int:
    """Seal the minutes whose days are over, or that everybody has confirmed; answers how many."""
    return seal_due(actor=SYSTEM, now=now)


def shelve(_now: datetime) -> int:
    """Let be found what no search knows yet; answers of how many meetings."""
    return shelve_what_is_missing()
