"""Reads of the outbox."""

from uuid import UUID

from sqlalchemy import exists, select

from portal.core.paging import Page
from portal.db.paged import page_of
from portal.extensions import db
from portal.notifications.models import OutboxEvent, OutboxMessage
from portal.notifications.states import Delivery

ROWS = 20


def messages(number: int = 1) -> Page[OutboxMessage]:
    """Everything that was written to anybody, newest first; only the demonstration shows it."""
    newest_first = select(OutboxMessage).order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    return page_of(db.session, newest_first, number, ROWS)


def is_on_its_way(kind: str, subject_id: UUID) -> bool:
    """Whether something was sent about a thing, or waits to be."""
    going = OutboxMessage.state.in_((Delivery.WAITING, Delivery.SENDING, Delivery.SENT))
    about = (OutboxMessage.subject_kind == kind) & (OutboxMessage.subject_id == subject_id)
    return bool(db.session.scalar(select(exists().where(about, going))))


def has_arrived(message: OutboxMessage) -> bool:
    """Whether the gateway, or somebody who asked, said so after it went out."""
    told = (OutboxEvent.message_id == message.id, OutboxEvent.state == Delivery.SENT, OutboxEvent.by_name != "")
    return bool(db.session.scalar(select(exists().where(*told))))


def messages_about(kind: str, subject_id: UUID) -> list[OutboxMessage]:
    """Every message about one thing, the oldest first."""
    about = (OutboxMessage.subject_kind == kind, OutboxMessage.subject_id == subject_id)
    return list(db.session.scalars(select(OutboxMessage).where(*about).order_by(OutboxMessage.created_at)))
