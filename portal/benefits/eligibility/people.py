"""Whom the programmes concern at present: those who wait for an answer, and those whom higher features care for."""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import joinedload

from portal.core.sockets import Socket, Takes
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState
from portal.residents.households.models import Person

Condition = Callable[[], ColumnElement[bool]]
AT_ONCE = 500

IN_CARE: Socket[Condition] = Socket("who is in care", Takes.MANY)
"""Tell by a condition on `Person` who is cared for."""


def is_cared_for() -> ColumnElement[bool]:
    """The condition on `Person`: a higher feature cares for them now."""
    return or_(false(), *(condition() for condition in IN_CARE))


def concerned() -> Iterator[Sequence[Person]]:
    """Everybody who waits or is cared for, with their households, some hundreds at a time."""
    waits = exists().where(Application.person_id == Person.id, Application.state == ApplicationState.RECEIVED)
    statement = (
        select(Person)
        .where(or_(waits, is_cared_for()))
        .options(joinedload(Person.household))
        .order_by(Person.id)
        .limit(AT_ONCE)
    )
    last: UUID | None = None
    while people := db.session.scalars(statement if last is None else statement.where(Person.id > last)).all():
        yield people
        last = people[-1].id
