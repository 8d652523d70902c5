"""Whether what was said of an alert is still so."""

from datetime import datetime

from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.queries import awaits_follow_up
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent


def untruth_of_alert(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """So while it is open; whose turn it is, until it is the next one's; what is left to be done, until it is."""
    alert = db.session.get(Alert, message.subject_id)
    if alert is not None and alert.ending is not None and message.says == alert.ending:
        return None if awaits_follow_up(alert.id) else Unsent.ENDED
    if alert is None or alert.ended_at is not None:
        return Unsent.ENDED
    return None if message.says in ("", alert.rung.value) else Unsent.SUPERSEDED
