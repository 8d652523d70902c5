"""Tables of individual support plans: once the person agreed, an edition never changes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, TextClause, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.meetings.models import Meeting
from portal.consortium.partners.models import Partner
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import AgreedBy
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.frozen import always, freeze, freeze_additions
from portal.db.kept import PLAIN, Kept
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.partners.support_plans.rules import TELL_WITHIN
from portal.partners.support_plans.states import (
    DecidedBy,
    HandedBy,
    ScoredBy,
    ScoredWhen,
    SignedBy,
    StopFor,
    SupportState,
)

TO_TELL = text("tell_by IS NOT NULL AND told_on IS NULL")


IS_DRAFT, IS_AGREED, IS_IN_FORCE = text("state = 'draft'"), text("state = 'agreed'"), text("state = 'in_force'")


def _only_one(name: str, is_it: TextClause) -> Index:
    """Of a case at most one plan is so."""
    return Index(name, "case_id", unique=True, sqlite_where=is_it, postgresql_where=is_it)


class SupportPlan(Identified, Base):
    """An edition of the plan of one person; `agreed_name` and `agreed_relation` are of whoever agreed for them."""

    __tablename__ = "support_plan"
    __kept__ = Kept(
        N_("개인별지원계획"),
        Purpose.CARE,
        Retention.CASE,
        course=("number", "decided_by", "starts_on", "review_on", "agreed_on", "agreed_by"),
    )
    __table_args__ = (
        Index("uq_support_plan_number", "case_id", "number", unique=True),
        _only_one("uq_support_plan_draft", IS_DRAFT),
        _only_one("uq_support_plan_agreed", IS_AGREED),
        _only_one("uq_support_plan_in_force", IS_IN_FORCE),
        Index("ix_support_plan_review_on", "state", "review_on"),
        CheckConstraint("(decided_by = 'conference') = (meeting_id IS NOT NULL)", name="decided"),
        CheckConstraint("state = 'ended' OR (state = 'draft') = (agreed_on IS NULL)", name="agreed"),
        CheckConstraint("(agreed_on IS NULL) = (agreed_by IS NULL)", name="signed"),
        CheckConstraint("review_on > starts_on", name="review"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"))
    number: Mapped[int]
    state: Mapped[SupportState] = mapped_column(enum_column(SupportState))
    decided_by: Mapped[DecidedBy] = mapped_column(enum_column(DecidedBy))
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    own_words: Mapped[str] = sealed("support_plan.own_words", N_("본인이 한 말"), default="")
    needs: Mapped[str] = sealed("support_plan.needs", N_("필요한 것"), default="")
    starts_on: Mapped[date]
    review_on: Mapped[date]
    reviewed_at: Mapped[datetime | None]
    written_at: Mapped[datetime]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    agreed_on: Mapped[date | None]
    agreed_by: Mapped[SignedBy | None] = mapped_column(enum_column(SignedBy))
    agreed_name: Mapped[str] = sealed("support_plan.agreed_name", N_("동의한 사람"), default="")
    agreed_relation: Mapped[str] = sealed("support_plan.agreed_relation", N_("동의한 사람과의 관계"), default="")

    case: Mapped[CareCase] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    goals: Mapped[list["SupportGoal"]] = relationship(
        back_populates="plan", order_by="SupportGoal.position", cascade="all, delete-orphan"
    )
    lines: Mapped[list["SupportLine"]] = relationship(
        back_populates="plan", order_by="SupportLine.position", cascade="all, delete-orphan"
    )

    @property
    def household_id(self) -> UUID:
        return self.case.household_id


class SupportGoal(Identified, Base):
    """A goal in plain words; `thread` is one in all editions that have it."""

    __tablename__ = "support_goal"
    __kept__ = Kept(N_("개인별지원계획의 목표"), Purpose.CARE, Retention.CASE, course=("position",))

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("support_plan.id"), index=True)
    thread: Mapped[UUID]
    position: Mapped[int]
    words: Mapped[str] = sealed("support_goal.words", N_("개인별지원계획의 목표"))

    plan: Mapped[SupportPlan] = relationship(back_populates="goals")
    scores: Mapped[list["SupportScore"]] = relationship(
        back_populates="goal",
        order_by="(SupportScore.scored_on, SupportScore.noted_at, SupportScore.id)",
        cascade="all, delete-orphan",
    )

    @property
    def is_over(self) -> bool:
        return any(score.occasion is ScoredWhen.END for score in self.scores)


class SupportScore(Identified, Base):
    """How far a goal is, from 0 to 10, as somebody said it on a day."""

    __tablename__ = "support_score"
    __kept__ = Kept(
        N_("목표의 점수"), Purpose.CARE, Retention.CASE, course=("occasion", "score", "scored_by", "scored_on")
    )
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 10", name="score"),
        Index(
            "uq_support_score_once",
            "goal_id",
            "occasion",
            unique=True,
            sqlite_where=text("occasion <> 'review'"),
            postgresql_where=text("occasion <> 'review'"),
        ),
        Index("ix_support_score_goal_id", "goal_id"),
    )

    goal_id: Mapped[UUID] = mapped_column(ForeignKey("support_goal.id"))
    occasion: Mapped[ScoredWhen] = mapped_column(enum_column(ScoredWhen))
    score: Mapped[int]
    scored_by: Mapped[ScoredBy] = mapped_column(enum_column(ScoredBy))
    scored_on: Mapped[date]
    words: Mapped[str] = sealed("support_score.words", N_("점수를 준 까닭"), default="")
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    goal: Mapped[SupportGoal] = relationship(back_populates="scores")


class SupportLine(Identified, Base):
    """A service of any body. What `care_line_id` names is read from the care plan until the person agrees.

    `partner_id` lets the desk see that the body is no partner any more; its name lies sealed.
    `cost` and `own_share` are won for one `unit`; None is not known.
    """

    __tablename__ = "support_line"
    __kept__ = Kept(
        N_("개인별지원계획의 서비스"),
        Purpose.CARE,
        Retention.CASE,
        course=("position", "cost", "own_share", "starts_on", "until_on"),
    )
    __table_args__ = (
        CheckConstraint("cost >= 0 AND own_share >= 0 AND own_share <= cost", name="cost"),
        CheckConstraint("until_on IS NULL OR until_on >= starts_on", name="term"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("support_plan.id"), index=True)
    goal_id: Mapped[UUID | None] = mapped_column(ForeignKey("support_goal.id"), index=True)
    position: Mapped[int]
    care_line_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_line.id"), index=True)
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partner.id"), index=True)
    body: Mapped[str] = sealed("support_line.body", N_("돕는 기관"))
    who: Mapped[str] = sealed("support_line.who", N_("돕는 사람"), default="")
    what: Mapped[str] = sealed("support_line.what", N_("받는 서비스"))
    how_often: Mapped[str] = sealed("support_line.how_often", N_("얼마나 자주 받는지"))
    unit: Mapped[str] = mapped_column(String(20), default="", info=PLAIN)
    cost: Mapped[int | None]
    own_share: Mapped[int | None]
    starts_on: Mapped[date]
    until_on: Mapped[date | None]

    plan: Mapped[SupportPlan] = relationship(back_populates="lines")
    goal: Mapped[SupportGoal | None] = relationship()
    care_line: Mapped[PlanLine | None] = relationship()
    partner: Mapped[Partner | None] = relationship()


class SupportHanding(Identified, Base):
    """That a body got its part of a plan: to whom, when, how, and how the person agreed to it.

    `tell_by` is by when somebody tells it to use that no more, `told_on` when that was done.
    """

    __tablename__ = "support_handing"
    __kept__ = Kept(
        N_("기관에 건넨 개인별지원계획"),
        Purpose.CARE,
        Retention.CASE,
        course=("consented_on", "consent_by", "handed_on", "means", "stopped_for", "tell_by", "told_on"),
    )
    __table_args__ = (
        CheckConstraint("(tell_by IS NULL) = (stopped_for IS NULL)", name="stopped"),
        CheckConstraint("told_on IS NULL OR tell_by IS NOT NULL", name="told"),
        Index("ix_support_handing_tell_by", "tell_by", sqlite_where=TO_TELL, postgresql_where=TO_TELL),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("support_plan.id"), index=True)
    body: Mapped[str] = sealed("support_handing.body", N_("계획을 받은 기관"))
    receiver: Mapped[str] = sealed("support_handing.receiver", N_("계획을 받은 담당자"))
    consented_on: Mapped[date]
    consent_by: Mapped[AgreedBy] = mapped_column(enum_column(AgreedBy))
    handed_on: Mapped[date]
    means: Mapped[HandedBy] = mapped_column(enum_column(HandedBy))
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    stopped_for: Mapped[StopFor | None] = mapped_column(enum_column(StopFor))
    tell_by: Mapped[date | None]
    told_on: Mapped[date | None]

    plan: Mapped[SupportPlan] = relationship()

    @property
    def household_id(self) -> UUID:
        return self.plan.case.household_id

    @property
    def stopped_on(self) -> date | None:
        """The day from which the body shall not use it any more."""
        return self.tell_by - TELL_WITHIN if self.tell_by else None

    @property
    def is_to_be_told(self) -> bool:
        return self.tell_by is not None and self.told_on is None


for _state in (SupportState.DRAFT, SupportState.AGREED, SupportState.IN_FORCE):
    register(
        f"uq_support_plan_{_state.value}",
        N_("그사이 다른 분이 이 계획을 고쳤습니다. 화면을 새로 고쳐 주십시오."),
        columns="support_plan.case_id",
    )
register("ck_support_plan_review", N_("점검하는 날은 시작하는 날보다 뒤여야 합니다."), "review_on")
register("ck_support_line_cost", N_("본인이 내는 돈은 드는 돈보다 많을 수 없습니다."), "own_share")
register("ck_support_line_term", N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "until_on")
register(
    "uq_support_score_once",
    N_("이미 적은 점수입니다. 화면을 새로 고쳐 주십시오."),
    "occasion",
    columns="support_score.goal_id, support_score.occasion",
)


def _is_agreed(connection: Connection, plan_id: Any) -> bool:
    kept = select(SupportPlan.state).where(SupportPlan.id == plan_id)
    return connection.scalar(kept) not in (None, SupportState.DRAFT)


def _of_agreed(connection: Connection, row: SupportGoal | SupportLine) -> bool:
    return _is_agreed(connection, row.plan_id)


def _scored_in_agreed(connection: Connection, score: SupportScore) -> bool:
    of = select(SupportGoal.plan_id).where(SupportGoal.id == score.goal_id).scalar_subquery()
    return _is_agreed(connection, of)


GOES_ON = frozenset({"state", "review_on", "reviewed_at"})
freeze(SupportPlan, lambda connection, plan: _is_agreed(connection, plan.id), may_change=GOES_ON)
freeze(SupportGoal, _of_agreed)
freeze_additions(SupportGoal, _of_agreed)
freeze(SupportLine, _of_agreed)
freeze_additions(SupportLine, _of_agreed)
freeze(SupportScore, _scored_in_agreed)
freeze(SupportHanding, always, may_change=frozenset({"stopped_for", "tell_by", "told_on"}))
