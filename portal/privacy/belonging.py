"""Which rows of every table are about a household, found by the keys that the tables declare."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, ForeignKey, Select, Table, or_, select, union

from portal.db.inserting import table_of
from portal.residents.households.models import Household, Person

HOUSEHOLD, PERSON = table_of(Household), table_of(Person)


def belonging(
    tables: Sequence[Table], households: ColumnElement[bool], *, within: Sequence[Table] | None = None
) -> dict[Table, ColumnElement[bool]]:
    """For each of `tables` that can be about households the condition of the rows that are about these.

    A row may belong to one of a table of `within`, which are the same tables where nothing is said.
    """
    names = frozenset(table.name for table in (tables if within is None else within))
    found = {table: _belongs(table, households, names, ()) for table in tables}
    return {table: condition for table, condition in found.items() if condition is not None}


def _belongs(
    table: Table, households: ColumnElement[bool], names: frozenset[str], seen: tuple[Table, ...]
) -> ColumnElement[bool] | None:
    """By household, by person, or by what the row belongs to among the tables of these names."""
    if table is HOUSEHOLD:
        return households
    ids = select(HOUSEHOLD.c.id).where(households)
    people = select(PERSON.c.id).where(PERSON.c.household_id.in_(ids))
    named = [column.in_(ids) for column in _referring(table, HOUSEHOLD, "household_id")]
    if table is not PERSON:
        named += [column.in_(people) for column in _referring(table, PERSON, "person_id")]
    if named:
        return or_(*named)
    for key in _keys_of(table):
        parent = key.column.table
        if parent.name in names and parent not in (table, *seen):
            condition = _belongs(parent, households, names, (table, *seen))
            if condition is not None:
                return key.parent.in_(select(key.column).where(condition))
    return None


def households_of(
    table: Table, rows: ColumnElement[bool], *, named: Column[Any] | None = None, seen: tuple[Table, ...] = ()
) -> list[Select[UUID, UUID]]:
    """The other way round: the id of each of these rows (or what is `named` of it) with each household of its own.

    The same keys lead there, each by one SELECT; none for a table that is about no household.
    """
    thing = (table.c.id if named is None else named).label("thing_id")
    if table is HOUSEHOLD:
        return [_with(thing, HOUSEHOLD.c.id).where(rows)]
    found = [_with(thing, column).where(rows) for column in _referring(table, HOUSEHOLD, "household_id")]
    if table is not PERSON:
        found += [
            _with(thing, PERSON.c.household_id).join(PERSON, PERSON.c.id == column).where(rows)
            for column in _referring(table, PERSON, "person_id")
        ]
    if found:
        return found
    for key in _keys_of(table):
        parent = key.column.table
        if parent not in (table, *seen):
            of_rows = key.column.in_(select(key.parent).where(rows))
            leads = households_of(parent, of_rows, named=key.column, seen=(table, *seen))
            if leads:
                theirs = union(*leads).subquery()
                return [_with(thing, theirs.c.household_id).join(theirs, theirs.c.thing_id == key.parent).where(rows)]
    return []


def _with(thing: ColumnElement[UUID], household_id: ColumnElement[UUID]) -> Select[UUID, UUID]:
    return select(thing, household_id.label("household_id"))


def _keys_of(table: Table) -> list[ForeignKey]:
    """Those that every row has first: one that may be empty leads from some rows nowhere."""
    return sorted(table.foreign_keys, key=lambda each: (bool(each.parent.nullable), each.parent.name))


def _referring(table: Table, to: Table, name: str) -> list[Column[Any]]:
    return [
        column
        for column in table.columns
        if column.name != "joined_into_id"
        and (column.name == name or any(key.column.table is to for key in column.foreign_keys))
    ]
