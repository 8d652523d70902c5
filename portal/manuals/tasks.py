"""What the worker does for the manuals."""

from datetime import datetime

from portal.manuals.actions.issuing import release_due
from portal.manuals.actions.keeping import remind_of_looks
from portal.manuals.searching import shelve_what_is_missing


def release(now: datetime) -> int:
    """Put in force what has its day; runs in the transaction of its caller."""
    return release_due(now)


def remind(now: datetime) -> int:
    """Tell who looks at a manual again that the day is near; runs in the transaction of its caller."""
    return remind_of_looks(now)


def shelve(_now: datetime) -> int:
    """Let be found what no search knows yet; runs in the transaction of its caller."""
    return shelve_what_is_missing()
