"""How full the outbox is, for whoever watches over the portal."""

from sqlalchemy import func, select

from portal.core import clock
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Channel, Delivery
from portal.web.metrics import Gauge


def _by_state() -> dict[str, float]:
    counted = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    found = {state.value: float(count) for state, count in db.session.execute(counted)}
    return dict.fromkeys((state.value for state in Delivery), 0.0) | found


def _waits() -> dict[str, float]:
    """Seconds for which the oldest one has been due."""
    now = clock.now()
    due = (OutboxMessage.state == Delivery.WAITING, OutboxMessage.not_before_at <= now)
    oldest = select(OutboxMessage.channel, func.min(OutboxMessage.not_before_at)).where(*due)
    found = db.session.execute(oldest.group_by(OutboxMessage.channel))
    waits = {channel.value: (now - since).total_seconds() for channel, since in found}
    return dict.fromkeys((channel.value for channel in Channel), 0.0) | waits


BY_STATE = Gauge("portal_messages", "Mails and text messages by how they stand.", "state", _by_state)
WAITS = Gauge("portal_message_due_seconds", "For how long the oldest message has been due.", "channel", _waits)
