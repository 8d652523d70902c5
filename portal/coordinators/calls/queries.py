"""Which calls are to be made, in the scope of whoever makes them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from portal.coordinators.caseload.scope import households_accompanied
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.db.plain import plain_all
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import UNREACHED
from portal.notifications.truth import untruth
from portal.residents.applications.actions import helper_to_text
from portal.residents.applications.models import Application
from portal.residents.helpers.queries import phones_of_helpers
from portal.residents.households.models import Person

SHOWN_AT_MOST = 50
TO_MAKE = (
    OutboxMessage.why.in_(plain_all(UNREACHED))
    & OutboxMessage.called_at.is_(None)
    & OutboxMessage.person_id.is_not(None)
)


@dataclass(frozen=True, slots=True)
class Call:
    """What is to be said to whom; `helpers` are the mobile numbers of those who may be texted in place of them."""

    message: OutboxMessage
    person: Person
    application_id: UUID | None
    helpers: tuple[str, ...]


def in_scope(viewer: Actor) -> ColumnElement[bool]:
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return TO_MAKE
    return TO_MAKE & OutboxMessage.household_id.in_(households_accompanied(viewer))


def calls_to_make(viewer: Actor, *, now: datetime, limit: int = SHOWN_AT_MOST) -> Sequence[Call]:
    """What is still so and was not said yet, the oldest first."""
    oldest = select(OutboxMessage).where(in_scope(viewer)).order_by(OutboxMessage.created_at, OutboxMessage.id)
    return still_to_make(db.session.scalars(oldest.limit(limit)), now=now)


def still_to_make(messages: Iterable[OutboxMessage], *, now: datetime) -> Sequence[Call]:
    """Those of them that say what is still so, with whom to call."""
    rows = [row for row in messages if untruth(row, now) is None]
    people = _people([row.person_id for row in rows if row.person_id])
    applications, agreed = _applications(list(people)), phones_of_helpers(people)
    calls = []
    for row in rows:
        person = people[row.person_id] if row.person_id else None
        if person is not None:
            newest = applications.get(person.id)
            helpers = _helpers(row, newest, agreed.get(person.id, []))
            calls.append(Call(row, person, newest.id if newest else None, helpers))
    return calls


def helpers_of_call(message: OutboxMessage) -> tuple[str, ...]:
    """Who may be texted in place of the person whom a message concerns."""
    if message.person_id is None:
        return ()
    newest = _applications([message.person_id]).get(message.person_id)
    return _helpers(message, newest, phones_of_helpers([message.person_id]).get(message.person_id, []))


def _helpers(message: OutboxMessage, newest: Application | None, agreed: Sequence[str]) -> tuple[str, ...]:
    """Those who help with the person's consent, then whoever applied; not the one whom this very message missed."""
    applied = helper_to_text(newest) if newest else ""
    return tuple(phone for phone in dict.fromkeys([*agreed, applied]) if phone and phone != message.recipient)


def _people(ids: Sequence[UUID]) -> dict[UUID, Person]:
    if not ids:
        return {}
    found = select(Person).where(Person.id.in_(ids)).options(joinedload(Person.household))
    return {person.id: person for person in db.session.scalars(found)}


def _applications(ids: Sequence[UUID]) -> dict[UUID, Application]:
    """The newest application of each person."""
    if not ids:
        return {}
    oldest_first = select(Application).where(Application.person_id.in_(ids)).order_by(Application.received_at)
    return {application.person_id: application for application in db.session.scalars(oldest_first)}


def messages_of(ids: Collection[UUID]) -> Sequence[OutboxMessage]:
    """The messages with these ids, the oldest first."""
    found = select(OutboxMessage).where(OutboxMessage.id.in_(ids))
    return db.session.scalars(found.order_by(OutboxMessage.created_at, OutboxMessage.id)).all()


def calls_count(viewer: Actor) -> Select[int]:
    return select(func.count(OutboxMessage.id)).where(in_scope(viewer))


def get_call(message_id: UUID, *, viewer: Actor) -> OutboxMessage:
    """A call that is to be made; raises `NotFound` for one out of scope, or made."""
    row = db.session.scalar(
        select(OutboxMessage).where(OutboxMessage.id == message_id, in_scope(viewer)).with_for_update()
    )
    if row is None:
        raise NotFound
    return row
