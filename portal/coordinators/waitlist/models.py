"""Tables of the waiting list; the database itself keeps one place at a time for somebody, and one wait of a need."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.capacity.models import Slot
from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.gate.states import Hindrance
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.waitlist.states import OfferEnd, WaitEnd, WaitState
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept
from portal.db.types import enum_column
from portal.residents.applications.states import DayTime, Urgency

RUNS = text("closed_at IS NULL")
STANDS = text("ended_at IS NULL")
COUNTS = text("outcome IS NULL OR outcome <> 'withdrawn'")
WAITS_ALREADY = N_("이미 대기 명단에 있는 항목입니다.")


class WaitEntry(Identified, Base):
    """A line of an agreed plan that waits for a place in the dong where the household lives.

    `wanted` are the windows (`DayTime`) that suit, none where any does; after `until_on` a place helps no more.
    `hindrance` is what kept them from a place that was free, since `hindered_at`.
    """

    __tablename__ = "wait_entry"
    __kept__ = Kept(
        N_("대기 명단"), Purpose.CARE, Retention.CASE, course=("urgency", "until_on", "end_reason", "hindrance")
    )
    __table_args__ = (
        CheckConstraint("(state IN ('waiting', 'offered')) = (closed_at IS NULL)", name="closed"),
        CheckConstraint("(state = 'ended') = (end_reason IS NOT NULL)", name="end_reason"),
        CheckConstraint("(hindrance IS NULL) = (hindered_at IS NULL)", name="hindered"),
        Index("uq_wait_entry_line", "plan_line_id", unique=True, sqlite_where=RUNS, postgresql_where=RUNS),
        Index("ix_wait_entry_running", "service_id", sqlite_where=RUNS, postgresql_where=RUNS),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"), index=True)
    plan_line_id: Mapped[UUID] = mapped_column(ForeignKey("plan_line.id"), index=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    urgency: Mapped[Urgency] = mapped_column(enum_column(Urgency))
    since: Mapped[datetime]
    wanted: Mapped[list[str]] = mapped_column(info=PLAIN)
    until_on: Mapped[date]
    put_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    state: Mapped[WaitState] = mapped_column(enum_column(WaitState), default=WaitState.WAITING)
    closed_at: Mapped[datetime | None]
    end_reason: Mapped[WaitEnd | None] = mapped_column(enum_column(WaitEnd))
    hindrance: Mapped[Hindrance | None] = mapped_column(enum_column(Hindrance))
    hindered_at: Mapped[datetime | None]

    case: Mapped[CareCase] = relationship()
    line: Mapped[PlanLine] = relationship()
    service: Mapped[Service] = relationship()
    offers: Mapped[list["PlaceOffer"]] = relationship(back_populates="entry", order_by="PlaceOffer.offered_at")

    @property
    def household_id(self) -> UUID:
        return self.case.household_id

    @property
    def offer(self) -> "PlaceOffer | None":
        """The place that is kept for them now."""
        return next((offer for offer in self.offers if offer.ended_at is None), None)

    @property
    def windows(self) -> list[DayTime]:
        return [DayTime(value) for value in self.wanted]


class PlaceOffer(Identified, Base):
    """A place that came free, kept for somebody until a moment.

    Nobody is offered the same one twice, unless it was withdrawn from them and can be had again.
    """

    __tablename__ = "place_offer"
    __kept__ = Kept(N_("대기 중에 난 자리"), Purpose.CARE, Retention.CASE, plain=True)
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended"),
        Index("uq_place_offer_standing", "entry_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
        Index(
            "uq_place_offer_place",
            "entry_id",
            "slot_id",
            unique=True,
            sqlite_where=COUNTS,
            postgresql_where=COUNTS,
        ),
        Index("ix_place_offer_until_at", "until_at", sqlite_where=STANDS, postgresql_where=STANDS),
    )

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("wait_entry.id"))
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id"), index=True)
    offered_at: Mapped[datetime]
    until_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[OfferEnd | None] = mapped_column(enum_column(OfferEnd))

    entry: Mapped[WaitEntry] = relationship(back_populates="offers")
    slot: Mapped[Slot] = relationship()


register("uq_wait_entry_line", WAITS_ALREADY, columns="wait_entry.plan_line_id")
