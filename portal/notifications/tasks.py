"""What the outbox asks of the worker: to send what is due, each message by one worker only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, case, delete, select, update
from sqlalchemy.orm import Session

from portal.core import clock
from portal.db.transaction import own_transaction
from portal.extensions import current_settings, db
from portal.notifications.carriers import Carrier, NotSent, Outgoing, Refused, carriers_of
from portal.notifications.models import Channel, Delivery, OutboxMessage
from portal.notifications.rules import MOST_ATTEMPTS, wait_after

TURN_SECONDS = 3
LEASE = timedelta(minutes=5)
"""Whoever claims a message has so long to send it; then it counts as dropped and is free again."""

KEPT = timedelta(days=90)
"""So long the office can tell whether somebody was told; then who was told what is nobody's business any more."""

ERROR_LENGTH = 200
log: Any = structlog.get_logger()


@dataclass(frozen=True)
class Claim:
    """A message that this worker alone may send until the lease ends."""

    message: Outgoing
    channel: Channel
    kind: str
    attempts: int


def forget_messages(now: datetime) -> None:
    """Give up what nobody carried in time, secrets and all, and remove what is long over."""
    _give_up_late_ones(db.session, now)
    db.session.execute(delete(OutboxMessage).where(OutboxMessage.created_at < now - KEPT))


def drain_outbox(_now: datetime) -> int:
    """Send everything that is due; returns how many messages went out."""
    return drain(carriers_of(current_settings()), clock.now)


def drain(carriers: Mapping[Channel, Carrier], tell_time: Callable[[], datetime]) -> int:
    """Send what is due through `carriers`; a channel without carrier waits. Returns how many messages went out.

    The time is asked for each message: sending many takes longer than a lease.
    """
    sent = 0
    while _anything_due(carriers, tell_time()) and (claim := _claim(carriers, tell_time())):
        sent += _deliver(claim, carriers[claim.channel], tell_time)
    return sent


def _due(carriers: Mapping[Channel, Carrier], now: datetime) -> ColumnElement[bool]:
    return (
        (OutboxMessage.state == Delivery.WAITING)
        & (OutboxMessage.not_before_at <= now)
        & OutboxMessage.channel.in_(list(carriers))
    )


def _anything_due(carriers: Mapping[Channel, Carrier], now: datetime) -> bool:
    """A read only: an empty outbox costs no write lock."""
    found = db.session.scalar(select(OutboxMessage.id).where(_due(carriers, now)).limit(1))
    db.session.rollback()
    return found is not None


def _claim(carriers: Mapping[Channel, Carrier], now: datetime) -> Claim | None:
    """Take the message that waits longest, out of reach of every other worker, for as long as the lease."""
    with own_transaction() as session:
        _give_up_late_ones(session, now)
        longest = select(OutboxMessage).where(_due(carriers, now))
        longest = longest.order_by(OutboxMessage.not_before_at, OutboxMessage.id).limit(1)
        row = session.scalar(longest.with_for_update(skip_locked=True))
        if row is None:
            return None
        row.attempts += 1
        row.not_before_at = now + LEASE
        return Claim(Outgoing(row.id, row.recipient, row.subject, row.body), row.channel, row.kind, row.attempts)


def _give_up_late_ones(session: Session, now: datetime) -> None:
    """A code that no longer opens is not sent at all, and not kept."""
    late = (OutboxMessage.state == Delivery.WAITING) & (OutboxMessage.not_after_at <= now)
    body = case((OutboxMessage.is_secret, ""), else_=OutboxMessage.body)
    session.execute(update(OutboxMessage).where(late).values(state=Delivery.FAILED, last_error="too late", body=body))


def _deliver(claim: Claim, carrier: Carrier, tell_time: Callable[[], datetime]) -> bool:
    try:
        carrier.carry(claim.message)
    except NotSent as failure:
        final = isinstance(failure, Refused) or claim.attempts >= MOST_ATTEMPTS
        _settle_failure(claim, str(failure)[:ERROR_LENGTH], tell_time(), final=final)
        return False
    _settle_success(claim, tell_time())
    return True


def _settle_success(claim: Claim, now: datetime) -> None:
    with own_transaction() as session:
        row = session.get_one(OutboxMessage, claim.message.id)
        row.state, row.sent_at, row.last_error = Delivery.SENT, now, ""
        if row.is_secret:
            row.body = ""


def _settle_failure(claim: Claim, error: str, now: datetime, *, final: bool) -> None:
    log.warning("message not sent", kind=claim.kind, message=str(claim.message.id), final=final)
    with own_transaction() as session:
        row = session.get_one(OutboxMessage, claim.message.id)
        row.last_error = error
        row.not_before_at = now + wait_after(claim.attempts)
        if final:
            row.state = Delivery.FAILED
            row.body = "" if row.is_secret else row.body
