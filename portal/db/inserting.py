"""INSERT that says what follows when the row is there already; both databases write it alike."""

from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db.base import Base


def insert_into(target: type[Base] | Table, dialect: str) -> postgresql.Insert:
    """An INSERT of the database whose `dialect` it is, which knows ON CONFLICT."""
    if dialect == "postgresql":
        return postgresql.insert(target)
    return cast(postgresql.Insert, sqlite.insert(target))


def dialect_of(session: Session) -> str:
    """`postgresql` or `sqlite`."""
    return session.get_bind().dialect.name


def table_of(model: type[Base]) -> Table:
    """The table of `model`, for statements that are built once and run past the unit of work."""
    return cast(Table, model.__table__)
