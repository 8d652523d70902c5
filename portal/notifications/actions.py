"""Writes messages into the outbox, in the transaction of the act that causes them."""

from datetime import datetime
from uuid import UUID

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.extensions import current_settings, db
from portal.notifications.models import Channel, OutboxMessage
from portal.notifications.rules import TEXT_BYTES, quiet_until, text_bytes

Subject = tuple[str, UUID]


def signed(words: str) -> str:
    """The sender in brackets, then the words: whoever reads a message knows first who writes."""
    return f"[{current_settings().sender_name}] {words}"


def fits_text(body: str) -> bool:
    return text_bytes(signed(body)) <= TEXT_BYTES


def fitting(*bodies: str) -> str:
    """The first of several ways to say it that a text message has room for, the fullest first; else the last one."""
    return next(filter(fits_text, bodies), bodies[-1])


def send_mail(
    recipient: str,
    subject: str,
    body: str,
    *,
    kind: str,
    now: datetime,
    about: Subject | None = None,
    not_after: datetime | None = None,
    is_secret: bool = False,
) -> OutboxMessage:
    """Queue a mail; its subject begins with the sender.

    `kind` names the message for the office ("staff_invitation"), `about` the thing it is about. It
    is given up at `not_after`; the body of a secret one (a code, a link that opens an account) is not kept.
    """
    message = OutboxMessage(
        channel=Channel.MAIL, recipient=recipient, subject=signed(subject), body=body, not_before_at=now
    )
    return _queue(message, kind, now, about, not_after, is_secret=is_secret)


def send_text(
    recipient: str,
    body: str,
    *,
    kind: str,
    now: datetime,
    about: Subject | None = None,
    for_safety: bool = False,
    not_after: datetime | None = None,
    is_secret: bool = False,
) -> OutboxMessage:
    """Queue a text message; with its sender at most 90 bytes (EUC-KR). Silent from 20 to 9 but for safety and codes."""
    if not fits_text(body):
        raise DomainError(N_("문자 메시지가 90바이트를 넘습니다."))
    not_before = now if for_safety else quiet_until(now)
    message = OutboxMessage(channel=Channel.TEXT, recipient=recipient, body=signed(body), not_before_at=not_before)
    return _queue(message, kind, now, about, not_after, is_secret=is_secret)


def _queue(
    message: OutboxMessage,
    kind: str,
    now: datetime,
    about: Subject | None,
    not_after: datetime | None,
    *,
    is_secret: bool,
) -> OutboxMessage:
    message.kind = kind
    message.created_at = now
    message.subject_kind, message.subject_id = about or ("", None)
    message.not_after_at = not_after
    message.is_secret = is_secret
    db.session.add(message)
    return message
