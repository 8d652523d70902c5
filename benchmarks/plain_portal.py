"""The portal as it would be if what lies encrypted lay in plain text; served on a database that was laid open."""

from typing import Any

from sqlalchemy.types import TypeDecorator

from portal import create_app
from portal.db.sealed import Sealed


def bound(self: Sealed, value: Any, _dialect: object) -> str | None:
    return None if value is None else self.written(value) if value else ""


def found(self: Sealed, value: str | None, _dialect: object) -> Any:
    return None if value is None else self.read(value)


def opened(self: Sealed, kept: str, _row_id: str) -> Any:
    return self.read(kept)


PLAINLY = {
    "process_bind_param": bound,
    "process_result_value": found,
    "opened": opened,
    "column_expression": TypeDecorator.column_expression,
}
"""What a type of plain text does: nothing is asked for beside the column, and nothing is opened."""

for name, method in PLAINLY.items():
    setattr(Sealed, name, method)

app = create_app()
