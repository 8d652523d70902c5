"""Every constraint that has words stands in the tables under that very name, with the columns that SQLite tells."""

import re

import pytest
from sqlalchemy import CheckConstraint, Column, Table, UniqueConstraint

from portal import tables
from portal.db.constraints import MEANINGS, broken_constraint

NAME = re.compile(r"[a-z_0-9]{1,63}")
"""PostgreSQL cuts longer names off, and would then tell another one."""


def unique_columns(table: Table) -> dict[str, list[Column[object]]]:
    """The columns of each unique index and unique constraint of `table`, by name."""
    indexes = {str(index.name): list(index.columns) for index in table.indexes if index.unique}
    constraints = {
        str(each.name): list(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)
    }
    return indexes | constraints


MEANT = dict(MEANINGS.items())
TOLD = {meaning.columns for meaning in MEANT.values()} - {""}
UNIQUE = {name: columns for table in tables.metadata.sorted_tables for name, columns in unique_columns(table).items()}
CHECKS = {
    str(constraint.name)
    for table in tables.metadata.sorted_tables
    for constraint in table.constraints
    if isinstance(constraint, CheckConstraint)
}
EXPRESSIONS = {
    str(index.name)
    for table in tables.metadata.sorted_tables
    for index in table.indexes
    if index.unique and not list(index.columns)
}


def as_sqlite_tells(name: str) -> str:
    return ", ".join(f"{column.table.name}.{column.name}" for column in UNIQUE[name])


@pytest.mark.parametrize("name", sorted(MEANT))
def test_a_constraint_with_words_exists_under_its_name(name: str) -> None:
    assert name in UNIQUE.keys() | CHECKS | EXPRESSIONS
    assert NAME.fullmatch(name)


@pytest.mark.parametrize("columns", sorted(TOLD))
def test_all_constraints_over_the_same_columns_have_the_same_words(columns: str) -> None:
    meant = [name for name in UNIQUE if as_sqlite_tells(name) == columns]
    assert meant
    assert len({MEANT[name][:2] if name in MEANT else None for name in meant}) == 1


@pytest.mark.parametrize("name", sorted(MEANT.keys() & UNIQUE.keys()))
def test_sqlite_tells_the_columns_that_are_registered(name: str) -> None:
    assert as_sqlite_tells(name) in TOLD


def test_what_sqlite_says_leads_to_the_name() -> None:
    class Error:
        def __init__(self, text: str) -> None:
            self.orig = text

    def named(text: str) -> str | None:
        return broken_constraint(Error(text))  # type: ignore[arg-type]

    assert named("UNIQUE constraint failed: user.email") == "uq_user_email"
    assert named("UNIQUE constraint failed: pairing.household_id") == "uq_pairing_open_primary"
    assert named("CHECK constraint failed: ck_visit_in_out") == "ck_visit_in_out"
    assert named("UNIQUE constraint failed: application.number") is None
