"""Reads of the audit; an auditor sees what happened and never to whom."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from portal.audit.models import AuditEntry
from portal.audit.persons import author_code, reads_without_persons
from portal.core import clock
from portal.core.paging import Page, clamp_page
from portal.core.permissions import Actor, Permission
from portal.extensions import db

ROWS = 50


@dataclass(frozen=True)
class Filters:
    """`first` and `last` are days in Seoul, both included; an empty `event` means all."""

    first: date | None = None
    last: date | None = None
    event: str = ""
    reads_only: bool = False


@dataclass(frozen=True)
class ShownEntry:
    """An entry as its viewer may see it; `author` is the code of whoever acted, where the name is not shown."""

    id: UUID
    at: datetime
    event: str
    is_read: bool
    sealed: bool
    actor_name: str = ""
    subject_kind: str = ""
    subject_id: UUID | None = None
    author: str = ""
    address: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def entries_for(viewer: Actor, filters: Filters, number: int = 1) -> Page[ShownEntry]:
    """The entries that fit, newest first."""
    viewer.require(Permission.AUDIT_READ)
    number = clamp_page(number)
    fitting = _conditions(filters)
    total = db.session.scalar(select(func.count()).select_from(AuditEntry).where(*fitting)) or 0
    newest_first = select(AuditEntry).where(*fitting).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    rows = db.session.scalars(newest_first.offset((number - 1) * ROWS).limit(ROWS))
    show = _without_persons if reads_without_persons(viewer) else _with_persons
    return Page([show(row) for row in rows], number, ROWS, total)


def counts_by_event(viewer: Actor, filters: Filters) -> list[tuple[str, int]]:
    """How often each thing happened, the most frequent first."""
    viewer.require(Permission.AUDIT_READ)
    counted = select(AuditEntry.event, func.count()).where(*_conditions(filters)).group_by(AuditEntry.event)
    return [
        (event, times) for event, times in db.session.execute(counted.order_by(func.count().desc(), AuditEntry.event))
    ]


def known_events() -> list[str]:
    """Every kind of event there is an entry of, by name."""
    return list(db.session.scalars(select(AuditEntry.event).distinct().order_by(AuditEntry.event)))


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.first:
        conditions.append(AuditEntry.at >= clock.day_bounds(filters.first)[0])
    if filters.last:
        conditions.append(AuditEntry.at < clock.day_bounds(filters.last)[1])
    if filters.event:
        conditions.append(AuditEntry.event == filters.event)
    if filters.reads_only:
        conditions.append(AuditEntry.is_read.is_(True))
    return conditions


def _without_persons(entry: AuditEntry) -> ShownEntry:
    author = author_code(entry.actor_id) if entry.actor_id else ""
    return ShownEntry(entry.id, entry.at, entry.event, entry.is_read, entry.seal_id is not None, author=author)


def _with_persons(entry: AuditEntry) -> ShownEntry:
    return replace(
        _without_persons(entry),
        actor_name=entry.actor_name,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        address=entry.address,
        details={name: value for name, value in sorted(entry.details.items()) if value not in ("", None)},
    )
