"""Tables of visits and their record."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.capacity.models import Slot
from portal.coordinators.referrals.models import Referral
from portal.coordinators.visits.states import ConfirmedBy, Rating, VisitState
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept, identifying
from portal.db.sealed import SealedJson, sealed
from portal.db.types import enum_column
from portal.manuals.models import ManualEdition
from portal.workforce.workers.models import Worker

_MOVE_ASKED = text("move_asked_at IS NOT NULL")
_UNCHECKED = text("unchecked_at IS NOT NULL")


class Visit(Identified, Base):
    """A booked time at a household and, afterwards, its record. `price` is the unit price in won on its day.

    Since `unchecked_at` it is recorded that somebody came of whom a check was missing on that day, and nobody looked.

    `findings` answers what the service asks of a visit that was made.

    The co-operative reads a rating that was given since residents are told so (`rating_shared`)."""

    __tablename__ = "visit"
    __kept__ = Kept(
        N_("방문"),
        Purpose.CARE,
        Retention.CASE,
        course=("price", "reminded_days", "confirmed_by", "rating", "rating_shared", "feedback_shared"),
    )
    __table_args__ = (
        Index("uq_visit_referral_slot", "referral_id", "slot_id", unique=True),
        Index("ix_visit_organisation_id_starts_at", "organisation_id", "starts_at"),
        Index("ix_visit_household_id_starts_at", "household_id", "starts_at"),
        Index("ix_visit_starts_at", "starts_at", "id"),
        Index("ix_visit_move_asked_at", "move_asked_at", sqlite_where=_MOVE_ASKED, postgresql_where=_MOVE_ASKED),
        Index("ix_visit_unchecked_at", "unchecked_at", sqlite_where=_UNCHECKED, postgresql_where=_UNCHECKED),
        CheckConstraint("left_at IS NULL OR left_at >= arrived_at", name="in_out"),
        CheckConstraint(
            "(state IN ('done', 'nobody_home', 'provider_absent')) = (recorded_at IS NOT NULL)", name="recorded"
        ),
    )

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"))
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[VisitState] = mapped_column(enum_column(VisitState), default=VisitState.BOOKED)
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"), index=True)
    manual_edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("manual_edition.id"))
    price: Mapped[int]
    booked_at: Mapped[datetime]
    resident_confirmed_at: Mapped[datetime | None]
    move_wish: Mapped[str] = sealed("visit.move_wish", N_("옮기고 싶은 때"), default="")
    wished_slot_id: Mapped[UUID | None] = mapped_column(ForeignKey("slot.id"))
    move_asked_at: Mapped[datetime | None]
    reminded_days: Mapped[int | None]
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    attempts: Mapped[list[str]] = mapped_column(default=list, info=PLAIN)
    notes: Mapped[str] = sealed("visit.notes", N_("방문 기록"), default="")
    findings: Mapped[dict[str, str]] = sealed("visit.findings", N_("방문 기록"), kind=SealedJson, default=dict)
    confirmed_by: Mapped[ConfirmedBy | None] = mapped_column(enum_column(ConfirmedBy))
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime | None]
    unchecked_at: Mapped[datetime | None]
    rating: Mapped[Rating | None] = mapped_column(enum_column(Rating))
    rating_shared: Mapped[bool] = mapped_column(default=False)
    feedback: Mapped[str] = sealed("visit.feedback", N_("방문이 어땠는지"), default="")
    feedback_shared: Mapped[bool] = mapped_column(default=False)
    feedback_at: Mapped[datetime | None]

    referral: Mapped[Referral] = relationship()
    slot: Mapped[Slot] = relationship(foreign_keys=[slot_id])
    wished_slot: Mapped[Slot | None] = relationship(foreign_keys=[wished_slot_id])
    edition: Mapped[ManualEdition | None] = relationship()
    worker: Mapped[Worker | None] = relationship()
    steps: Mapped[list["VisitStep"]] = relationship(
        back_populates="visit", order_by="VisitStep.position", cascade="all, delete-orphan"
    )
    photos: Mapped[list["VisitPhoto"]] = relationship(back_populates="visit", order_by="VisitPhoto.id")

    @property
    def is_stay(self) -> bool:
        return self.referral.is_stay

    @property
    def worker_name(self) -> str:
        """Who comes or came, as the staff call them; "" while nobody said."""
        return self.worker.name if self.worker else ""


class VisitStep(Identified, Base):
    """A step of the manual's edition as it stood on the visit sheet, done or left out."""

    __tablename__ = "visit_step"
    __kept__ = Kept(N_("방문 기록지"), Purpose.CARE, Retention.CASE, course=("position", "required", "done"))

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(60), info=PLAIN)
    required: Mapped[bool]
    done: Mapped[bool]
    note: Mapped[str] = sealed("visit_step.note", N_("방문 기록"), default="")

    visit: Mapped[Visit] = relationship(back_populates="steps")


class VisitPhoto(Identified, Base):
    """A photograph, re-encoded and without metadata, in the file store under `file_name`."""

    __tablename__ = "visit_photo"
    __kept__ = Kept(N_("방문 사진"), Purpose.CARE, Retention.CASE, goes=True)

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(120), info=identifying(N_("허락하신 사진")))
    added_at: Mapped[datetime]

    visit: Mapped[Visit] = relationship(back_populates="photos")


register("uq_visit_referral_slot", N_("이미 예약된 시간입니다."), "slot", columns="visit.referral_id, visit.slot_id")
register("ck_visit_in_out", N_("나온 시각은 들어간 시각보다 빠를 수 없습니다."), "left_at")
