"""Human numbers in yearly series (2026-000123), without gaps: the row is locked until the transaction ends."""

from sqlalchemy import String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db.base import Base


class NumberSeries(Base):
    __tablename__ = "number_series"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_number(session: Session, kind: str, year: int) -> str:
    """The next number of the series, as text; given back when the transaction rolls back."""
    series = _locked(session, kind, year)
    if series is None:
        _begin(session, kind, year)
        series = _locked(session, kind, year)
    if series is None:
        raise LookupError(f"the series {kind} {year} cannot be begun")
    series.last += 1
    session.flush()
    return f"{year}-{series.last:06d}"


def _locked(session: Session, kind: str, year: int) -> NumberSeries | None:
    of_series = (NumberSeries.kind == kind, NumberSeries.year == year)
    return session.scalar(select(NumberSeries).where(*of_series).with_for_update())


def _begin(session: Session, kind: str, year: int) -> None:
    """Begin the series of a new year; whoever begins it at the same moment waits and finds it."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(NumberSeries).values(kind=kind, year=year, last=0).on_conflict_do_nothing())
