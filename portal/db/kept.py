"""What the columns of every table say of themselves: class, purpose, basis and how long they are kept.

A table says `__kept__ = Kept(N_("연락 기록"), Purpose.CARE, Retention.CASE)`. A column that tells of somebody says so
beside it, `info=sensitive(N_("메모"))`. A text that tells of nobody says `info=PLAIN`; a day, a choice, a number, a yes
or no is named in `course=("means", "outcome")` of its table; or the table says `plain=True`. Keys, moments and the
`state` of a course need no word.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import JSON, Column, DateTime, Enum, LargeBinary, MetaData, String, Uuid
from sqlalchemy.types import TypeDecorator

from portal.core.keeping import Basis, Class, Purpose, Retention

Info = dict[Any, Any]
_KIND = "kind"
_WORDS = "words"
_OF_OTHERS = "of_others"
_LEFT, _STAYS = "left", "stays"
_STATE = "state"
OF_TABLE = "kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the rows of a table are, as people call them, why they are there and how long."""

    words: str
    purpose: Purpose
    retention: Retention
    plain: bool = False
    """Whether none of its columns tells of anybody."""
    course: tuple[str, ...] = ()
    """Columns of days, choices, numbers, yes or no that tell how the work went, and of nobody."""
    goes: bool = False
    """Whether its rows go altogether with their file, because no sum, no figure and no course stands on them."""


NOBODY = "—"
"""Stands where a name was, and where something must stand."""

PLAIN: Info = {_KIND: Class.PLAIN}
"""For a text that tells of nobody: a number, a mark, the name of a kind."""


def identifying(words: str, *, left: object = None, stays: str = "") -> Info:
    """`left` is what stands there once it is nobody's, where neither NULL nor an empty text may; `stays` is why it
    is not taken out.
    """
    return {_KIND: Class.IDENTIFYING, _WORDS: words, _LEFT: left, _STAYS: stays}


def naming_others(words: str) -> Info:
    """A name, telephone number or address of somebody else than the row is about: staff, helpers, family."""
    return {_KIND: Class.IDENTIFYING, _WORDS: words, _OF_OTHERS: True}


def sensitive(words: str, *, left: object = None, stays: str = "") -> Info:
    """Health, wishes, what was told in confidence: encrypted where it is text; `left` and `stays` as `identifying`."""
    return identifying(words, left=left, stays=stays) | {_KIND: Class.SENSITIVE}


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
    def left(self) -> object:
        """What stands there once it is nobody's; None where that is NULL or an empty text."""
        return self.column.info.get(_LEFT)

    @property
    def stays(self) -> str:
        """Why it is not taken out; empty for what is."""
        return cast(str, self.column.info.get(_STAYS, ""))

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
    is_plain = kept.plain or column.name in kept.course or _needs_no_word(column)
    return Class.PLAIN if is_plain and (kept.plain or not may_tell(column)) else None


def _needs_no_word(column: Column[Any]) -> bool:
    """Keys, moments, and how far a course has come."""
    stored = _stored(column)
    is_key = column.primary_key or bool(column.foreign_keys) or isinstance(stored, Uuid)
    return is_key or isinstance(stored, DateTime) or column.name == _STATE


def may_tell(column: Column[Any]) -> bool:
    """Whether a column of this type can hold words or bytes about somebody; keys, times and counts alone cannot."""
    stored = _stored(column)
    return isinstance(stored, String | JSON | LargeBinary) and not isinstance(stored, Enum)


def _stored(column: Column[Any]) -> object:
    return column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
