"""Writes messages into the outbox, in the transaction of the act that causes them."""

from datetime import datetime
from uuid import UUID

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.extensions import db
from portal.notifications.models import Channel, OutboxMessage
from portal.notifications.rules import TEXT_BYTES, quiet_until, text_bytes

Subject = tuple[str, UUID]


def send_mail(
    recipient: str, subject: str, body: str, *, kind: str, now: datetime, about: Subject | None = None
) -> OutboxMessage:
    """Queue a mail. `kind` names the message for the office ("staff_invitation"), `about` the thing it is about."""
    return _queue(Channel.MAIL, recipient, subject, body, kind=kind, now=now, not_before=now, about=about)


def send_text(
    recipient: str, body: str, *, kind: str, now: datetime, about: Subject | None = None, for_safety: bool = False
) -> OutboxMessage:
    """Queue a text message of at most 90 bytes (EUC-KR); silent from 20 to 9 but for safety and codes."""
    if text_bytes(body) > TEXT_BYTES:
        raise DomainError(N_("문자 메시지가 90바이트를 넘습니다."))
    not_before = now if for_safety else quiet_until(now)
    return _queue(Channel.TEXT, recipient, "", body, kind=kind, now=now, not_before=not_before, about=about)


def _queue(
    channel: Channel,
    recipient: str,
    subject: str,
    body: str,
    *,
    kind: str,
    now: datetime,
    not_before: datetime,
    about: Subject | None,
) -> OutboxMessage:
    message = OutboxMessage(
        channel=channel,
        recipient=recipient,
        subject=subject,
        body=body,
        kind=kind,
        subject_kind=about[0] if about else "",
        subject_id=about[1] if about else None,
        created_at=now,
        not_before_at=not_before,
    )
    db.session.add(message)
    return message
