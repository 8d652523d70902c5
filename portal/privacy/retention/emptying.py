"""Takes out of every table what it tells of somebody; which tables and columns those are, they say themselves.

Rows stay where sums and courses stand on them: money, visits and figures tie afterwards, and are nobody's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    delete,
    or_,
    select,
    type_coerce,
    update,
)

from portal.core.keeping import Class, Retention
from portal.db.base import Base
from portal.db.inserting import table_of
from portal.db.kept import Holding, holdings, may_tell
from portal.db.sealed import Sealed, of_row
from portal.documents.models import StoredDocument
from portal.residents.households.models import Household, Person

NOBODY = "—"
"""Stands where a name was, and where something must stand."""

OF_FILES = (Retention.CASE, Retention.APPLICATION)
_HOUSEHOLD, _PERSON, _DOCUMENT = table_of(Household), table_of(Person), table_of(StoredDocument)
_REMOVED = frozenset({"visit_photo"})
"""Rows that are nothing but a file, which is swept once no row names it."""


@dataclass(frozen=True, slots=True)
class Emptied:
    """How many rows of a table lost what they told."""

    table: str
    kind: Class
    retention: Retention
    rows: int


def empty_files(connection: Connection, household_ids: Sequence[UUID]) -> list[Emptied]:
    """Make the files of these households nobody's, in every table that is kept as long as they are."""
    households = _HOUSEHOLD.c.id.in_(household_ids)
    belonging = {table: _belongs(table, households, ()) for table in _tables_of_files()}
    ours = {table: condition for table, condition in belonging.items() if condition is not None}
    done = [_remove_documents(connection, ours)]
    for table, condition in ours.items():
        take_out = _remove if table.name in _REMOVED else empty_rows
        done.append(take_out(connection, table, condition))
    return [each for each in done if each.rows]


def _tables_of_files() -> list[Table]:
    """The children first, while their rows are still found by what their parents say."""
    kept = {each.column.table.name for each in holdings(Base.metadata) if each.kept.retention in OF_FILES}
    return [table for table in reversed(Base.metadata.sorted_tables) if table.name in kept]


def _belongs(table: Table, households: ColumnElement[bool], seen: tuple[Table, ...]) -> ColumnElement[bool] | None:
    """Which rows of a table are about these households: by household, by person, or by what they belong to."""
    if table is _HOUSEHOLD:
        return households
    ids = select(_HOUSEHOLD.c.id).where(households)
    people = select(_PERSON.c.id).where(_PERSON.c.household_id.in_(ids))
    named = [column.in_(ids) for column in _referring(table, _HOUSEHOLD, "household_id")]
    if table is not _PERSON:
        named += [column.in_(people) for column in _referring(table, _PERSON, "person_id")]
    if named:
        return or_(*named)
    files = {other.name for other in _tables_of_files()}
    for key in sorted(table.foreign_keys, key=lambda each: each.parent.name):
        parent = key.column.table
        if parent.name in files and parent not in (table, *seen):
            condition = _belongs(parent, households, (table, *seen))
            if condition is not None:
                return key.parent.in_(select(key.column).where(condition))
    return None


def _referring(table: Table, to: Table, name: str) -> list[Column[Any]]:
    return [
        column
        for column in table.columns
        if column.name != "joined_into_id"
        and (column.name == name or any(key.column.table is to for key in column.foreign_keys))
    ]


def empty_rows(connection: Connection, table: Table, condition: ColumnElement[bool]) -> Emptied:
    """Take out of these rows what they tell of somebody."""
    telling = list(_telling(table))
    ids = connection.scalars(select(table.c.id).where(condition)).all() if "id" in table.c else []
    values = {each.column.name: _nothing(each.column) for each in telling if not _must_stand(each.column)}
    for each in telling:
        if _must_stand(each.column):
            _put_nobody(connection, each.column, ids)
    if table is _PERSON:
        values |= {"name": NOBODY}
        _keep_years_of_birth(connection, ids)
    if values and ids:
        connection.execute(update(table).where(table.c.id.in_(ids)).values(values))
    kept, kind = table.info["kept"], max((each.kind for each in telling), key=list(Class).index, default=Class.PLAIN)
    return Emptied(table.name, kind, kept.retention, len(ids) if telling else 0)


def _telling(table: Table) -> Iterator[Holding]:
    for each in holdings(Base.metadata):
        if each.column.table is table and each.kind is not Class.PLAIN and may_tell(each.column):
            yield each


def _nothing(column: Column[Any]) -> object:
    return None if column.nullable else ""


def _must_stand(column: Column[Any]) -> bool:
    """Whether a CHECK says when something stands in this column."""
    checks = (each for each in column.table.constraints if isinstance(each, CheckConstraint))
    return isinstance(column.type, Sealed) and any(f"{column.name} " in f"{each.sqltext} " for each in checks)


def _put_nobody(connection: Connection, column: Column[Any], ids: Sequence[UUID]) -> None:
    table = column.table
    there = select(table.c.id).where(table.c.id.in_(ids), type_coerce(column, Text) != "")
    for row_id in connection.scalars(there).all():
        connection.execute(update(table).where(table.c.id == row_id).values({column.name: of_row(row_id, NOBODY)}))


def _keep_years_of_birth(connection: Connection, ids: Sequence[UUID]) -> None:
    """Figures know how old people are, not when they were born."""
    for row_id, born in connection.execute(select(_PERSON.c.id, _PERSON.c.birth_on).where(_PERSON.c.id.in_(ids))).all():
        connection.execute(update(_PERSON).where(_PERSON.c.id == row_id).values(birth_on=born.replace(month=1, day=1)))


def _remove(connection: Connection, table: Table, condition: ColumnElement[bool]) -> Emptied:
    gone = connection.execute(delete(table).where(condition))
    return Emptied(table.name, Class.IDENTIFYING, table.info["kept"].retention, gone.rowcount)


def _remove_documents(connection: Connection, ours: dict[Table, ColumnElement[bool]]) -> Emptied:
    """Documents that were made of these files; what lies in the store is swept once no row names it."""
    about = [select(table.c.id).where(condition) for table, condition in ours.items() if "id" in table.c]
    return _remove(connection, _DOCUMENT, or_(*(_DOCUMENT.c.subject_id.in_(ids) for ids in about)))
