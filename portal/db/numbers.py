"""Human numbers in yearly series (2026-000123), without gaps: the row is locked until the transaction ends."""

from sqlalchemy import String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db.base import Base


class NumberSeries(Base):
    __tablename__ = "number_series"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_number(session: Session, kind: str, year: int) -> str:
    """The next number of the series, as text; given back when the transaction rolls back.

    One statement counts on or begins the series of a new year: whoever does so at the same moment waits.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(NumberSeries).values(kind=kind, year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=[NumberSeries.kind, NumberSeries.year], set_={"last": NumberSeries.last + 1}
    ).returning(NumberSeries.last)
    last = session.scalars(counted.execution_options(synchronize_session=False)).one()
    return f"{year}-{last:06d}"
