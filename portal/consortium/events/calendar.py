"""The place of a guest in their own calendar: it comes with the place, and goes when that is given back or ends."""

from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from portal.consortium.events.links import PLACE
from portal.consortium.events.models import EventGuest
from portal.extensions import current_settings


def is_over(guest: EventGuest) -> bool:
    """Whether a calendar is to show the place no more."""
    return guest.event.is_called_off or guest.withdrawn_at is not None


def calendar_of(guest: EventGuest, now: datetime) -> str:
    """Of whoever has or had a place; who waits for one has nothing in a calendar yet, and the answer is ""."""
    if guest.seated_at is None:
        return ""
    from portal.documents.calendar import Attending, Status, meeting_event  # noqa: PLC0415 icalendar costs time: only where one is made

    event, settings = guest.event, current_settings()
    name, sender = parseaddr(settings.mail_sender)
    return meeting_event(
        f"event-place-{guest.id}@{urlsplit(settings.base_url).hostname}",
        event.starts_at,
        event.ends_at,
        event.title,
        event.place,
        "" if is_over(guest) else PLACE.address_of(guest.id),
        (name or settings.office_name, sender),
        [Attending(guest.name, guest.email, Status.ACCEPTED)],
        stamp=now,
        sequence=event.sequence,
        is_cancelled=is_over(guest),
    ).decode()
