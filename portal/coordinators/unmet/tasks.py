"""What is written down by the clock."""

from datetime import datetime

from portal.coordinators.unmet.actions import write_down


def write_needs_down(now: datetime) -> int:
    return write_down(now)
