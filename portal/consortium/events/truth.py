"""Whether what a guest was told is still so."""

from datetime import datetime

from portal.consortium.events.models import EventGuest
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

THANKED = "thanked"


def says_of(guest: EventGuest) -> str:
    """What a message says: whether they have a place, and when and where."""
    event = guest.event
    held = "called_off" if event.is_called_off else f"{event.starts_at:%Y%m%d%H%M}-{event.ends_at:%H%M}"
    return f"{guest.standing}:{held}:{event.place[:40]}"


def untruth_of_place(message: OutboxMessage, _now: datetime) -> Unsent | None:
    guest = db.session.get(EventGuest, message.subject_id)
    if guest is None:
        return Unsent.ENDED
    return None if message.says in (says_of(guest), THANKED) else Unsent.SUPERSEDED
