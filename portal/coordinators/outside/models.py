"""The table of what was passed on to bodies outside the consortium."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.outside.states import OutsideOutcome, OutsideState, WithdrawnFor
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import AgreedBy
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept, sensitive
from portal.db.sealed import sealed
from portal.db.types import enum_column

IS_RUNNING = text("closed_on IS NULL")
RUNS_ALREADY = N_("이미 다른 기관에 부탁하고 기다리는 항목입니다. 먼저 그 일을 마치거나 거두어 주십시오.")


class OutsideLink(Identified, Base):
    """A line of a plan that another body is asked to see to; it has no price.

    `look_again_on` is when to ask: first for the answer, then for what came of it. `consented_on` and `consent_by` tell
    when and how the person agreed that this body hears of them. Which body it is may tell of an illness.
    `withdrawn_for` is why it shall use no more what it was told, `tell_by` by when somebody tells it so, `told_on` when
    that was done.
    """

    __tablename__ = "outside_link"
    __kept__ = Kept(
        N_("다른 기관에 부탁한 일"),
        Purpose.CARE,
        Retention.CASE,
        course=(
            "asked_on",
            "consented_on",
            "consent_by",
            "look_again_on",
            "answered_on",
            "closed_on",
            "tell_by",
            "told_on",
        ),
    )
    __table_args__ = (
        CheckConstraint("(state IN ('asked', 'taken')) = (closed_on IS NULL)", name="closed"),
        CheckConstraint("state = 'done' OR outcome = 'unanswered'", name="outcome"),
        CheckConstraint("tell_by IS NULL OR withdrawn_for IS NOT NULL", name="tell_by"),
        CheckConstraint("told_on IS NULL OR tell_by IS NOT NULL", name="told"),
        Index("ix_outside_link_case_id", "case_id", "asked_on"),
        Index(
            "uq_outside_link_running",
            "plan_line_id",
            unique=True,
            sqlite_where=IS_RUNNING,
            postgresql_where=IS_RUNNING,
        ),
        Index("ix_outside_link_asked_on", "asked_on"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"))
    plan_line_id: Mapped[UUID] = mapped_column(ForeignKey("plan_line.id"), index=True)
    body: Mapped[str] = sealed("outside_link.body", N_("부탁한 기관"))
    reached_by: Mapped[str] = sealed("outside_link.reached_by", N_("부탁한 기관의 연락처"))
    words: Mapped[str] = sealed("outside_link.words", N_("다른 기관에 부탁한 말"))
    consented_on: Mapped[date]
    consent_by: Mapped[AgreedBy] = mapped_column(enum_column(AgreedBy))
    asked_on: Mapped[date]
    noted_at: Mapped[datetime]
    look_again_on: Mapped[date]
    state: Mapped[OutsideState] = mapped_column(enum_column(OutsideState))
    answered_on: Mapped[date | None]
    answer: Mapped[str] = sealed("outside_link.answer", N_("다른 기관의 답"), default="")
    closed_on: Mapped[date | None]
    outcome: Mapped[OutsideOutcome] = mapped_column(
        enum_column(OutsideOutcome),
        default=OutsideOutcome.UNANSWERED,
        info=sensitive(N_("다른 기관에서 받은 도움"), stays="the links of all years are counted by what came of them"),
    )
    outcome_words: Mapped[str] = sealed("outside_link.outcome_words", N_("다른 기관에서 받은 도움"), default="")
    withdrawn_for: Mapped[WithdrawnFor | None] = mapped_column(
        enum_column(WithdrawnFor),
        info=sensitive(
            N_("다른 기관에 그만 알리는 까닭"), stays="what was written by mistake is not counted in any year"
        ),
    )
    tell_by: Mapped[date | None]
    told_on: Mapped[date | None]

    case: Mapped[CareCase] = relationship()
    line: Mapped[PlanLine] = relationship()

    @property
    def household_id(self) -> UUID:
        return self.case.household_id

    @property
    def is_to_be_told(self) -> bool:
        """Whether the body has yet to hear that it shall not use any more what it was told."""
        return self.tell_by is not None and self.told_on is None


register(
    "uq_outside_link_running",
    RUNS_ALREADY,
    columns="outside_link.plan_line_id",
)
