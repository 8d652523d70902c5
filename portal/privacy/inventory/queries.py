"""What the tables say of themselves, gathered for a reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from portal.core.actors import Actor
from portal.core.keeping import Class, Purpose, Retention
from portal.core.permissions import Permission
from portal.db.base import Base
from portal.db.kept import Holding, holdings


@dataclass(frozen=True, slots=True)
class TableOfPeople:
    """A table with the columns of it that tell of somebody."""

    name: str
    words: str
    retention: Retention
    columns: list[Holding]


def inventory(viewer: Actor) -> dict[Purpose, list[TableOfPeople]]:
    """Every table that tells of somebody, by what it is kept for."""
    viewer.require(Permission.INVENTORY_READ)
    found: dict[Purpose, list[TableOfPeople]] = {purpose: [] for purpose in Purpose}
    for table, purpose in _tables():
        found[purpose].append(table)
    return {purpose: tables for purpose, tables in found.items() if tables}


def _tables() -> Iterator[tuple[TableOfPeople, Purpose]]:
    telling = (each for each in holdings(Base.metadata) if each.kind is not Class.PLAIN)
    for name, columns in groupby(telling, key=lambda each: each.column.table.name):
        of_table = list(columns)
        kept = of_table[0].kept
        yield TableOfPeople(name, kept.words, kept.retention, of_table), kept.purpose
