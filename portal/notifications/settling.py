"""The one place where it is written down what became of a message."""

from datetime import datetime

from sqlalchemy.orm import object_session

from portal.extensions import db
from portal.notifications.models import OutboxEvent, OutboxMessage
from portal.notifications.rules import ERROR_LENGTH
from portal.notifications.states import Delivery, Unsent, state_for

SETTLED = frozenset({Delivery.SENT, Delivery.FAILED, Delivery.UNKNOWN, Delivery.UNSENT})


def settle(
    message: OutboxMessage,
    state: Delivery,
    now: datetime,
    *,
    why: Unsent | None = None,
    error: str = "",
    by: str = "",
) -> None:
    """Let a message stand in `state` and keep that in its history; whatever is over keeps no secret.

    That a worker has taken it in hand is no news.
    """
    message.state, message.why = state, why
    message.sent_at = now if state is Delivery.SENT else None
    message.last_error = error[:ERROR_LENGTH]
    if message.is_secret and state in SETTLED:
        message.body = ""
    if state is not Delivery.SENDING:
        note(message, OutboxEvent(at=now, state=state, why=why, error=message.last_error, by_name=by))


def note(message: OutboxMessage, event: OutboxEvent) -> None:
    """Keep what happened to a message, in whatever transaction the message is changed."""
    event.message_id = message.id
    (object_session(message) or db.session).add(event)


def settle_unsent(message: OutboxMessage, why: Unsent, now: datetime, *, error: str = "") -> None:
    """A message that does not go."""
    settle(message, state_for(why), now, why=why, error=error)
