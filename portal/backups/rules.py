"""When a back-up or a drill is too old."""

from datetime import datetime, timedelta

BACKUP_WITHIN = timedelta(hours=26)
"""A day, and what a slow disk takes."""
DRILL_EVERY = timedelta(days=7)
DRILL_WITHIN = timedelta(days=9)


def is_too_old(at: datetime | None, within: timedelta, now: datetime) -> bool:
    """What never happened is too old as well."""
    return at is None or at + within < now
