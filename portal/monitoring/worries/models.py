"""The table of reported worries."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified
from portal.db.types import enum_column
from portal.monitoring.worries.states import WorryState


class Worry(Identified, Base):
    """A report about someone; the reporter may stay unnamed."""

    __tablename__ = "worry"
    __table_args__ = (
        Index("ix_worry_state_reported_at", "state", "reported_at"),
        CheckConstraint("(state = 'reported') = (handled_at IS NULL)", name="handled"),
    )

    number: Mapped[str] = mapped_column(String(16))
    dong_code: Mapped[str] = mapped_column(String(10))
    whereabouts: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(Text)
    reporter_name: Mapped[str] = mapped_column(String(50), default="")
    reporter_phone: Mapped[str] = mapped_column(String(16), default="")
    state: Mapped[WorryState] = mapped_column(enum_column(WorryState), default=WorryState.REPORTED)
    reported_at: Mapped[datetime]
    handled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    handled_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(500), default="")
