"""What the columns of every table say of themselves: class, purpose, basis and how long they are kept.

A table says `__kept__ = Kept(N_("연락 기록"), Purpose.CARE, Retention.CASE)`. A column that tells of somebody says so
beside it, `info=sensitive(N_("메모"))`; a text that tells of nobody says `info=PLAIN`, or its table `plain=True`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import JSON, Column, Enum, LargeBinary, MetaData, String
from sqlalchemy.types import TypeDecorator

from portal.core.keeping import Basis, Class, Purpose, Retention

Info = dict[Any, Any]
_KIND = "kind"
_WORDS = "words"
_OF_OTHERS = "of_others"
OF_TABLE = "kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the rows of a table are, as people call them, why they are there and how long."""

    words: str
    purpose: Purpose
    retention: Retention
    plain: bool = False
    """Whether none of its columns tells of anybody."""


PLAIN: Info = {_KIND: Class.PLAIN}
"""For a text that tells of nobody: a number, a mark, the name of a kind."""


def identifying(words: str) -> Info:
    return {_KIND: Class.IDENTIFYING, _WORDS: words}


def naming_others(words: str) -> Info:
    """A name, telephone number or address of somebody else than the row is about: staff, helpers, family."""
    return {_KIND: Class.IDENTIFYING, _WORDS: words, _OF_OTHERS: True}


def sensitive(words: str) -> Info:
    """Health, wishes, what was told in confidence: encrypted where it is text."""
    return {_KIND: Class.SENSITIVE, _WORDS: words}


def secret(words: str) -> Info:
    """What opens a door: never shown, kept as a digest or encrypted."""
    return {_KIND: Class.SECRET, _WORDS: words}


@dataclass(frozen=True, slots=True)
class Holding:
    """One column of the inventory."""

    column: Column[Any]
    kept: Kept
    kind: Class
    words: str

    @property
    def basis(self) -> Basis:
        return self.kept.purpose.basis

    @property
    def of_others(self) -> bool:
        """Whether it tells of somebody else than the person whom the row is about."""
        return bool(self.column.info.get(_OF_OTHERS))

    @property
    def place(self) -> str:
        return f"{self.column.table.name}.{self.column.name}"


def holdings(metadata: MetaData) -> Iterator[Holding]:
    """Every column that says of itself what it is, by table, in the order of the tables' names."""
    for table in sorted(metadata.tables.values(), key=lambda each: each.name):
        kept = table.info.get(OF_TABLE)
        for column in table.columns if kept else ():
            kind = class_of(column)
            if kind is not None:
                yield Holding(column, cast(Kept, kept), kind, column.info.get(_WORDS, ""))


def class_of(column: Column[Any]) -> Class | None:
    """The class of a column; None where it must say so itself and does not."""
    if _KIND in column.info:
        return cast(Class, column.info[_KIND])
    kept = column.table.info.get(OF_TABLE)
    if kept is None:
        return None
    return Class.PLAIN if kept.plain or not may_tell(column) else None


def may_tell(column: Column[Any]) -> bool:
    """Whether a column of this type can hold words or bytes about somebody; keys, times and counts alone cannot."""
    stored = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(stored, String | JSON | LargeBinary) and not isinstance(stored, Enum)
