"""Whether somebody is still asked to confirm an edition."""

from datetime import datetime
from uuid import UUID

from portal.consortium.confirmations.queries import editions_to_confirm
from portal.core.clock import day_of
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

KIND = "manual_confirmation"


def untruth_of_asking(message: OutboxMessage, now: datetime) -> Unsent | None:
    """The message names whom it asks."""
    asked = editions_to_confirm(UUID(message.says), day_of(now))
    return None if any(each.id == message.subject_id for each in asked) else Unsent.ENDED
