"""Reads of the audit; an auditor sees what happened and never to whom."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from portal.audit.models import AuditEntry, Step
from portal.audit.persons import author_code, reads_without_persons
from portal.core import clock
from portal.core.actors import Actor
from portal.core.paging import Page, page_within
from portal.core.permissions import Permission
from portal.core.series import read_number
from portal.core.sockets import Socket, Takes
from portal.db.numbers import bearing
from portal.extensions import db

ROWS = 50
ACCOUNTS: Socket[Callable[[], Sequence[tuple[UUID, str]]]] = Socket("accounts that the audit is asked by", Takes.ONE)
"""The staff by id and name."""

NAMES: Socket[Callable[[Collection[UUID]], Mapping[UUID, str]]] = Socket("names of accounts by id", Takes.ONE)
"""Of residents and helpers, who stand in an entry by their account alone."""

PEOPLE_OF: Socket[Callable[[UUID], Select[UUID]]] = Socket("people of a household", Takes.ONE)
"""Which ids the people of a household have, as a statement."""


@dataclass(frozen=True, slots=True)
class About:
    """What entries are about: a thing, and where it is of a household whatever is that household's."""

    thing_id: UUID
    household_id: UUID | None = None


def about_number(text: str) -> tuple[About, ...] | None:
    """What bears a number that was typed; None where it is no number."""
    typed = read_number(text)
    return tuple(About(each.id, each.household_id) for each in bearing(db.session, typed)) if typed else None


@dataclass(frozen=True)
class Filters:
    """`first` and `last` are days in Seoul, both included; what is empty means all, `about` None as well.

    By account, address, person and request only those ask who read the persons.
    """

    first: date | None = None
    last: date | None = None
    event: str = ""
    reads_only: bool = False
    kind: str = ""
    actor_id: UUID | None = None
    address: str = ""
    about: tuple[About, ...] | None = None
    errand: UUID | None = None


@dataclass(frozen=True)
class ShownEntry:
    """An entry as its viewer may see it; `author` is the code of whoever acted, where the name is not shown."""

    id: UUID
    at: datetime
    event: str
    is_read: bool
    sealed: bool
    actor_id: UUID | None = None
    actor_name: str = ""
    subject_kind: str = ""
    subject_id: UUID | None = None
    author: str = ""
    address: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def entries_for(viewer: Actor, filters: Filters, number: int = 1, *, total: int | None = None) -> Page[ShownEntry]:
    """The entries that fit, newest first; whoever has counted them says how many there are."""
    viewer.require(Permission.AUDIT_READ)
    fitting = _conditions(viewer, filters)
    if total is None:
        total = db.session.scalar(select(func.count()).select_from(AuditEntry).where(*fitting)) or 0
    number = page_within(number, ROWS, total)
    newest_first = select(AuditEntry).where(*fitting).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    rows = db.session.scalars(newest_first.offset((number - 1) * ROWS).limit(ROWS)).all()
    shown = [_without_persons(row) for row in rows] if reads_without_persons(viewer) else _with_persons(rows)
    return Page(shown, number, ROWS, total)


def names_of(entries: Collection[AuditEntry]) -> list[str]:
    """Who acted in each, for whoever reads the persons; empty where nobody was signed in or the account is nobody's."""
    unnamed = {entry.actor_id for entry in entries if entry.actor_id and not entry.actor_name}
    known = NAMES.only()(unnamed) if unnamed else {}
    return [entry.actor_name or (known.get(entry.actor_id, "") if entry.actor_id else "") for entry in entries]


def counts_by_event(viewer: Actor, filters: Filters) -> list[tuple[str, int]]:
    """How often each thing happened, the most frequent first."""
    viewer.require(Permission.AUDIT_READ)
    counted = select(AuditEntry.event, func.count()).where(*_conditions(viewer, filters)).group_by(AuditEntry.event)
    return [
        (event, times) for event, times in db.session.execute(counted.order_by(func.count().desc(), AuditEntry.event))
    ]


def known_events() -> list[str]:
    """Every kind of event there is an entry of, by name."""
    return list(db.session.scalars(select(AuditEntry.event).distinct().order_by(AuditEntry.event)))


def _conditions(viewer: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.first:
        conditions.append(AuditEntry.at >= clock.day_bounds(filters.first)[0])
    if filters.last:
        conditions.append(AuditEntry.at < clock.day_bounds(filters.last)[1])
    if filters.event:
        conditions.append(AuditEntry.event == filters.event)
    if filters.reads_only:
        conditions.append(AuditEntry.is_read.is_(True))
    if filters.kind:
        conditions.append(AuditEntry.subject_kind == filters.kind)
    return conditions if reads_without_persons(viewer) else [*conditions, *_of_persons(filters)]


def _of_persons(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.actor_id:
        conditions.append(AuditEntry.actor_id == filters.actor_id)
    if filters.address:
        conditions.append(AuditEntry.address == filters.address)
    if filters.errand:
        conditions.append(AuditEntry.errand == filters.errand)
    if filters.about is not None:
        conditions.append(or_(false(), *(_is_about(each) for each in filters.about)))
    return conditions


def _is_about(about: About) -> ColumnElement[bool]:
    """The thing itself; of a household its people and every thing whose course is part of its life."""
    itself = AuditEntry.subject_id == about.thing_id
    if about.household_id != about.thing_id:
        return itself
    things = select(Step.thing_id).where(Step.household_id == about.household_id)
    return or_(itself, AuditEntry.subject_id.in_(PEOPLE_OF.only()(about.thing_id)), AuditEntry.subject_id.in_(things))


def _without_persons(entry: AuditEntry) -> ShownEntry:
    author = author_code(entry.actor_id) if entry.actor_id else ""
    return ShownEntry(entry.id, entry.at, entry.event, entry.is_read, entry.seal_id is not None, author=author)


def _with_persons(entries: Sequence[AuditEntry]) -> list[ShownEntry]:
    return [_with_person(entry, name) for entry, name in zip(entries, names_of(entries), strict=True)]


def _with_person(entry: AuditEntry, name: str) -> ShownEntry:
    return replace(
        _without_persons(entry),
        actor_id=entry.actor_id,
        actor_name=name,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        address=entry.address,
        details={name: value for name, value in sorted(entry.details.items()) if value not in ("", None)},
    )
