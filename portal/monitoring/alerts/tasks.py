"""Lets alerts go on to the next step when nobody acts."""

from datetime import datetime

from portal.extensions import db
from portal.jobs import stopping
from portal.monitoring.alerts.actions import escalate_due
from portal.monitoring.alerts.queries import due_alerts

AT_ONCE = 500
"""What is left is taken the next minute, the longest due first."""


def escalate(now: datetime) -> int:
    """Each alert goes one step at most; answers how many were due.

    Each by itself: whoever brings many signals holds alerts in another order, and is waited for with none in hand.
    """
    due = due_alerts(now, limit=AT_ONCE)
    for alert in due:
        escalate_due(alert, now=now)
        db.session.commit()
        if stopping.is_set():
            break
    return len(due)
