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
from portal.privacy.belonging import HOUSEHOLD, PERSON, belonging

NOBODY = "—"
"""Stands where a name was, and where something must stand."""

OF_FILES = (Retention.CASE, Retention.APPLICATION)
_DOCUMENT = table_of(StoredDocument)
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
    households = HOUSEHOLD.c.id.in_(household_ids)
    ours = belonging(_tables_of_files(), households)
    done = [_remove_documents(connection, ours)]
    for table, condition in ours.items():
        take_out = _remove if table.name in _REMOVED else empty_rows
        done.append(take_out(connection, table, condition))
    return [each for each in done if each.rows]


def _tables_of_files() -> list[Table]:
    """The children first, while their rows are still found by what their parents say."""
    kept = {each.column.table.name for each in holdings(Base.metadata) if each.kept.retention in OF_FILES}
    return [table for table in reversed(Base.metadata.sorted_tables) if table.name in kept]


def empty_rows(connection: Connection, table: Table, condition: ColumnElement[bool]) -> Emptied:
    """Take out of these rows what they tell of somebody."""
    telling = list(_telling(table))
    ids = connection.scalars(select(table.c.id).where(condition)).all() if "id" in table.c else []
    values = {each.column.name: _nothing(each.column) for each in telling if not _must_stand(each.column)}
    for each in telling:
        if _must_stand(each.column):
            _put_nobody(connection, each.column, ids)
    if table is PERSON:
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
    for row_id, born in connection.execute(select(PERSON.c.id, PERSON.c.birth_on).where(PERSON.c.id.in_(ids))).all():
        connection.execute(update(PERSON).where(PERSON.c.id == row_id).values(birth_on=born.replace(month=1, day=1)))


def _remove(connection: Connection, table: Table, condition: ColumnElement[bool]) -> Emptied:
    gone = connection.execute(delete(table).where(condition))
    return Emptied(table.name, Class.IDENTIFYING, table.info["kept"].retention, gone.rowcount)


def _remove_documents(connection: Connection, ours: dict[Table, ColumnElement[bool]]) -> Emptied:
    """Documents that were made of these files; what lies in the store is swept once no row names it."""
    about = [select(table.c.id).where(condition) for table, condition in ours.items() if "id" in table.c]
    return _remove(connection, _DOCUMENT, or_(*(_DOCUMENT.c.subject_id.in_(ids) for ids in about)))
