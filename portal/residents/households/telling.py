"""How residents are told something, and what a page may promise about it beforehand."""

from datetime import datetime

from portal.core import clock
from portal.notifications.actions import About, Addressee, Concerns, Lasting, tell_resident
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Channel
from portal.notifications.telling import promise
from portal.notifications.truth import wants_none
from portal.residents.households.models import Person
from portal.residents.households.notices import text_to


def addressee(person: Person) -> Addressee:
    """A number at which strangers answer is none: they are told nothing about somebody's care."""
    phone = None if person.phone_wrong_at else person.phone
    return Addressee(person.id, person.household_id, phone, person.email)


def concerning(person: Person) -> Concerns:
    """Whom a text concerns that goes to somebody else's number, or to one that is not known to be theirs."""
    return Concerns(person.id, person.household_id)


def tell_person(
    person: Person,
    *bodies: str,
    subject: str,
    kind: str,
    now: datetime,
    about: About | Lasting,
    not_after: datetime | None = None,
    for_safety: bool = False,
) -> OutboxMessage:
    """By text, by mail, or by a call that somebody makes; the dead are told nothing.

    Of several wordings, the fullest first, a text takes the one that it has room for.
    """
    to = addressee(person)
    body = text_to(person, *bodies) if to.channel is Channel.TEXT else bodies[0]
    return tell_resident(
        to, body, subject=subject, kind=kind, now=now, about=about, not_after=not_after, for_safety=for_safety
    )


def promise_to(person: Person) -> str:
    """What a page says beforehand: whether a text or a mail goes to the person, or somebody must telephone."""
    channel = addressee(person).channel
    is_stopped = channel is not Channel.CALL and wants_none(person.id)
    return promise(Audience.RESIDENT, channel, clock.now(), is_stopped=is_stopped)
