"""The table of referrals."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.capacity.models import Slot
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.rules import Span
from portal.coordinators.referrals.states import RECORDED_STATES, CancelledBy, DeclineReason, ReferralState
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept
from portal.db.sealed import SealedJson, sealed
from portal.db.types import enum_column
from portal.residents.applications.states import Urgency
from portal.residents.households.models import Household

_TAKING_A_PLACE = text("state IN ('requested', 'accepted', 'booked')")
_UNSETTLED = text("state NOT IN ('done', 'withdrawn', 'closed')")


class Referral(Identified, Base):
    """A plan line asked of one co-operative for one slot. `slot_id` is the present slot; a move changes it.

    No household takes two places of one slot. `asked_at` is since when the present time to answer runs:
    what was held, or whose answer was taken back too late, is asked anew. `series_id` names the regular visits that
    it is one of: they are asked and answered as one. A stay ends at `stay_ends_at`, beyond the limit of nights the
    resident pays where it `pays_beyond`, and another place's stay may go before it (`continues`). `facts` is what is
    otherwise than the line says, and all that was known once the visit is recorded.
    """

    __tablename__ = "referral"
    __kept__ = Kept(
        N_("연계"),
        Purpose.CARE,
        Retention.CASE,
        course=("urgency", "decline_reason", "cancelled_by", "cancelled_late", "pays_beyond"),
    )
    __table_args__ = (
        Index("uq_referral_number", "number", unique=True),
        Index(
            "uq_referral_place",
            "household_id",
            "slot_id",
            unique=True,
            sqlite_where=_TAKING_A_PLACE,
            postgresql_where=_TAKING_A_PLACE,
        ),
        Index("ix_referral_organisation_id_state", "organisation_id", "state", "answer_due_at"),
        Index("ix_referral_case_id_state", "case_id", "state"),
        Index("ix_referral_unsettled", "case_id", sqlite_where=_UNSETTLED, postgresql_where=_UNSETTLED),
        CheckConstraint(
            "(state IN ('requested', 'accepted', 'booked', 'on_hold')) = (ended_at IS NULL)",
            name="ended",
        ),
    )

    number: Mapped[str] = mapped_column(String(16), info=PLAIN)
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_series.id"), index=True)
    plan_line_id: Mapped[UUID] = mapped_column(ForeignKey("plan_line.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"))
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id"), index=True)
    state: Mapped[ReferralState] = mapped_column(enum_column(ReferralState), default=ReferralState.REQUESTED)
    urgency: Mapped[Urgency] = mapped_column(enum_column(Urgency))
    note_for_provider: Mapped[str] = sealed("referral.note_for_provider", N_("협동조합에 전하는 말"), default="")
    facts: Mapped[dict[str, str]] = sealed("referral.facts", N_("방문할 때 알아 둘 것"), kind=SealedJson, default=dict)
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    answer_due_at: Mapped[datetime]
    answer_reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    decline_reason: Mapped[DeclineReason | None] = mapped_column(enum_column(DeclineReason))
    cancelled_by: Mapped[CancelledBy | None] = mapped_column(enum_column(CancelledBy))
    cancelled_late: Mapped[bool | None]
    ended_at: Mapped[datetime | None]
    stay_ends_at: Mapped[datetime | None]
    pays_beyond: Mapped[bool] = mapped_column(default=False)
    continues_id: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"), index=True)

    case: Mapped[CareCase] = relationship()
    household: Mapped[Household] = relationship()
    organisation: Mapped[Organisation] = relationship()
    service: Mapped[Service] = relationship()
    slot: Mapped[Slot] = relationship()
    plan_line: Mapped[PlanLine] = relationship()
    continues: Mapped["Referral | None"] = relationship(remote_side="Referral.id")
    nights: Mapped[list["ReferralNight"]] = relationship(cascade="all, delete-orphan")

    @property
    def known_facts(self) -> dict[str, str]:
        """What was answered to the questions of the service; of a recorded visit, what was known then."""
        return dict(self.facts) if self.was_recorded else {**self.plan_line.facts, **self.facts}

    @property
    def was_recorded(self) -> bool:
        """Whether its visit was written down; one that was closed may have been declined or cancelled instead."""
        came_to_nothing = self.decline_reason is not None or self.cancelled_by is not None
        return self.state in RECORDED_STATES or (self.state is ReferralState.CLOSED and not came_to_nothing)

    @property
    def is_stay(self) -> bool:
        return self.stay_ends_at is not None

    @property
    def span(self) -> Span:
        """From when to when it was asked: a stay lasts until its last night, which is named by its first day."""
        return Span(self.slot.starts_at, self.stay_ends_at or self.slot.ends_at, self.is_stay)


class ReferralNight(Identified, Base):
    """The bed of a further night of a stay; the first one's is the slot of the referral."""

    __tablename__ = "referral_night"
    __kept__ = Kept(N_("머물 밤의 자리"), Purpose.CARE, Retention.CASE, plain=True)
    __table_args__ = (Index("uq_referral_night", "referral_id", "slot_id", unique=True),)

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"))
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id"), index=True)

    slot: Mapped[Slot] = relationship()


class Cascade(Identified, Base):
    """A coordinator allowed that a decline or silence about a plan line goes on to the next co-operative by itself."""

    __tablename__ = "cascade"
    __kept__ = Kept(N_("이어서 묻기"), Purpose.CARE, Retention.CASE, plain=True)
    __table_args__ = (
        Index(
            "uq_cascade_open",
            "plan_line_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    plan_line_id: Mapped[UUID] = mapped_column(ForeignKey("plan_line.id"))
    allowed_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    allowed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


register(
    "uq_cascade_open",
    N_("이미 이어서 묻고 있습니다. 화면을 새로 고쳐 주십시오."),
    columns="cascade.plan_line_id",
)
register(
    "uq_referral_place",
    N_("이 시간에는 이미 연계했습니다. 다른 시간을 골라 주십시오."),
    "slot",
    columns="referral.household_id, referral.slot_id",
)
