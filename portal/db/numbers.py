"""Human numbers in yearly series (2026-000123), without gaps: the row is locked until the transaction ends."""

from functools import cache

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from portal.db.base import Base
from portal.db.inserting import dialect_of, insert_into, table_of


class NumberSeries(Base):
    __tablename__ = "number_series"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_number(session: Session, kind: str, year: int) -> str:
    """The next number of the series, as text; given back when the transaction rolls back.

    One statement counts on or begins the series of a new year: whoever does so at the same moment waits.
    """
    values = {"kind": kind, "year": year, "last": 1}
    last = session.connection().execute(_counted(dialect_of(session)), values).scalar_one()
    return f"{year}-{last:06d}"


@cache
def _counted(dialect: str) -> ReturningInsert[int]:
    table = table_of(NumberSeries)
    first = insert_into(table, dialect)
    counted = first.on_conflict_do_update(index_elements=[table.c.kind, table.c.year], set_={"last": table.c.last + 1})
    return counted.returning(table.c.last)
