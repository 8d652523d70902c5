"""Tables of regular visits: what was asked as one, and the days that have no visit."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import DeclineReason
from portal.coordinators.series.rhythm import Rule
from portal.coordinators.series.states import Gap, OnHoliday, Rhythm, SeriesState
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import PLAIN, Kept
from portal.db.types import enum_column
from portal.residents.households.models import Household


class CareSeries(Identified, Base):
    """A plan line asked of one co-operative for many days at one time of the day; each day is a referral of its own.

    `weekdays` are digits, 0 is Monday. `origin_on` is the day by which its months are counted. `last_on` is the last
    day that was asked for, or that is left of them; `follows_id` is the series that this one goes on with; `settled_at`
    is when it was answered, or taken back, `let_end_at` when somebody said that nothing follows its last visit.
    """

    __tablename__ = "care_series"
    __kept__ = Kept(
        N_("정기 방문"),
        Purpose.CARE,
        Retention.CASE,
        course=(
            "rhythm",
            "every",
            "first_on",
            "origin_on",
            "starts_at",
            "times",
            "until_on",
            "on_holiday",
            "takes_gaps",
            "last_on",
            "decline_reason",
        ),
    )
    __table_args__ = (
        Index("ix_care_series_organisation_id_state", "organisation_id", "state"),
        Index("ix_care_series_state_last_on", "state", "last_on"),
        CheckConstraint("every > 0 AND (times IS NULL OR times > 0)", name="rhythm"),
        CheckConstraint("times IS NOT NULL OR until_on IS NOT NULL", name="ends"),
        CheckConstraint("(state = 'asked') = (settled_at IS NULL)", name="settled"),
    )

    plan_line_id: Mapped[UUID] = mapped_column(ForeignKey("plan_line.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"))
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_series.id"), index=True)
    state: Mapped[SeriesState] = mapped_column(enum_column(SeriesState), default=SeriesState.ASKED)
    rhythm: Mapped[Rhythm] = mapped_column(enum_column(Rhythm))
    every: Mapped[int]
    weekdays: Mapped[str] = mapped_column(String(7), info=PLAIN)
    first_on: Mapped[date]
    origin_on: Mapped[date]
    starts_at: Mapped[time]
    times: Mapped[int | None]
    until_on: Mapped[date | None]
    on_holiday: Mapped[OnHoliday] = mapped_column(enum_column(OnHoliday))
    takes_gaps: Mapped[bool]
    last_on: Mapped[date]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    answer_due_at: Mapped[datetime]
    answer_reminded_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    let_end_at: Mapped[datetime | None]
    decline_reason: Mapped[DeclineReason | None] = mapped_column(enum_column(DeclineReason))

    plan_line: Mapped[PlanLine] = relationship()
    case: Mapped[CareCase] = relationship()
    household: Mapped[Household] = relationship()
    organisation: Mapped[Organisation] = relationship()
    gaps: Mapped[list["SeriesGap"]] = relationship(order_by="SeriesGap.day", cascade="all, delete-orphan")
    referrals: Mapped[list[Referral]] = relationship(viewonly=True, order_by=Referral.id)

    @property
    def rule(self) -> Rule:
        return Rule(
            rhythm=self.rhythm,
            first_on=self.first_on,
            every=self.every,
            weekdays=frozenset(map(int, self.weekdays)),
            times=self.times,
            until_on=self.until_on,
            on_holiday=self.on_holiday,
            origin=self.origin_on,
        )


class SeriesGap(Identified, Base):
    """A day of the rhythm on which nobody comes, and why."""

    __tablename__ = "series_gap"
    __kept__ = Kept(N_("정기 방문의 빈 날"), Purpose.CARE, Retention.CASE, course=("day", "reason"))

    series_id: Mapped[UUID] = mapped_column(ForeignKey("care_series.id"), index=True)
    day: Mapped[date]
    reason: Mapped[Gap] = mapped_column(enum_column(Gap))
