"""Places of an event as they are given: counted on the event, and more of them for whoever came without one."""

from datetime import datetime

from portal.consortium.events.models import EventGuest, OpenEvent
from portal.consortium.events.queries import count_guests, expected_guests
from portal.extensions import db


def seat(guest: EventGuest, now: datetime) -> None:
    guest.seated_at = now
    guest.event.taken += 1


def count_anew(event: OpenEvent) -> None:
    """The numbers that stay on the event once its guests are destroyed."""
    db.session.flush()
    event.waiting, event.withdrawn = count_guests(event)


def note_came(guest: EventGuest, now: datetime) -> None:
    """Whoever was there had a place, however many there were to be."""
    event = guest.event
    if guest.seated_at is None or guest.withdrawn_at is not None:
        event.places = max(event.places, event.taken + 1)
        db.session.flush()
        guest.withdrawn_at = guest.call_since = None
        seat(guest, now)
    guest.came = True


def count_who_came(event: OpenEvent) -> None:
    event.came = sum(guest.came for guest in expected_guests(event))
