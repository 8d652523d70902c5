"""When a message about an edition is not so any more."""

from datetime import datetime

from portal.extensions import db
from portal.manuals.models import ManualEdition
from portal.manuals.states import ManualEditionState
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent


def untruth_of_edition(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """What a message says is the state in which the edition waits for somebody; without one, the review."""
    edition = db.session.get(ManualEdition, message.subject_id)
    waits_in = ManualEditionState(message.says or ManualEditionState.IN_REVIEW)
    return None if edition is not None and edition.state is waits_in else Unsent.ENDED
