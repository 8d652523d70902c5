"""Values that stand in the text of a statement: knowing them, PostgreSQL plans it once and not each time."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, literal_column


def plain(value: int | StrEnum) -> ColumnElement[Any]:
    """Only for what stands in our own code, never for what somebody typed."""
    if isinstance(value, int):
        return literal_column(str(value), Integer)
    if not value.value.isidentifier():
        raise ValueError(value)
    return literal_column(f"'{value.value}'")


def plain_all(values: Iterable[StrEnum]) -> list[ColumnElement[Any]]:
    """For `column.in_(…)`; in one order, so that every process sends the same text."""
    return [plain(value) for value in sorted(values)]
