"""Looks at every booking once an hour: what nobody told of, and what only time brought."""

from datetime import datetime

from portal.coordinators.gate.actions import tell_broken


def look_at_bookings(now: datetime) -> int:
    """Keep the list and tell what came onto it; answers how many bookings."""
    return len(tell_broken(now=now))
