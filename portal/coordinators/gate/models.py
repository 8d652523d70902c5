"""The table of bookings that were found broken."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.coordinators.gate.states import Hindrance
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import Kept
from portal.db.sealed import sealed
from portal.db.types import enum_column


class BookingBreak(Identified, Base):
    """Something came to stand against a booking at its time: since when, which is when it was told, and who keeps it.

    `stands` marks the one that is told of a booking now, and `mended_at` is empty while it stands against the booking,
    be it behind another one that is told. Both are written by whoever changes what bookings stand on and by the job;
    of a booking that has another time by now, or has ended, they say nothing.
    """

    __tablename__ = "booking_break"
    __kept__ = Kept(N_("어긋난 예약"), Purpose.CARE, Retention.CASE, course=("hindrance", "stands"))
    __table_args__ = (
        Index("uq_booking_break", "referral_id", "slot_id", "hindrance", unique=True),
        Index(
            "uq_booking_break_stands",
            "referral_id",
            unique=True,
            postgresql_where=text("stands"),
            sqlite_where=text("stands"),
        ),
        CheckConstraint("(kept_at IS NULL) = (kept_reason = '')", name="kept"),
        CheckConstraint("NOT stands OR kept_at IS NULL", name="kept_is_not_told"),
        CheckConstraint("NOT stands OR mended_at IS NULL", name="mended_is_not_told"),
    )

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"))
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id"), index=True)
    hindrance: Mapped[Hindrance] = mapped_column(enum_column(Hindrance))
    stands: Mapped[bool] = mapped_column(default=True)
    found_at: Mapped[datetime]
    mended_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]
    kept_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    kept_reason: Mapped[str] = sealed("booking_break.kept_reason", N_("그대로 두는 까닭"), default="")
