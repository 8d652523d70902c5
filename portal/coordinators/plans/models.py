"""Tables of assessments, care plans and their lines."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.plans.states import AgreedBy, HowOften, NeedLevel, PlanState
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept, sensitive
from portal.db.sealed import SealedJson, sealed
from portal.db.types import enum_column

Level = Mapped[NeedLevel]


class Assessment(Identified, Base):
    """A short needs assessment; a new one is a new row."""

    __tablename__ = "assessment"
    __kept__ = Kept(N_("욕구 확인"), Purpose.CARE, Retention.CASE, goes=True, course=("is_home_visit",))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"), index=True)
    assessed_at: Mapped[datetime]
    assessed_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    is_home_visit: Mapped[bool]
    mobility: Level = mapped_column(enum_column(NeedLevel), info=sensitive(N_("몸과 마음의 상태")))
    meals: Level = mapped_column(enum_column(NeedLevel), info=sensitive(N_("몸과 마음의 상태")))
    housekeeping: Level = mapped_column(enum_column(NeedLevel), info=sensitive(N_("몸과 마음의 상태")))
    home_safety: Level = mapped_column(enum_column(NeedLevel), info=sensitive(N_("몸과 마음의 상태")))
    health: Level = mapped_column(enum_column(NeedLevel), info=sensitive(N_("몸과 마음의 상태")))
    relations: Level = mapped_column(enum_column(NeedLevel), info=sensitive(N_("몸과 마음의 상태")))
    summary: Mapped[str] = sealed("assessment.summary", N_("욕구 확인의 요약"), default="")

    case: Mapped[CareCase] = relationship()


class CarePlan(Identified, Base):
    """A care plan; at most one of a case is agreed, at most one is a draft."""

    __tablename__ = "care_plan"
    __kept__ = Kept(N_("돌봄 계획"), Purpose.CARE, Retention.CASE, course=("number", "ends_on", "agreed_by"))
    __table_args__ = (
        Index("uq_care_plan_number", "case_id", "number", unique=True),
        Index(
            "uq_care_plan_agreed",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'agreed'"),
            postgresql_where=text("state = 'agreed'"),
        ),
        CheckConstraint("state = 'ended' OR (state = 'draft') = (agreed_at IS NULL)", name="agreed"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"), index=True)
    number: Mapped[int]
    state: Mapped[PlanState] = mapped_column(enum_column(PlanState), default=PlanState.DRAFT)
    aim: Mapped[str] = sealed("care_plan.aim", N_("돌봄의 목표"), default="")
    ends_on: Mapped[date]
    written_at: Mapped[datetime]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[AgreedBy | None] = mapped_column(enum_column(AgreedBy))

    case: Mapped[CareCase] = relationship()
    lines: Mapped[list["PlanLine"]] = relationship(
        back_populates="plan", order_by="PlanLine.position", cascade="all, delete-orphan"
    )

    @property
    def household_id(self) -> UUID:
        return self.case.household_id


class PlanLine(Identified, Base):
    """need → goal → service → how often → until; `facts` answers what the service asks."""

    __tablename__ = "plan_line"
    __kept__ = Kept(
        N_("돌봄 계획의 서비스"), Purpose.CARE, Retention.CASE, course=("position", "how_often", "times", "until_on")
    )
    __table_args__ = (CheckConstraint("times > 0", name="times"),)

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("care_plan.id"), index=True)
    position: Mapped[int]
    need: Mapped[str] = sealed("plan_line.need", N_("필요한 것"))
    goal: Mapped[str] = sealed("plan_line.goal", N_("서비스의 목표"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    how_often: Mapped[HowOften] = mapped_column(enum_column(HowOften))
    times: Mapped[int] = mapped_column(default=1)
    until_on: Mapped[date]
    facts: Mapped[dict[str, str]] = sealed("plan_line.facts", N_("방문할 때 알아 둘 것"), kind=SealedJson, default=dict)

    plan: Mapped[CarePlan] = relationship(back_populates="lines")
    service: Mapped[Service] = relationship()


register(
    "uq_care_plan_agreed", N_("이미 합의한 계획이 있습니다. 화면을 새로 고쳐 주십시오."), columns="care_plan.case_id"
)
