"""Reads of the outbox for the office: how many stand how, and which."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.notifications.models import OutboxEvent, OutboxMessage
from portal.notifications.states import Delivery, Unsent

ROWS = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """How many messages stand in `state`, for the reason `why`."""

    state: Delivery
    why: Unsent | None
    number: int


def standings(viewer: Actor) -> list[Standing]:
    """How many there are of each, in the order of the states and reasons."""
    viewer.require(Permission.MESSAGE_MANAGE)
    counted = select(OutboxMessage.state, OutboxMessage.why, func.count()).group_by(
        OutboxMessage.state, OutboxMessage.why
    )
    found = [Standing(state, why, number) for state, why, number in db.session.execute(counted)]
    states, reasons = list(Delivery), list(Unsent)
    return sorted(found, key=lambda each: (states.index(each.state), reasons.index(each.why) if each.why else -1))


def messages(viewer: Actor, *, state: Delivery | None, why: Unsent | None, page: int) -> Page[OutboxMessage]:
    """Messages that stand so, newest first."""
    viewer.require(Permission.MESSAGE_MANAGE)
    query = select(OutboxMessage)
    if state is not None:
        query = query.where(OutboxMessage.state == state)
    if why is not None:
        query = query.where(OutboxMessage.why == why)
    newest_first = query.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    return page_of(db.session, newest_first, page, ROWS)


def get_message(message_id: UUID, *, viewer: Actor) -> OutboxMessage:
    viewer.require(Permission.MESSAGE_MANAGE)
    message = db.session.get(OutboxMessage, message_id)
    if message is None:
        raise NotFound
    return message


def events_of(message: OutboxMessage) -> list[OutboxEvent]:
    """What became of it, newest first."""
    of_it = select(OutboxEvent).where(OutboxEvent.message_id == message.id)
    return list(db.session.scalars(of_it.order_by(OutboxEvent.at.desc(), OutboxEvent.id.desc())))
