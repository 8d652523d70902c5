"""What a text gateway tells afterwards of a message: signed, so that nobody else may, and acted upon once."""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.core.errors import Conflict, Forbidden, NotFound
from portal.core.messages import N_
from portal.extensions import db
from portal.notifications.models import OutboxEvent, OutboxMessage
from portal.notifications.queries import has_arrived
from portal.notifications.rules import LEASE
from portal.notifications.settling import note, settle
from portal.notifications.states import Channel, Delivery, Unsent

FRESH = timedelta(minutes=5)
"""A receipt that was signed longer ago was kept by somebody to be sent once more."""

SKEW = timedelta(seconds=10)
"""So far the gateway's clock may lie behind."""

BY = N_("문자 보내는 곳")
EARLY = N_("아직 보내는 중입니다.")
_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


class Fate(StrEnum):
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    message_id: UUID
    fate: Fate
    signed_at: datetime


def signature_of(key: str, moment: int, body: bytes) -> str:
    """The head of a receipt: seconds of the epoch, and HMAC-SHA256 of them, a dot and the body."""
    digest = hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def read_receipt(body: bytes, signature: str, *, key: str, now: datetime) -> Receipt:
    """Raises `Forbidden` for what the gateway did not sign just now, `NotFound` for what tells of no message."""
    found = _SIGNATURE.fullmatch(signature)
    if not key or found is None:
        raise Forbidden
    signed_at = datetime.fromtimestamp(int(found[1]), UTC)
    is_signed = hmac.compare_digest(signature_of(key, int(found[1]), body), signature)
    if not is_signed or abs(now - signed_at) > FRESH:
        raise Forbidden
    try:
        told = json.loads(body)
        return Receipt(UUID(told["reference"]), Fate(told["status"]), signed_at)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotFound from None


def take_receipt(receipt: Receipt, *, now: datetime) -> bool:
    """Settle a message of which nobody knew, or that did not arrive after all; whether it told anything new.

    That what went out has arrived is kept in its history, once.

    Raises `NotFound`, and `Conflict` while a worker has the message in hand: then the gateway tells once more.
    """
    message = db.session.get(OutboxMessage, receipt.message_id, with_for_update=True)
    if message is None or message.channel is not Channel.TEXT:
        raise NotFound
    if message.state is Delivery.SENDING:
        raise Conflict(EARLY)
    handed_over_at = message.not_before_at - LEASE
    if receipt.signed_at < handed_over_at - SKEW:
        return False
    if receipt.fate is Fate.DELIVERED and message.state is Delivery.UNKNOWN:
        settle(message, Delivery.SENT, now, by=BY)
        return True
    if receipt.fate is Fate.DELIVERED and message.state is Delivery.SENT and not has_arrived(message):
        note(message, OutboxEvent(at=now, state=Delivery.SENT, by_name=BY))
        return True
    if receipt.fate is Fate.FAILED and message.state in (Delivery.UNKNOWN, Delivery.SENT):
        settle(message, Delivery.FAILED, now, why=Unsent.REFUSED, by=BY)
        return True
    return False
