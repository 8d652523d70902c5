"""Whether a message is still true: asked of the features that know its subject, when it is queued and when sent."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from portal.core.sockets import Socket, Takes, Unfilled
from portal.db.base import Base
from portal.extensions import db
from portal.notifications.kinds import TOLD_ANYWAY
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Channel, Unsent

Truth = Callable[[OutboxMessage, datetime], Unsent | None]
"""Why what a message says of its subject is not so at that moment; None while it is so."""

TRUTHS: Socket[Truth] = Socket("truth of messages by the kind of their subject", Takes.ONE)

IsDead = Callable[[UUID], bool]
DEATHS: Socket[IsDead] = Socket("who has died, by the id of the person", Takes.MANY)


WantsNone = Callable[[UUID], bool]
STOPS: Socket[WantsNone] = Socket("who wants no messages, by the id of the person", Takes.MANY)

HasLeft = Callable[[str], bool]
LEAVINGS: Socket[HasLeft] = Socket("who works here no more, by mail address", Takes.MANY)

FOR_THE_PERSON = frozenset({Audience.RESIDENT, Audience.HELPER})
"""Whoever reads it: what is told to somebody in care, or to a helper in their place."""

TO_STAFF = frozenset({Audience.COORDINATOR, Audience.STAFF, Audience.ASKED})


def true_while(model: type[Base], *states: StrEnum) -> Truth:
    """What somebody must see to is so while the thing, which has a course, stands in the state that the message names.

    One that names none is true in each of the `states`.
    """

    def truth(message: OutboxMessage, _now: datetime) -> Unsent | None:
        thing: Any = db.session.get(model, message.subject_id)
        named = (message.says,) if message.says else states
        return None if thing is not None and thing.state in named else Unsent.ENDED

    return truth


def require_truth(subject_kind: str) -> None:
    """Nothing is said about a subject that nobody can ask about: raises `Unfilled`."""
    if TRUTHS.find(subject_kind) is None:
        raise Unfilled(f"{TRUTHS.name} {subject_kind}")


def has_died(person_id: UUID) -> bool:
    return any(is_dead(person_id) for is_dead in DEATHS)


def wants_none(person_id: UUID) -> bool:
    return any(has_stopped(person_id) for has_stopped in STOPS)


def is_unwanted(message: OutboxMessage) -> bool:
    """Whether whom it is for wants no messages, so that somebody telephones what is still so."""
    if message.person_id is None or message.channel is Channel.CALL or message.kind in TOLD_ANYWAY:
        return False
    return message.audience is Audience.RESIDENT and wants_none(message.person_id)


def hindrance(message: OutboxMessage, now: datetime) -> Unsent | None:
    """Why a message must not be sent at `now`: it is not so any more, or nobody is to be written to."""
    return untruth(message, now) or (Unsent.STOPPED if is_unwanted(message) else None)


def untruth(message: OutboxMessage, now: datetime) -> Unsent | None:
    """Why a message must not go at `now`. The dead are told nothing, nor is who left, whatever it is about."""
    if message.person_id is not None and has_died(message.person_id):
        return Unsent.DIED
    if message.not_after_at is not None and message.not_after_at <= now:
        return Unsent.LATE
    if _is_to_somebody_who_left(message):
        return Unsent.ENDED
    truth = TRUTHS.find(message.subject_kind)
    return truth(message, now) if truth else None


def _is_to_somebody_who_left(message: OutboxMessage) -> bool:
    is_to_staff = message.channel is Channel.MAIL and message.audience in TO_STAFF
    return is_to_staff and any(has_left(message.recipient) for has_left in LEAVINGS)
