"""Reads of monitoring contacts and of who is to be contacted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import due_by
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.coordinators.visits.queries import next_visits
from portal.core import clock
from portal.core.actors import Actor
from portal.db.plain import plain
from portal.extensions import db
from portal.residents.applications.models import Application

COUNTED_AT_MOST = 1000


class Made(NamedTuple):
    """That somebody was contacted, without what was said."""

    at: datetime
    means: ContactMeans
    outcome: ContactOutcome
    by_name: str


def contacts_of(case: CareCase) -> Sequence[Made]:
    """The contacts of a case, the newest first; notes are none."""
    made = _contacts(case).with_only_columns(Contact.at, Contact.means, Contact.outcome, Contact.by_name)
    return [Made(*row) for row in db.session.execute(made)]


def last_contact_made(case: CareCase) -> Contact | None:
    """The last contact in which somebody answered."""
    answered = _contacts(case).where(Contact.outcome != ContactOutcome.NO_ANSWER)
    return db.session.scalars(answered.limit(1)).first()


def _contacts(case: CareCase) -> Select[Contact]:
    made = select(Contact).where(Contact.case_id == case.id, Contact.means != ContactMeans.NOTE)
    return made.order_by(Contact.at.desc(), Contact.id.desc())


def due_contacts(viewer: Actor, day: date, *, limit: int = COUNTED_AT_MOST) -> Sequence[CareCase]:
    """The viewer's households that are to be contacted by the end of `day`, the longest overdue first."""
    statement = (
        select(CareCase)
        .where(cases_in_scope(viewer), due_by(day))
        .options(joinedload(CareCase.household), joinedload(CareCase.application).joinedload(Application.person))
        .order_by(CareCase.next_contact_on, CareCase.id)
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def due_count(viewer: Actor, day: date | ColumnElement[date]) -> Select[int]:
    """Counts `due_contacts`, no further than `COUNTED_AT_MOST`."""
    some = select(CareCase.id).where(cases_in_scope(viewer), due_by(day)).limit(plain(COUNTED_AT_MOST)).subquery()
    return select(func.count()).select_from(some)


def next_visit_on(case: CareCase, *, now: datetime) -> date | None:
    """The day of the household's next booked visit."""
    starts_at = next_visits([case.household_id], now=now).get(case.household_id)
    return clock.day_of(starts_at) if starts_at else None
