"""The table of bookings that were found broken."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.coordinators.gate.states import Hindrance
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import Kept, sensitive
from portal.db.types import enum_column


class BookingBreak(Identified, Base):
    """Something came to stand against a booking at its time: when it was found and told, and that somebody keeps it.

    Whether it still stands, the gate says: a row only remembers.
    """

    __tablename__ = "booking_break"
    __kept__ = Kept(N_("어긋난 예약"), Purpose.CARE, Retention.CASE)
    __table_args__ = (
        Index("uq_booking_break", "referral_id", "slot_id", "hindrance", unique=True),
        CheckConstraint("(kept_at IS NULL) = (kept_reason = '')", name="kept"),
    )

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"))
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id"), index=True)
    hindrance: Mapped[Hindrance] = mapped_column(enum_column(Hindrance))
    found_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    kept_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    kept_reason: Mapped[str] = mapped_column(String(300), default="", info=sensitive(N_("그대로 두는 까닭")))
