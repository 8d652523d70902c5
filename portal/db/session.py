"""The database session of the running request or command; a request that only reads is held to it."""

from collections.abc import Mapping, Sequence
from typing import TypeVarTuple

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Row, Select, event
from sqlalchemy.orm import ORMExecuteState, Session

from portal.db.engine import is_reading

Columns = TypeVarTuple("Columns")


class ReadingWrites(Exception):
    """A request that must only read was about to write: a mistake in the code."""


class PortalSession(Session):
    """Refuses to write where the request only reads."""


@event.listens_for(PortalSession, "before_flush")
def refuse_rows(_session: Session, _context: object, _instances: object) -> None:
    if is_reading():
        raise ReadingWrites


@event.listens_for(PortalSession, "do_orm_execute")
def refuse_statements(state: ORMExecuteState) -> None:
    if is_reading() and (state.is_insert or state.is_update or state.is_delete):
        raise ReadingWrites


db = SQLAlchemy(session_options={"class_": PortalSession})


def plain_rows(statement: Select[*Columns], values: Mapping[str, object] | None = None) -> Sequence[Row[*Columns]]:
    """Rows of columns, never objects, at half the time that a session takes; what is not flushed does not count."""
    return db.session.connection().execute(statement, values).all()
