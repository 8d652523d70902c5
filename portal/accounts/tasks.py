"""What accounts ask of the worker: to forget attempts that no longer count."""

from datetime import datetime, timedelta

from portal.accounts.throttling import forget_before

KEEP_COUNTERS = timedelta(days=2)


def forget_counters(now: datetime) -> None:
    forget_before(now - KEEP_COUNTERS)
