"""Whether a member still has something to renew."""

from datetime import datetime

from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import members_nobody_enters, stop_ahead
from portal.core.clock import day_of
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

ORGANISATION = "organisation"
UNENTERED = "member_unentered"


def untruth_of_member(message: OutboxMessage, now: datetime) -> Unsent | None:
    """Its offers stop on the day that was told."""
    member = db.session.get(Organisation, message.subject_id)
    stop = stop_ahead(member, day_of(now)) if member else None
    return None if stop is not None and stop.on.isoformat() == message.says else Unsent.SUPERSEDED


def untruth_of_unentered(message: OutboxMessage, now: datetime) -> Unsent | None:
    """Nobody of the member can sign in, nor is invited."""
    return None if message.subject_id in {each.id for each in members_nobody_enters(now)} else Unsent.ENDED
