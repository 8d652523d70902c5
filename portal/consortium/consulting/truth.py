"""Whether what a member was told of advice is still so."""

from datetime import datetime

from portal.consortium.consulting.models import Consulting
from portal.consortium.consulting.states import ConsultingState
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent


def untruth_of_consulting(message: OutboxMessage, _now: datetime) -> Unsent | None:
    found = db.session.get(Consulting, message.subject_id)
    return None if found is not None and found.state is ConsultingState.ADVISED else Unsent.ENDED
