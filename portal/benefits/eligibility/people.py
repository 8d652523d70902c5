"""Whom the programmes concern at present: those who wait for an answer, and those whom higher features care for."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState
from portal.residents.households.care import is_cared_for
from portal.residents.households.models import Person

AT_ONCE = 500


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
