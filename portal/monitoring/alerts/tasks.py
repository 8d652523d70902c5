"""Lets alerts go on to the next step when nobody acts."""

from datetime import datetime

from portal.monitoring.alerts.actions import escalate_due
from portal.monitoring.alerts.queries import due_alerts

AT_ONCE = 500
"""What is left is taken the next minute, the longest due first."""


def escalate(now: datetime) -> int:
    """Each alert goes one step at most; answers how many went on."""
    due = due_alerts(now, limit=AT_ONCE)
    for alert in due:
        escalate_due(alert, now=now)
    return len(due)
