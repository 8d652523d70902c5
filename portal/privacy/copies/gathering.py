"""Gathers from every table what it keeps about a person, as the columns say of themselves what they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, or_, select

from portal.core.keeping import Class
from portal.db.base import Base
from portal.db.inserting import table_of
from portal.db.kept import Holding, holdings
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience
from portal.privacy.belonging import HOUSEHOLD, PERSON, belonging
from portal.privacy.copies.others import Others
from portal.residents.households.models import Person

ABOUT = ("thing_id", "subject_id")
"""Columns that name a thing of any table by its id."""

ELSEWHERE: Mapping[str, str] = {
    "access_review": "staff",
    "advice": "meetings of members",
    "agenda_item": "meetings of members",
    "agenda_proposal": "meetings of members",
    "application_draft": "bound to a browser, to nobody's name",
    "bank_account": "accounts of co-operatives",
    "consulting": "members and the lead agency",
    "coordinator_profile": "staff",
    "decision": "meetings of members",
    "destruction": "counts rows, of nobody",
    "supplier_key": "machines of suppliers",
    "email_change": "staff",
    "expert": "whoever advises the consortium",
    "evidence_pack": "staff who made it",
    "factor_removal": "staff",
    "incident": "a leak as a whole; whom it touched is told of by touched_person",
    "invitation": "staff",
    "leave": "staff",
    "manual_edition": "staff",
    "manual_suggestion": "staff, of manuals",
    "meeting": "meetings of members",
    "meeting_action": "meetings of members",
    "meeting_attendee": "meetings of members",
    "minutes_reply": "whoever was at a meeting of members",
    "organisation": "members",
    "partner": "bodies outside the consortium",
    "passkey": "staff",
    "recovery_code": "staff",
    "refused_access": "counts what accounts were refused",
    "reset_link": "staff",
    "restoration": "the portal itself",
    "work_progress": "staff who wrote it",
    "review_figure": "counts what staff did",
    "review_finding": "staff",
    "saved_filter": "staff",
    "shift": "staff",
    "sign_in_code": "digests that name nobody",
    "throttle": "digests that name nobody",
    "training_enrolment": "staff of members and of the consortium",
    "training_session": "whoever teaches",
    "open_event": "whoever speaks there",
    "library_shown": "whoever appears in press and publicity, with nothing that leads to a file",
    "event_guest": "whoever comes to an open event, with nothing that leads to a file",
    "volunteer": "whoever works for a team",
    "worker": "staff of members",
    "worker_check": "staff of members",
    "worry": "told by others of somebody whose name is not known",
}
"""Tables that tell of people and never of somebody in care, with why."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The rows of a table that are about the person, with the columns that may be told of them."""

    table: Table
    columns: Sequence[Holding]
    rows: Sequence[Mapping[str, Any]]


def gather(person: Person) -> list[Gathered]:
    """Every table that keeps something about the person, in the order of the tables."""
    others = Others(person)
    found = [_read(table, condition, others) for table, condition in rows_of(person).items()]
    return [each for each in found if each.rows]


def rows_of(person: Person) -> dict[Table, ColumnElement[bool]]:
    """Each table in which something may be kept about somebody in care, with the condition of this person's rows."""
    these = or_(HOUSEHOLD.c.id == person.household_id, HOUSEHOLD.c.joined_into_id == person.household_id)
    tables = [table for table in Base.metadata.sorted_tables if table.name not in ELSEWHERE]
    found = belonging(tables, these, within=Base.metadata.sorted_tables)
    people = PERSON.c.household_id.in_(select(HOUSEHOLD.c.id).where(these))
    users = select(PERSON.c.user_id).where(people, PERSON.c.user_id.is_not(None))
    ids = _ids(found, users)
    for table in tables:
        if table not in found:
            own = [table.c.id.in_(users)] if table.name == "user" else [each.in_(users) for each in _own(table)]
            told = [*own, *(each.in_(ids) for each in _about(table))]
            if told:
                found[table] = or_(*told)
        elif table.name == "step":
            found[table] = or_(found[table], *(each.in_(ids) for each in _about(table)))
    messages = table_of(OutboxMessage)
    found[messages] &= messages.c.audience == Audience.RESIDENT
    for table in tables:
        for each in _of_message(table):
            found[table] = each.in_(select(messages.c.id).where(found[messages]))
    return {table: found[table] for table in tables if table in found}


def _ids(found: Mapping[Table, ColumnElement[bool]], users: Any) -> list[UUID]:
    """The ids of whatever is about the person, which tables without keys name."""
    ids = list(_scalars(users))
    for table, condition in found.items():
        if "id" in table.c:
            ids += _scalars(select(table.c.id).where(condition))
    return ids


def _scalars(statement: Any) -> Sequence[UUID]:
    return db.session.connection().scalars(statement).all()


def _own(table: Table) -> list[Any]:
    return [table.c.user_id] if "user_id" in table.c else []


def _about(table: Table) -> list[Any]:
    return [table.c[name] for name in ABOUT if name in table.c]


def _of_message(table: Table) -> list[Any]:
    return [table.c.message_id] if "message_id" in table.c else []


def _read(table: Table, condition: ColumnElement[bool], others: Others) -> Gathered:
    columns = [each for each in holdings(Base.metadata) if each.column.table is table and _may_be_told(each)]
    order = [each for each in (table.c.get("at"), table.c.get("id")) if each is not None]
    asked = select(*table.columns).where(condition).order_by(*order)
    rows = db.session.connection().execute(asked).mappings().all()
    return Gathered(table, columns, [dict(_told(row, columns, others)) for row in rows])


def _may_be_told(each: Holding) -> bool:
    """What opens doors is told to nobody; keys of other rows say nothing to a reader."""
    return each.kind is not Class.SECRET and not each.column.foreign_keys


def _told(row: Any, columns: Sequence[Holding], others: Others) -> Iterator[tuple[str, Any]]:
    for each in columns:
        yield each.column.name, others.hide(row[each.column.name], each)
