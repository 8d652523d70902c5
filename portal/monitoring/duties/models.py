"""Tables of policies and their editions, of what is due to each household, and of exemptions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase
from portal.core.clock import day_of
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.core.urgency import Due
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.editions import Edition, Ruled, freeze_published
from portal.db.kept import PLAIN, Kept
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.monitoring.duties.rules import PolicyRules, from_document
from portal.monitoring.duties.states import DutyAct, DutyBy, DutyOutcome


class DutyPolicy(Ruled, Base):
    """A named set of what households in care need."""

    __tablename__ = "duty_policy"
    __kept__ = Kept(N_("모니터링 기준"), Purpose.CARE, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_duty_policy_code", "code", unique=True),)

    editions: Mapped[list["DutyPolicyEdition"]] = relationship(
        back_populates="policy", order_by="DutyPolicyEdition.starts_on"
    )


class DutyPolicyEdition(Edition, Base):
    """What a policy asks from a day on."""

    __tablename__ = "duty_policy_edition"
    __kept__ = Kept(N_("모니터링 기준의 판"), Purpose.CARE, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_duty_policy_edition_number", "policy_id", "number", unique=True),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="term"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published"),
    )

    belongs_to = "policy"

    policy_id: Mapped[UUID] = mapped_column(ForeignKey("duty_policy.id"))

    policy: Mapped[DutyPolicy] = relationship(back_populates="editions")

    @property
    def rules(self) -> PolicyRules:
        return from_document(self.document)


_OPEN = text("ended_at IS NULL")


class CareDuty(Identified, Base):
    """One thing that is due to a household in care: at most one of each act and task is open at a time.

    `since_at` is from when its time counts, of contacts since when nobody has spoken to the household; `due_at` is the
    last moment, of a day its end. `edition_id` and `rule` tell what asks for it, None that the case's own day does.
    `missed_due_at` is the first deadline that passed, where another took its place since.
    """

    __tablename__ = "care_duty"
    __kept__ = Kept(N_("모니터링"), Purpose.CARE, Retention.CASE, course=("act", "by", "in_hours", "outcome"))
    __table_args__ = (
        Index("uq_care_duty_open", "case_id", "act", "task", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_care_duty_case_id", "case_id", "ended_at"),
        Index("ix_care_duty_due", "due_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "ix_care_duty_coordinator",
            "coordinator_id",
            "due_at",
            "id",
            "by",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_care_duty_silence", "coordinator_id", "act", "since_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_care_duty_outcome", "outcome", "ended_at", "id"),
        Index("ix_care_duty_coordinator_outcome", "coordinator_id", "outcome", "ended_at"),
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended"),
        CheckConstraint("(act = 'task') = (task <> '')", name="task"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"))
    coordinator_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    act: Mapped[DutyAct] = mapped_column(enum_column(DutyAct))
    task: Mapped[str] = mapped_column(String(80), default="", info=PLAIN)
    by: Mapped[DutyBy] = mapped_column(enum_column(DutyBy), default=DutyBy.COORDINATOR)
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("duty_policy_edition.id"), index=True)
    rule: Mapped[str] = mapped_column(String(80), default="", info=PLAIN)
    since_at: Mapped[datetime]
    due_at: Mapped[datetime]
    in_hours: Mapped[bool] = mapped_column(default=False)
    missed_due_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[DutyOutcome | None] = mapped_column(enum_column(DutyOutcome))

    case: Mapped[CareCase] = relationship()
    coordinator: Mapped[User] = relationship()

    @property
    def due(self) -> Due:
        """A moment where it is counted in hours, else a day."""
        return self.due_at if self.in_hours else day_of(self.due_at)


class DutyExemption(Identified, Base):
    """A household is not asked for acts of one kind from a day to a day, for a reason; `ended_at`: taken back."""

    __tablename__ = "duty_exemption"
    __kept__ = Kept(N_("모니터링 면제"), Purpose.CARE, Retention.CASE, course=("act", "from_on", "until_on"))
    __table_args__ = (
        Index("ix_duty_exemption_case_id", "case_id", "until_on"),
        CheckConstraint("until_on >= from_on", name="term"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"))
    act: Mapped[DutyAct] = mapped_column(enum_column(DutyAct))
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str] = sealed("duty_exemption.reason", N_("모니터링을 면제한 까닭"))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    case: Mapped[CareCase] = relationship()


freeze_published(DutyPolicyEdition)
register("uq_duty_policy_code", N_("이미 쓰이는 짧은 이름입니다."), "code", columns="duty_policy.code")
register("ck_duty_policy_edition_term", N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "ends_on")
register("ck_duty_exemption_term", N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "until_on")
