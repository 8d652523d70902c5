"""Whether somebody is still to look into a dispute."""

from datetime import datetime

from portal.benefits.settlement.models import Dispute
from portal.benefits.settlement.states import DisputeState
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent


def untruth_of_dispute(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """It is open, and whoever is told must act."""
    dispute = db.session.get(Dispute, message.subject_id)
    if dispute is None or dispute.state is not DisputeState.OPEN:
        return Unsent.ENDED
    return None if dispute.must_act == message.says else Unsent.SUPERSEDED
