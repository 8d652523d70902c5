"""What the replay wrote to anybody went out when it was due, some of it in vain; nothing of the past is sent later."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.coordinators.caseload.queries import open_case_of_household
from portal.core.clock import day_bounds, day_of
from portal.extensions import db
from portal.notifications.actions import note_call
from portal.notifications.models import OutboxMessage
from portal.notifications.rules import wait_after
from portal.notifications.settling import settle, settle_unsent
from portal.notifications.states import UNREACHED, CallOutcome, Channel, Delivery, Unsent
from portal.notifications.tasks import settle_calls

CALLED_WITHIN = timedelta(days=3)
WRONG_NUMBERS = frozenset({"17", "54"})
"""How the telephone numbers end that nobody answers to any more."""


def settle_outbox(now: datetime, until: datetime) -> None:
    """Mark what waits as sent when it was due, or as failed; what is due after `until` goes on waiting.

    Written directly: sending belongs to the worker, whose clock is the real one, and nothing may leave the house here.
    """
    waiting = (OutboxMessage.state == Delivery.WAITING) & (OutboxMessage.not_before_at <= until)
    in_order = (OutboxMessage.created_at, OutboxMessage.recipient, OutboxMessage.kind)
    is_last_day = day_of(now) == day_of(until)
    for number, message in enumerate(db.session.scalars(select(OutboxMessage).where(waiting).order_by(*in_order))):
        message.attempts = 1
        if message.channel is Channel.TEXT and message.recipient[-2:] in WRONG_NUMBERS and not message.is_secret:
            settle_unsent(message, Unsent.REFUSED, message.not_before_at, error="status 400")
        elif is_last_day and number == 0:
            settle_unsent(message, Unsent.CUT_SHORT, message.not_before_at)
        elif is_last_day and number == 1:
            settle(message, Delivery.WAITING, message.not_before_at, error="TimeoutError: timed out")
            message.not_before_at = until + wait_after(message.attempts)
        else:
            settle(message, Delivery.SENT, message.not_before_at)
    db.session.flush()
    settle_calls(now)
    _telephone(now)


def _telephone(now: datetime) -> None:
    """Coordinators told by telephone within days what had not arrived; what is newer still waits for them."""
    lately = day_bounds(day_of(now) - CALLED_WITHIN)[0]
    left = OutboxMessage.why.in_(UNREACHED) & OutboxMessage.called_at.is_(None) & OutboxMessage.person_id.is_not(None)
    for message in db.session.scalars(select(OutboxMessage).where(left, OutboxMessage.created_at < lately)):
        case = open_case_of_household(message.household_id) if message.household_id else None
        if case is not None:
            at = day_bounds(day_of(now))[0] + timedelta(hours=10)
            note_call(message, CallOutcome.TOLD, by=case.coordinator.name, now=at)
    db.session.flush()
