"""Whether a message is still true: asked of the features that know its subject, when it is queued and when sent."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from portal.core.sockets import Socket, Takes
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

Truth = Callable[[OutboxMessage, datetime], Unsent | None]
"""Why what a message says of its subject is not so at that moment; None while it is so."""

TRUTHS: Socket[Truth] = Socket("truth of messages by the kind of their subject", Takes.ONE)

IsDead = Callable[[UUID], bool]
DEATHS: Socket[IsDead] = Socket("who has died, by the id of the person", Takes.MANY)


def has_died(person_id: UUID) -> bool:
    return any(is_dead(person_id) for is_dead in DEATHS)


def untruth(message: OutboxMessage, now: datetime) -> Unsent | None:
    """Why a message must not go at `now`. The dead are told nothing, whatever it is about."""
    if message.person_id is not None and has_died(message.person_id):
        return Unsent.DIED
    if message.not_after_at is not None and message.not_after_at <= now:
        return Unsent.LATE
    truth = TRUTHS.find(message.subject_kind)
    return truth(message, now) if truth else None
