"""Who opened what is about a person, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, union_all

from portal.audit.models import AuditEntry
from portal.consortium.members.models import Organisation
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page, page_within
from portal.core.permissions import OUTSIDE_ROLES, STAFF_ROLES, Permission, Role
from portal.db.base import Base
from portal.db.inserting import table_of
from portal.extensions import current_settings, db
from portal.notifications.models import OutboxMessage
from portal.privacy.belonging import HOUSEHOLD, belonging
from portal.privacy.emergency.models import EmergencyAccess
from portal.privacy.things import OTHERS, THINGS
from portal.residents.helpers.queries import helping_of, person_seen_by
from portal.residents.households.models import Person

LINE = table_of(THINGS["statement_line"])
ROWS = 100
NOBODY_NAMED = "page.read"
"""What auditors open has codes in place of people."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody opened something: in which role, of which organisation; `role` is None where it was not written down.

    `emergency` is why, where it was not theirs to see to and they opened it in an emergency. `id` is that of the log.
    """

    id: UUID
    at: datetime
    role: Role | None
    organisation: str
    fields: str
    emergency: str = ""


def person_who_may_know(viewer: Actor) -> Person:
    """Whose readings the viewer may see: their own, or those of whom they help where that was agreed."""
    person = person_seen_by(viewer)
    if person is None or not may_know(viewer):
        raise NotFound
    return person


def may_know(viewer: Actor) -> bool:
    """The person themselves, and a helper with whom that was agreed."""
    helping = None if viewer.can(Permission.MY_FILE) else helping_of(viewer)
    return helping.sees_record if helping else viewer.can(Permission.MY_FILE)


def readings_of(person: Person, page: int = 1) -> Page[Reading]:
    """What others opened that is about the person."""
    about = _by_others(person)
    total = db.session.scalar(select(func.count()).select_from(AuditEntry).where(about)) or 0
    number = page_within(page, ROWS, total)
    latest = select(AuditEntry).where(about).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    entries = db.session.scalars(latest.offset((number - 1) * ROWS).limit(ROWS)).all()
    names = _names_of_organisations(entries)
    opened = _emergencies(person.household_id)
    return Page([_reading(each, names, opened) for each in entries], number, ROWS, total)


def reading_of(person: Person, reading_id: UUID) -> Reading:
    """One of them; `NotFound` for an opening that was of somebody else."""
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.id == reading_id, _by_others(person)))
    if entry is None:
        raise NotFound
    return _reading(entry, _names_of_organisations([entry]), _emergencies(person.household_id))


def _by_others(person: Person) -> ColumnElement[bool]:
    """What is about the person was asked for first: the log is found by the ids of things."""
    ids = list(db.session.scalars(_things_of(person.household_id)))
    sent = select(OutboxMessage.id).where(OutboxMessage.subject_id.in_(ids))
    return (
        AuditEntry.is_read
        & (AuditEntry.event != NOBODY_NAMED)
        & AuditEntry.subject_kind.in_((*THINGS, *OTHERS))
        & or_(AuditEntry.subject_id.in_(ids), AuditEntry.subject_id.in_(sent))
        & AuditEntry.actor_id.is_distinct_from(person.user_id)
    )


def _things_of(household_id: UUID) -> Select[UUID]:
    """The ids of all that is about a household, those files among them that were joined to it."""
    these = or_(HOUSEHOLD.c.id == household_id, HOUSEHOLD.c.joined_into_id == household_id)
    tables = [table_of(model) for model in THINGS.values()]
    ours = belonging(tables, these, within=Base.metadata.sorted_tables)
    found = [select(table.c.id).where(condition) for table, condition in ours.items()]
    statements = select(LINE.c.statement_id).where(ours[LINE])
    ids = union_all(*found, statements).subquery()
    return select(ids.c[0])


def _names_of_organisations(entries: Sequence[AuditEntry]) -> dict[str, str]:
    ids = {UUID(each.details["organisation"]) for each in entries if each.details.get("organisation")}
    named = select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    return {str(row_id): name for row_id, name in db.session.execute(named)} if ids else {}


def _emergencies(household_id: UUID) -> Sequence[EmergencyAccess]:
    return db.session.scalars(select(EmergencyAccess).where(EmergencyAccess.household_id == household_id)).all()


def _reading(entry: AuditEntry, names: dict[str, str], opened: Sequence[EmergencyAccess]) -> Reading:
    told = entry.details.get("role")
    role = Role(told) if told else None
    organisation = names.get(entry.details.get("organisation", ""), "")
    if not organisation and role in STAFF_ROLES - OUTSIDE_ROLES:  # whoever is of no co-operative is of the lead agency
        organisation = current_settings().lead_agency_name
    during = (each for each in opened if each.user_id == entry.actor_id and each.opened_at <= entry.at <= each.ends_at)
    emergency = next((each.reason for each in during), "")
    return Reading(entry.id, entry.at, role, organisation, str(entry.details.get("fields", "")), emergency)
