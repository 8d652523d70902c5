"""Human numbers in yearly series (2026-000123), without gaps: the row is locked until the transaction ends.

Features name the columns of what bears them; searches ask all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import SQLColumnExpression, String, null, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.core.series import Series, Typed
from portal.core.sockets import Socket, Takes
from portal.db.base import Base
from portal.db.inserting import dialect_of, insert_into, table_of
from portal.db.kept import Kept


class NumberSeries(Base):
    __tablename__ = "number_series"
    __kept__ = Kept(N_("번호"), Purpose.RUNNING, Retention.PORTAL, plain=True)

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


@dataclass(frozen=True, eq=False)
class Numbered:
    """Rows that bear numbers of a series: what kind of thing each is, by which columns, and whom it is about."""

    kind: str
    number: SQLColumnExpression[str]
    id: SQLColumnExpression[UUID]
    household_id: SQLColumnExpression[UUID] | None = None


@dataclass(frozen=True)
class Borne:
    """A thing and its number; `household_id` is None for what is about no household."""

    series: Series
    number: str
    kind: str
    id: UUID
    household_id: UUID | None


NUMBERED: Socket[Numbered] = Socket("what bears the numbers of a series", Takes.ONE)


def bearing(session: Session, typed: Typed) -> Iterator[Borne]:
    """Whatever bears the number: of the series that was typed, else of all, in their order."""
    for series in Series:
        rows = NUMBERED.find(series)
        if rows and typed.series in (None, series):
            whom = null() if rows.household_id is None else rows.household_id
            for thing_id, household_id in session.execute(select(rows.id, whom).where(rows.number == typed.number)):
                yield Borne(series, typed.number, rows.kind, thing_id, household_id)


def next_number(session: Session, series: Series, year: int) -> str:
    """The next number of the series, as text; given back when the transaction rolls back.

    One statement counts on or begins the series of a new year: whoever does so at the same moment waits.
    """
    values = {"kind": series.value, "year": year, "last": 1}
    last = session.connection().execute(_counted(dialect_of(session)), values).scalar_one()
    return f"{year}-{last:06d}"


@cache
def _counted(dialect: str) -> ReturningInsert[int]:
    table = table_of(NumberSeries)
    first = insert_into(table, dialect)
    counted = first.on_conflict_do_update(index_elements=[table.c.kind, table.c.year], set_={"last": table.c.last + 1})
    return counted.returning(table.c.last)
