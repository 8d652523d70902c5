"""Columns that lie encrypted, each value bound to its table, column and row; nothing can be sought in them.

`note: Mapped[str] = sealed("contact.note", N_("연락 기록"), default="")`. What is written through a row knows its id;
a statement of our own says whose it is: `of_row(draft.id, answers)`. What is empty stays empty, so that a CHECK may
ask whether something is there.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Dialect, Label, String, Text, cast, event, literal, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

from portal.db.base import Base
from portal.db.kept import Info, sensitive
from portal.db.keyring import keyring

_ID_LENGTH = {"sqlite": 32, "postgresql": 36}
"""Of an id as the database writes it."""


class Unbound(Exception):
    """A sealed column met a value of no row: a mistake in the code, such as a search in it."""


class _OfRow:
    row_id: str


class _Text(str, _OfRow):
    pass


class _Mapping(dict[str, Any], _OfRow):
    pass


class _List(list[Any], _OfRow):
    pass


_BOUND: dict[type, type[Any]] = {str: _Text, dict: _Mapping, list: _List}


def of_row(row_id: UUID, value: Any) -> Any:
    """`value` for a sealed column of the row, in a statement that does not go through the unit of work."""
    kind = next((bound for plain, bound in _BOUND.items() if isinstance(value, plain)), None)
    if not value or kind is None:
        return value
    bound = kind(value)
    bound.row_id = row_id.hex
    return bound


class Sealed(TypeDecorator[Any], ABC):
    """Asks the database for the id along with the value: without it nothing opens."""

    impl = Text

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        if not value:
            return ""
        if not isinstance(value, _OfRow):
            raise Unbound(self.place)
        return keyring().seal(self.written(value), self.place, value.row_id)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        length = _ID_LENGTH[dialect.name]
        return self.opened(value[length:], value[:length])

    def opened(self, kept: str, row_id: str) -> Any:
        return self.read(keyring().open(kept, self.place, row_id.replace("-", "")) if kept else "")

    @abstractmethod
    def written(self, value: Any) -> str: ...

    @abstractmethod
    def read(self, plain: str) -> Any:
        """What was `written`, or what stands for nothing."""

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return type_coerce(cast(_id_beside(column), String) + type_coerce(column, Text), self)


class SealedText(Sealed):
    cache_ok = True

    def written(self, value: Any) -> str:
        return str(value)

    def read(self, plain: str) -> Any:
        return plain


class SealedJson(Sealed):
    """A mapping."""

    cache_ok = True

    def written(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def read(self, plain: str) -> Any:
        return json.loads(plain or "{}")


class SealedList(SealedJson):
    cache_ok = True

    def read(self, plain: str) -> Any:
        return json.loads(plain or "[]")


class _Carried(TypeDecorator[str]):
    """A sealed text with the name of its column and its row, from wherever it came."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        place, row_id, kept = value.split("|", 2)
        return str(SealedText(place).opened(kept, row_id))


def carried(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """A sealed text for a UNION or a subquery, which know neither column nor row of what they hand on."""
    expression: ColumnElement[str] = column.expression
    named = literal(f"{column.type.place}|", Text) + cast(_id_beside(expression), String)
    return type_coerce(named + "|" + type_coerce(expression, Text), _Carried)


def _id_beside(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The id of the row that a column belongs to, wherever the column is selected from."""
    own: Any = next(iter(column.base_columns))
    selected: Any = getattr(column.element if isinstance(column, Label) else column, "table", None)
    beside: ColumnElement[Any] | None = None if selected is None else selected.corresponding_column(own.table.c.id)
    if beside is None:
        raise Unbound(f"{own} is selected without the id of its row")
    return beside


def sealed(
    place: str, words: str, *, kind: type[Sealed] = SealedText, tells: Callable[[str], Info] = sensitive, **more: Any
) -> MappedColumn[Any]:
    """A column that lies encrypted; `place` is its table and name, which every value is bound to for good."""
    return mapped_column(kind(place), info=tells(words), **more)


@event.listens_for(Base, "attribute_instrument", propagate=True)
def bind_what_is_set(_model: type[Base], _key: str, attribute: InstrumentedAttribute[Any]) -> None:
    if not isinstance(getattr(attribute, "type", None), Sealed):
        return

    @event.listens_for(attribute, "set", retval=True)
    def bind(row: Any, value: Any, _before: object, _by: object) -> Any:
        return of_row(row.id, value)
