"""Whether a member still has something to renew."""

from datetime import datetime

from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import stop_ahead
from portal.core.clock import day_of
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

ORGANISATION = "organisation"


def untruth_of_member(message: OutboxMessage, now: datetime) -> Unsent | None:
    """Its offers stop on the day that was told."""
    member = db.session.get(Organisation, message.subject_id)
    stop = stop_ahead(member, day_of(now)) if member else None
    return None if stop is not None and stop.on.isoformat() == message.says else Unsent.SUPERSEDED
