"""The database session of the running request or command; a request that only reads is held to it."""

from collections.abc import Mapping, Sequence
from typing import TypeVarTuple, cast

from flask import g
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Connection, Row, Select, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session

from portal.db.base import Base
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


class Database(SQLAlchemy):
    """Opens for a request only what it uses: many pages need a connection alone and no session."""

    def get_session(self, name: str = "default") -> Session:
        g.session_used = True
        return super().get_session(name)

    def reading_connection(self) -> Connection:
        """The connection of a request that only reads, which `roll_back` gives back."""
        if "reading_connection" not in g:
            g.reading_connection = self.engine.connect()
        return cast(Connection, g.reading_connection)

    def roll_back(self) -> None:
        """End whatever transaction this request has begun."""
        if "session_used" in g:
            self.session.rollback()
        if "reading_connection" in g:
            g.pop("reading_connection").close()


db = Database(session_options={"class_": PortalSession})


def is_new(row: Base) -> bool:
    """Whether `row` was not written yet, so that nothing in the database can belong to it."""
    return not inspect(row).has_identity


def plain_rows(statement: Select[*Columns], values: Mapping[str, object] | None = None) -> Sequence[Row[*Columns]]:
    """Rows of columns, never objects, past the unit of work; what is not flushed does not count.

    A request that only reads needs no session for them: a connection alone takes half the time.
    """
    connection = db.reading_connection() if is_reading() else db.session.connection()
    return connection.execute(statement, values).all()
