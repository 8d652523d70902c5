"""What the worker does for consulting records."""

from datetime import datetime

from portal.consortium.consulting.searching import shelve_what_is_missing


def shelve(_now: datetime) -> int:
    """Let be found what no search knows yet; answers how many records."""
    return shelve_what_is_missing()
