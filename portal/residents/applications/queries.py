"""Reads of applications."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, bindparam, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.core.actors import Actor
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.db.plain import plain
from portal.db.session import plain_rows
from portal.extensions import db
from portal.residents.applications.models import Application, ApplicationService
from portal.residents.applications.scope import referred_by
from portal.residents.applications.states import ApplicationState, ForWhom, Urgency
from portal.residents.households.models import Person

WAITING_AT_MOST = 100
PAGE_SIZE = 30
URGENCY_ORDER = case({urgency: place for place, urgency in enumerate(Urgency)}, value=Application.urgency)


def _whole() -> Select[Application]:
    """An application with all that a page shows of it, in two statements whatever the number."""
    return select(Application).options(
        joinedload(Application.person),
        joinedload(Application.household),
        selectinload(Application.services).joinedload(ApplicationService.service),
    )


def get_application(application_id: UUID) -> Application:
    application = db.session.scalars(_whole().where(Application.id == application_id)).one_or_none()
    if application is None:
        raise NotFound
    return application


@dataclass(frozen=True, slots=True)
class SentApplication:
    """What the browser that sent an application shows of it."""

    id: UUID
    number: str
    for_whom: ForWhom
    first_contact_due_at: datetime
    helper_phone: str
    phone: str | None


_SENT = (
    select(
        Application.id,
        Application.number,
        Application.for_whom,
        Application.first_contact_due_at,
        Application.helper_phone,
        Person.phone,
    )
    .join(Application.person)
    .where(Application.id == bindparam("application_id"))
)


def sent_application(application_id: UUID) -> SentApplication:
    """Raises `NotFound`."""
    rows = plain_rows(_SENT, {"application_id": application_id})
    if not rows:
        raise NotFound
    return SentApplication(*rows[0])


def referred_applications(viewer: Actor, number: int) -> Page[Application]:
    """What the viewer sent in for their dong office, the newest first."""
    viewer.require(Permission.APPLICATION_REFER)
    statement = _whole().where(referred_by(viewer)).order_by(Application.received_at.desc(), Application.id.desc())
    return page_of(db.session, statement, number, PAGE_SIZE)


def get_referred(application_id: UUID, *, viewer: Actor) -> Application:
    """Raises `NotFound` for one that the viewer did not send in."""
    viewer.require(Permission.APPLICATION_REFER)
    found = db.session.scalars(_whole().where(Application.id == application_id, referred_by(viewer))).one_or_none()
    if found is None:
        raise NotFound
    return found


def waiting_applications(*, at_most: int = WAITING_AT_MOST) -> Sequence[Application]:
    """Applications that nobody has been paired with: those whose first call is due or overdue first."""
    waiting = Application.state == ApplicationState.RECEIVED
    statement = _whole().where(waiting).order_by(Application.first_contact_due_at, URGENCY_ORDER, Application.id)
    return db.session.scalars(statement.limit(at_most)).all()


WAITING_COUNT = select(func.count()).where(Application.state == plain(ApplicationState.RECEIVED))
"""How many applications wait; stands in the menu, so on every page of the office."""


def applications_of(person_id: UUID) -> list[Application]:
    """Everything a person ever asked for, the newest first."""
    statement = _whole().where(Application.person_id == person_id)
    return list(db.session.scalars(statement.order_by(Application.received_at.desc(), Application.id.desc())))


def applications_of_people(people: CompoundSelect[UUID]) -> Sequence[Application]:
    """What `people` (SQL: their ids) asked for, the newest first, without the services."""
    statement = (
        select(Application)
        .join(Application.person)
        .where(Person.id.in_(people))
        .options(contains_eager(Application.person))
    )
    return db.session.scalars(statement.order_by(Application.received_at.desc(), Application.id.desc())).all()


def unconfirmed_application_of(person_id: UUID) -> Application | None:
    """The newest application that a helper sent and whose consents the person has not confirmed."""
    waiting = (Application.person_id == person_id, Application.consent_confirmed_at.is_(None))
    return db.session.scalars(_whole().where(*waiting).order_by(Application.received_at.desc()).limit(1)).one_or_none()


def application_by_number(number: str, phone: str) -> Application | None:
    """The application of this number, when `phone` is the person's or the helper's."""
    statement = _whole().join(Person, Person.id == Application.person_id)
    return db.session.scalars(
        statement.where(Application.number == number, or_(Person.phone == phone, Application.helper_phone == phone))
    ).one_or_none()


def traces() -> Iterator[Trace]:
    """What those are known by who applied for somebody else."""
    for helper in db.session.execute(select(Application.helper_name, Application.helper_phone).distinct()):
        yield Trace(None, *helper)
