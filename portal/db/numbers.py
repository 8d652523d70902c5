"""Human numbers in yearly series (2026-000123), without gaps: the row is locked until the transaction ends."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db.base import Base


class NumberSeries(Base):
    __tablename__ = "number_series"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_number(session: Session, kind: str, year: int) -> str:
    """The next number of the series, as text; given back when the transaction rolls back."""
    series = session.scalar(
        select(NumberSeries).where(NumberSeries.kind == kind, NumberSeries.year == year).with_for_update()
    )
    if series is None:
        series = NumberSeries(kind=kind, year=year, last=0)
        session.add(series)
    series.last += 1
    session.flush()
    return f"{year}-{series.last:06d}"
