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
    case,
    delete,
    or_,
    select,
    type_coerce,
    update,
)

from portal.core.keeping import Class, Retention
from portal.db.base import Base
from portal.db.inserting import table_of
from portal.db.kept import NOBODY, Holding, holdings, may_tell
from portal.db.sealed import Sealed, of_row
from portal.documents.models import StoredDocument
from portal.privacy.belonging import HOUSEHOLD, PERSON, belonging

OF_FILES = (Retention.CASE, Retention.APPLICATION)
_DOCUMENT = table_of(StoredDocument)


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
        take_out = _remove if table.info["kept"].goes else empty_rows
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
    values = {each.column.name: _nothing(each) for each in telling if not _must_stand(each.column)}
    for each in telling:
        if _must_stand(each.column):
            _put_nobody(connection, each.column, ids)
    if table is PERSON:
        values |= {"name": NOBODY}
    if values and ids:
        connection.execute(update(table).where(table.c.id.in_(ids)).values(values))
    return Emptied(table.name, _highest_class(table), table.info["kept"].retention, len(ids) if telling else 0)


def _highest_class(table: Table) -> Class:
    return max((each.kind for each in _telling(table)), key=list(Class).index, default=Class.PLAIN)


def _telling(table: Table) -> Iterator[Holding]:
    for each in holdings(Base.metadata):
        if each.column.table is table and each.kind is not Class.PLAIN and not each.stays:
            yield each


def _nothing(each: Holding) -> object:
    if each.left is not None:
        return case((each.column == "", ""), else_=each.left) if may_tell(each.column) else each.left
    return None if each.column.nullable else ""


def _must_stand(column: Column[Any]) -> bool:
    """Whether a CHECK says when something stands in this column."""
    checks = (each for each in column.table.constraints if isinstance(each, CheckConstraint))
    return isinstance(column.type, Sealed) and any(f"{column.name} " in f"{each.sqltext} " for each in checks)


def _put_nobody(connection: Connection, column: Column[Any], ids: Sequence[UUID]) -> None:
    table = column.table
    there = select(table.c.id).where(table.c.id.in_(ids), type_coerce(column, Text) != "")
    for row_id in connection.scalars(there).all():
        connection.execute(update(table).where(table.c.id == row_id).values({column.name: of_row(row_id, NOBODY)}))


def _remove(connection: Connection, table: Table, condition: ColumnElement[bool]) -> Emptied:
    gone = connection.execute(delete(table).where(condition))
    return Emptied(table.name, _highest_class(table), table.info["kept"].retention, gone.rowcount)


def _remove_documents(connection: Connection, ours: dict[Table, ColumnElement[bool]]) -> Emptied:
    """Documents that were made of these files; what lies in the store is swept once no row names it."""
    about = [select(table.c.id).where(condition) for table, condition in ours.items() if "id" in table.c]
    return _remove(connection, _DOCUMENT, or_(*(_DOCUMENT.c.subject_id.in_(ids) for ids in about)))
