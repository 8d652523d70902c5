"""The table of hand-overs."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.coordinators.handovers.states import HandoverState
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import Kept
from portal.db.sealed import sealed
from portal.db.types import enum_column


class Handover(Identified, Base):
    """One household on its way from `from_id` to the coordinator of `pairing`; those of one act share a `bundle_id`.

    It is asked about until `due_on` and beyond, as long as the pairing that it began goes on.
    """

    __tablename__ = "handover"
    __kept__ = Kept(N_("인수인계"), Purpose.CARE, Retention.CASE, course=("due_on",))
    __table_args__ = (
        Index("uq_handover_pairing_id", "pairing_id", unique=True),
        Index("ix_handover_bundle_id", "bundle_id"),
        Index("ix_handover_from_id", "from_id", "state"),
        Index("ix_handover_to_id", "to_id", "state"),
        Index("ix_handover_state", "state", "due_on"),
        CheckConstraint("(state IN ('given', 'done')) = (given_at IS NOT NULL)", name="given"),
        CheckConstraint("(state IN ('taken', 'done')) = (taken_at IS NOT NULL)", name="taken"),
    )

    bundle_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"), index=True)
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id"))
    from_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    state: Mapped[HandoverState] = mapped_column(enum_column(HandoverState))
    begun_at: Mapped[datetime]
    due_on: Mapped[date]
    note: Mapped[str] = sealed("handover.note", N_("다음 코디네이터가 알아야 할 것"), default="")
    given_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]

    case: Mapped[CareCase] = relationship()
    pairing: Mapped[Pairing] = relationship()
    giver: Mapped[User] = relationship(foreign_keys=[from_id])
    taker: Mapped[User] = relationship(foreign_keys=[to_id])
