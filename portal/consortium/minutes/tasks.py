"""What the worker does for minutes."""

from datetime import datetime

from portal.consortium.minutes.actions import remind_of_minutes, seal_due
from portal.consortium.minutes.searching import shelve_what_is_missing
from portal.core.actors import SYSTEM


def seal(now: datetime) -> int:
    """Seal the minutes whose days are over, or that everybody has confirmed; answers how many."""
    return seal_due(actor=SYSTEM, now=now)


def remind(now: datetime) -> int:
    """Ask whoever said nothing once more, each time once; answers how many."""
    return remind_of_minutes(actor=SYSTEM, now=now)


def shelve(_now: datetime) -> int:
    """Let be found what no search knows yet; answers of how many meetings."""
    return shelve_what_is_missing()
