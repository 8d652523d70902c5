"""Reads of leaks, and who was touched by one according to the access log."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import RoleGrant, User
from portal.audit.models import AuditEntry
from portal.benefits.settlement.models import StatementLine
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.plans.models import CarePlan
from portal.coordinators.referrals.models import Referral
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.visits.models import Visit
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page, clamp_page
from portal.core.permissions import STAFF_ROLES, Permission
from portal.extensions import db
from portal.privacy.incidents.models import Incident, TouchedPerson
from portal.privacy.incidents.states import IncidentState
from portal.residents.applications.models import Application
from portal.residents.households.models import Household, Person

PAGE_SIZE = 50
A_MINUTE = timedelta(minutes=1)
"""The last minute that somebody writes is meant to its end."""

Ids = Select[Any]

_HOUSEHOLDS: dict[str, Callable[[Ids], Ids]] = {
    "household": lambda ids: select(Household.id).where(Household.id.in_(ids)),
    "application": lambda ids: select(Application.household_id).where(Application.id.in_(ids)),
    "case": lambda ids: select(CareCase.household_id).where(CareCase.id.in_(ids)),
    "plan": lambda ids: select(CareCase.household_id).join(CarePlan).where(CarePlan.id.in_(ids)),
    "referral": lambda ids: select(Referral.household_id).where(Referral.id.in_(ids)),
    "visit": lambda ids: select(Visit.household_id).where(Visit.id.in_(ids)),
    "care_request": lambda ids: select(CareRequest.household_id).where(CareRequest.id.in_(ids)),
}
"""Which households the things are about that the log names by their kind."""


def people_touched(account_id: UUID | None, since: datetime, until: datetime) -> Select[UUID]:
    """Whose data the account (any, where it is None) read or changed from `since` to `until`, both included.

    A file that was joined to another one since leads to the person who goes on.
    """

    def about(kind: str) -> Ids:
        entries = select(AuditEntry.subject_id).where(AuditEntry.at >= since, AuditEntry.at < until + A_MINUTE)
        if account_id is not None:
            entries = entries.where(AuditEntry.actor_id == account_id)
        return entries.where(AuditEntry.subject_kind == kind, AuditEntry.subject_id.is_not(None)).distinct()

    households = [Person.household_id.in_(of(about(kind))) for kind, of in _HOUSEHOLDS.items()]
    in_statements = select(StatementLine.person_id).where(StatementLine.statement_id.in_(about("statement")))
    is_named = or_(*households, Person.id.in_(about("person")), Person.id.in_(in_statements))
    named = select(Person.id, Person.household_id).where(is_named).cte("named")
    goes_on = select(Household.joined_into_id).join(named, named.c.household_id == Household.id)
    is_meant = or_(Person.id.in_(select(named.c.id)), Person.household_id.in_(goes_on))
    return select(Person.id).where(Person.joined_into_id.is_(None), is_meant)


def incidents(viewer: Actor) -> Sequence[Incident]:
    """Those that are not closed first, then the newest."""
    viewer.require(Permission.INCIDENT_MANAGE)
    order = (Incident.state == IncidentState.CLOSED, Incident.detected_at.desc(), Incident.id)
    return db.session.scalars(select(Incident).order_by(*order)).all()


def open_incidents() -> Sequence[Incident]:
    running = select(Incident).where(Incident.state != IncidentState.CLOSED)
    return db.session.scalars(running.order_by(Incident.detected_at, Incident.id)).all()


def get_incident(incident_id: UUID, *, viewer: Actor) -> Incident:
    viewer.require(Permission.INCIDENT_MANAGE)
    found = db.session.get(Incident, incident_id)
    if found is None:
        raise NotFound
    return found


def touched_count(incident: Incident) -> int:
    counted = select(func.count()).select_from(TouchedPerson).where(TouchedPerson.incident_id == incident.id)
    return db.session.scalar(counted) or 0


def touched_page(incident: Incident, number: int) -> Page[TouchedPerson]:
    number, total = clamp_page(number), touched_count(incident)
    rows = db.session.scalars(_touched(incident).offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    return Page(list(rows), number, PAGE_SIZE, total)


def touched_people(incident: Incident) -> Sequence[TouchedPerson]:
    return db.session.scalars(_touched(incident)).all()


def _touched(incident: Incident) -> Select[TouchedPerson]:
    whom = joinedload(TouchedPerson.person)
    shown = (whom.joinedload(Person.household), whom.joinedload(Person.user))
    of = select(TouchedPerson).join(TouchedPerson.person).where(TouchedPerson.incident_id == incident.id)
    return of.order_by(Person.name, TouchedPerson.id).options(*shown)


def accounts() -> Sequence[User]:
    """Whoever works or worked here."""
    staff = select(RoleGrant.user_id).where(RoleGrant.role.in_(STAFF_ROLES))
    return db.session.scalars(select(User).where(User.id.in_(staff)).order_by(User.name, User.id)).all()
