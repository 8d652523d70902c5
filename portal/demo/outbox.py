"""What the replay wrote to anybody counts as sent at its time: nothing of the past is delivered later."""

from datetime import datetime

from sqlalchemy import select

from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.settling import settle
from portal.notifications.states import Delivery


def settle_outbox(until: datetime) -> None:
    """Mark every waiting message as sent when it was due; a text that would wait for the morning, at `until`.

    Written directly: sending belongs to the worker, whose clock is the real one, and nothing may leave the house here.
    """
    waiting = OutboxMessage.state == Delivery.WAITING
    for message in db.session.scalars(select(OutboxMessage).where(waiting)):
        message.attempts = 1
        settle(message, Delivery.SENT, min(message.not_before_at, until))
    db.session.flush()
