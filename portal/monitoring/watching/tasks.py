"""The job that looks after everybody who is watched, every few minutes."""

from datetime import datetime

from portal.monitoring.watching.health import look_at_devices, look_at_suppliers
from portal.monitoring.watching.steady import steady
from portal.monitoring.watching.sweep import judge_due
from portal.monitoring.watching.unseen import tell_of_unseen


def sweep(now: datetime) -> int:
    """Answers how many households were looked at."""
    moment = steady(now)
    look_at_suppliers(moment)
    look_at_devices(moment)
    looked_at = judge_due(moment)
    tell_of_unseen(moment)
    return looked_at
