"""Looks at every booking once a day."""

from datetime import datetime

from portal.coordinators.gate.actions import tell_broken


def look_at_bookings(now: datetime) -> int:
    """Tell what broke since yesterday; answers how many bookings."""
    return len(tell_broken(now=now))
