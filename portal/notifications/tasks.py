"""What the outbox asks of the worker: to send what is due and still true, each message by one worker only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.db.expiring import Expiring
from portal.db.transaction import own_transaction
from portal.extensions import current_settings, db
from portal.jobs import stopping
from portal.notifications.carriers import Carrier, FateUnknown, NotSent, Outgoing, Refused, carriers_of
from portal.notifications.holding import held_since
from portal.notifications.models import OutboxMessage
from portal.notifications.rules import LEASE, MOST_ATTEMPTS, wait_after
from portal.notifications.settling import settle, settle_unsent
from portal.notifications.states import UNREACHED, Channel, Delivery, Unsent
from portal.notifications.truth import hindrance, untruth

TURN_SECONDS = 3
KEPT = timedelta(days=90)
"""So long the office can tell whether somebody was told; then who was told what is nobody's business any more."""

log: Any = structlog.get_logger()


@dataclass(frozen=True)
class Claim:
    """A message that this worker alone may send until the lease ends."""

    message: Outgoing
    channel: Channel
    kind: str
    attempts: int


def forget_messages(now: datetime) -> None:
    """Give up what nobody carried in time, secrets and all."""
    _give_up(db.session, now)
    db.session.flush()


MESSAGES = Expiring(OutboxMessage, lambda now: OutboxMessage.created_at < now - KEPT)
"""What was sent, and what became of it, is removed when it is long over."""


def settle_calls(now: datetime) -> None:
    """Nobody is called about what is not so any more."""
    to_call = (OutboxMessage.why.in_(UNREACHED)) & OutboxMessage.called_at.is_(None)
    for row in db.session.scalars(select(OutboxMessage).where(to_call, OutboxMessage.person_id.is_not(None))):
        why = untruth(row, now)
        if why is not None:
            settle_unsent(row, why, now)
    db.session.flush()


def drain_outbox(_now: datetime) -> int:
    """Send everything that is due; returns how many messages went out."""
    return drain(carriers_of(current_settings()), clock.now)


def drain(carriers: Mapping[Channel, Carrier], tell_time: Callable[[], datetime]) -> int:
    """Send what is due through `carriers`; a channel without carrier waits. Returns how many messages went out.

    A worker that was told to stop begins no other message.

    The time is asked for each message: sending many takes longer than a lease.
    """
    sent, since = 0, held_since()
    while (
        not stopping.is_set()
        and _anything_due(carriers, tell_time(), since)
        and (claim := _claim(carriers, tell_time(), since))
    ):
        sent += _deliver(claim, carriers[claim.channel], tell_time)
    return sent


def _due(carriers: Mapping[Channel, Carrier], now: datetime, since: datetime | None) -> ColumnElement[bool]:
    due = (
        (OutboxMessage.state == Delivery.WAITING)
        & or_(OutboxMessage.not_before_at <= now, _was_due_at_once(now))
        & OutboxMessage.channel.in_(list(carriers))
    )
    return due if since is None else due & OutboxMessage.is_secret & (OutboxMessage.created_at >= since)


def _was_due_at_once(now: datetime) -> ColumnElement[bool]:
    """It seems to come from later than now: the clock was set back since."""
    return (OutboxMessage.created_at > now) & (OutboxMessage.not_before_at == OutboxMessage.created_at)


def _cut_short(now: datetime) -> ColumnElement[bool]:
    """A worker claimed it and never told what its carrier answered."""
    return (OutboxMessage.state == Delivery.SENDING) & (OutboxMessage.not_before_at <= now)


def _anything_due(carriers: Mapping[Channel, Carrier], now: datetime, since: datetime | None) -> bool:
    """A read only: an empty outbox costs no write lock."""
    found = db.session.scalar(select(OutboxMessage.id).where(or_(_due(carriers, now, since), _cut_short(now))).limit(1))
    db.session.rollback()
    return found is not None


def _claim(carriers: Mapping[Channel, Carrier], now: datetime, since: datetime | None) -> Claim | None:
    """Take the message that waits longest, codes first, out of reach of every other worker for as long as the lease."""
    with own_transaction() as session:
        _give_up(session, now)
        session.flush()
        longest = select(OutboxMessage).where(_due(carriers, now, since))
        longest = longest.order_by(OutboxMessage.is_secret.desc(), OutboxMessage.not_before_at, OutboxMessage.id)
        row = session.scalar(longest.limit(1).with_for_update(skip_locked=True))
        if row is None:
            return None
        row.attempts += 1
        row.not_before_at = now + LEASE
        settle(row, Delivery.SENDING, now)
        return Claim(_outgoing(row), row.channel, row.kind, row.attempts)


def _outgoing(row: OutboxMessage) -> Outgoing:
    return Outgoing(row.id, row.recipient, row.subject, row.body, row.calendar)


def _give_up(session: Session, now: datetime) -> None:
    """What is too late is not sent at all; what was in the hands of a worker that ended is not known."""
    late = (OutboxMessage.state == Delivery.WAITING) & (OutboxMessage.not_after_at <= now)
    for row in session.scalars(select(OutboxMessage).where(late).with_for_update(skip_locked=True)):
        settle_unsent(row, Unsent.LATE, now)
    for row in session.scalars(select(OutboxMessage).where(_cut_short(now)).with_for_update(skip_locked=True)):
        settle_unsent(row, Unsent.CUT_SHORT, now)


def _deliver(claim: Claim, carrier: Carrier, tell_time: Callable[[], datetime]) -> bool:
    why = _untruth_of(claim, tell_time())
    if why is not None:
        _settle_unsent(claim, why, tell_time())
        return False
    try:
        carrier.carry(claim.message)
    except NotSent as failure:
        _settle_failure(claim, failure, tell_time())
        return False
    except FateUnknown as failure:
        _settle_unsent(claim, Unsent.CUT_SHORT, tell_time(), error=str(failure))
        return False
    with own_transaction() as session:
        settle(session.get_one(OutboxMessage, claim.message.id), Delivery.SENT, tell_time())
    return True


def _untruth_of(claim: Claim, now: datetime) -> Unsent | None:
    """Asked at the last moment, of what is committed, without keeping others from writing."""
    try:
        return hindrance(db.session.get_one(OutboxMessage, claim.message.id), now)
    finally:
        db.session.rollback()


def _settle_failure(claim: Claim, failure: NotSent, now: datetime) -> None:
    log.warning("message not sent", kind=claim.kind, message=str(claim.message.id), reason=type(failure).__name__)
    if isinstance(failure, Refused):
        _settle_unsent(claim, Unsent.REFUSED, now, error=str(failure))
    elif claim.attempts >= MOST_ATTEMPTS:
        _settle_unsent(claim, Unsent.NO_ANSWER, now, error=str(failure))
    else:
        with own_transaction() as session:
            row = session.get_one(OutboxMessage, claim.message.id)
            row.not_before_at = now + wait_after(claim.attempts)
            settle(row, Delivery.WAITING, now, error=str(failure))


def _settle_unsent(claim: Claim, why: Unsent, now: datetime, *, error: str = "") -> None:
    with own_transaction() as session:
        settle_unsent(session.get_one(OutboxMessage, claim.message.id), why, now, error=error)
