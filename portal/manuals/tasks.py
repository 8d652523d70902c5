"""What the worker does for the manuals."""

from datetime import datetime

from portal.manuals.actions.issuing import release_due


def release(now: datetime) -> int:
    """Put in force what has its day; runs in the transaction of its caller."""
    return release_due(now)
