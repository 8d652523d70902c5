"""Whether what somebody was told of advice is still theirs to do."""

from datetime import datetime
from uuid import UUID

from portal.consortium.advice.models import Advice
from portal.consortium.advice.states import OPEN
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent


def says_of(owner_id: UUID) -> str:
    """What a message says of a piece: who works it in."""
    return owner_id.hex


def untruth_of_advice(message: OutboxMessage, _now: datetime) -> Unsent | None:
    advice = db.session.get(Advice, message.subject_id)
    if advice is None or advice.state not in OPEN:
        return Unsent.ENDED
    return None if advice.owner_id and message.says == says_of(advice.owner_id) else Unsent.SUPERSEDED
