"""Reads of leaks, and who was touched by one according to the access log."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, and_, func, or_, select, union
from sqlalchemy.orm import joinedload

from portal.accounts.models import RoleGrant, User
from portal.audit.models import AuditEntry
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import STAFF_ROLES, Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.privacy.incidents.models import Incident, TouchedPerson
from portal.privacy.incidents.states import IncidentState
from portal.privacy.things import CHANGED, PERSONAL, SENT, THINGS, whose, whose_own
from portal.residents.households.models import Household, Person

PAGE_SIZE = 50
A_MINUTE = timedelta(minutes=1)
"""The last minute that somebody writes is meant to its end."""


def people_touched(account_id: UUID | None, since: datetime, until: datetime) -> Select[UUID]:
    """Whose data the account (any, where it is None) read or changed from `since` to `until`, both included.

    What is about one person touches that person alone, what is about a household everybody in it. A file that was
    joined to another one since leads to the person who goes on.
    """
    entries = select(AuditEntry.subject_kind, AuditEntry.subject_id).where(
        AuditEntry.at >= since, AuditEntry.at < until + A_MINUTE, AuditEntry.subject_id.is_not(None)
    )
    if account_id is not None:
        entries = entries.where(AuditEntry.actor_id == account_id)
    touched = entries.distinct().cte("touched")
    sent = select(OutboxMessage.subject_kind, OutboxMessage.subject_id).join(
        touched, and_(touched.c.subject_id == OutboxMessage.id, touched.c.subject_kind == SENT)
    )
    told_about = sent.cte("told_about")
    things = [kind for kind in (*THINGS, *CHANGED) if kind not in PERSONAL]
    found = (whose((*things, SENT), touched), whose(things, told_about))
    households = select(union(*(select(each.subquery().c.household_id) for each in found)).cte("households"))
    goes_on = select(Household.joined_into_id).where(Household.id.in_(households))
    people = _going_on(union(*whose_own(touched), *whose_own(told_about)))
    is_meant = or_(Person.id.in_(people), Person.household_id.in_(households), Person.household_id.in_(goes_on))
    return select(Person.id).where(Person.joined_into_id.is_(None), is_meant)


def _going_on(people: CompoundSelect[UUID]) -> Select[UUID]:
    """These people, and whoever their files were joined to, one after the other."""
    known = select(people.subquery().c.person_id).cte("known", recursive=True)
    joined = select(Person.joined_into_id).join(known, Person.id == known.c.person_id)
    return select(known.union(joined.where(Person.joined_into_id.is_not(None))).c.person_id)


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
    return page_of(db.session, _touched(incident), number, PAGE_SIZE)


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
