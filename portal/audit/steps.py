"""Takes every step of every course, and reads the history that steps leave. Nothing else assigns a state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import MANYTOONE

from portal.audit.actions import Subject, record
from portal.audit.models import Step
from portal.core.actors import Actor
from portal.core.states import StateTable
from portal.db.base import Base
from portal.db.engine import is_reading
from portal.db.session import is_new
from portal.extensions import db

S = TypeVar("S", bound=StrEnum)
V = TypeVar("V", bound=StrEnum)
T = TypeVar("T", bound=Base)


@dataclass(frozen=True, slots=True)
class Taken(Generic[S, V]):
    """A step as it was taken: `before` is None where the thing began with it; `by_id` None is the portal itself."""

    id: UUID
    thing_id: UUID
    verb: V
    before: S | None
    after: S
    note: str
    by_id: UUID | None
    by_name: str
    at: datetime


def take(
    table: StateTable[S, V],
    thing: Base,
    verb: V,
    *,
    actor: Actor,
    now: datetime,
    note: str = "",
    to: S | None = None,
    subject: Subject | None = None,
    **details: Any,
) -> S | None:
    """Lead `thing` on by `verb`, and write who did so into its history and, with `details`, into the audit.

    Answers the state it came from.

    `thing` is a row with a `state`; with a `household_id` it stands in the history of that household.
    What is not new is locked and read anew first: of two who saw the same state, the second meets what the first left,
    and is refused where the table has no such step (`Conflict`). What changes along with the state is assigned right
    after this call, before anything is asked of the database: its CHECKs tie states to their times.
    `to` chooses where the table leaves several; `subject` is what the audit names instead of the thing.
    """
    row: Any = thing
    household_id: UUID | None = getattr(row, "household_id", None)
    before: S | None = None
    if not is_new(thing):
        lock(thing)
        before = row.state
    after = table.next(before, verb, to)
    step = Step(
        kind=table.kind,
        thing_id=row.id,
        household_id=household_id,
        verb=verb,
        before=before,
        after=after,
        note=note,
        by_id=actor.user_id,
        by_name=actor.name,
        at=now,
    )
    db.session.add(step)
    event = f"{table.kind}.{verb}"
    record(event, actor=actor, now=now, subject=subject or (table.kind, row.id), **details)
    row.state = after
    return before


def lock(thing: Base, *, with_children: bool = False) -> None:
    """Read the columns of a row anew and keep others from changing it until the transaction ends.

    Rows that refer to it can still be written, so that nobody waits who only does that. `with_children` is for who
    must find all of them, also those that others write without this lock.
    What was changed here is written first, or it would be lost. Relations stay as they were loaded, unless the row
    points elsewhere by now: to load all of them again would cost a statement each.
    """
    db.session.flush()
    mapper = inspect(type(thing))
    pointing = {
        relation.key: [mapper.get_property_by_column(column).key for column in relation.local_columns]
        for relation in mapper.relationships
        if relation.direction is MANYTOONE
    }
    seen = {key: [getattr(thing, name) for name in names] for key, names in pointing.items()}
    columns = [attribute.key for attribute in mapper.column_attrs]
    db.session.refresh(thing, columns, with_for_update={"of": type(thing), "key_share": not with_children})
    stale = [key for key, names in pointing.items() if [getattr(thing, name) for name in names] != seen[key]]
    if stale:
        db.session.expire(thing, stale)


def locked(thing: T, *, after: Base | None = None, with_children: bool = False) -> T:
    """`thing` as it is kept, for a form that edits it; whoever sent the form locks it.

    `after` is the row that every act on `thing` locks first, so that form and act never wait for each other.
    """
    if not is_reading():
        if after is not None:
            lock(after)
        lock(thing, with_children=with_children)
        relations = inspect(type(thing)).relationships
        db.session.expire(thing, [relation.key for relation in relations if relation.direction is not MANYTOONE])
    return thing


def history(table: StateTable[S, V], thing_id: UUID) -> list[Taken[S, V]]:
    """The steps of one thing, the first one first."""
    return histories(table, [thing_id])[thing_id]


def histories(table: StateTable[S, V], thing_ids: Iterable[UUID]) -> dict[UUID, list[Taken[S, V]]]:
    """The steps of each thing, the first one first; the ids come back as keys, also where there are none."""
    found: dict[UUID, list[Taken[S, V]]] = {thing_id: [] for thing_id in thing_ids}
    query = select(Step).where(Step.kind == table.kind, Step.thing_id.in_(found)).order_by(Step.at, Step.id)
    for step in db.session.scalars(query) if found else ():
        found[step.thing_id].append(taken(table, step))
    return found


def taken(table: StateTable[S, V], step: Step) -> Taken[S, V]:
    """A step with the words of its table."""
    return Taken(
        id=step.id,
        thing_id=step.thing_id,
        verb=table.verb_type(step.verb),
        before=table.state_type(step.before) if step.before else None,
        after=table.state_type(step.after),
        note=step.note,
        by_id=step.by_id,
        by_name=step.by_name,
        at=step.at,
    )
