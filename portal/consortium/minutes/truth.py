"""Whether minutes that somebody was asked to confirm are still out, and whether who was asked again said nothing."""

from datetime import datetime
from uuid import UUID

from portal.consortium.minutes.models import Minutes
from portal.consortium.minutes.states import MinutesState
from portal.core.clock import day_of
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

ANSWERED = "answered"
"""Said of what was answered to whoever wanted an amendment, which stays so."""


SEALED = "sealed"
"""Said of minutes that never change again."""


def says_of_silence(seat_id: UUID) -> str:
    """What a reminder says: that nothing was heard from this seat."""
    return f"silent {seat_id}"


def untruth_of_minutes(message: OutboxMessage, now: datetime) -> Unsent | None:
    minutes = db.session.get(Minutes, message.subject_id)
    if minutes is not None and message.says in (ANSWERED, SEALED):
        return None
    if minutes is None or minutes.state is not MinutesState.OUT:
        return Unsent.ENDED
    if message.says in {says_of_silence(reply.seat_id) for reply in minutes.replies}:
        return Unsent.ENDED
    return Unsent.LATE if day_of(now) > minutes.until else None
