"""Tables of leave; the database allows one leave for each coordinator and day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept, identifying
from portal.db.types import enum_column
from portal.leave.rules import Days
from portal.leave.states import LeaveKind, LeaveState


class Leave(Identified, Base):
    """A coordinator is away from a day to a day, and `deputy_id` sees to their households meanwhile.

    `begun_told_at` and `over_told_at` are when the two heard that it begins, and that it is over.
    """

    __tablename__ = "leave"
    __kept__ = Kept(
        N_("자리 비움"), Purpose.WORKING, Retention.ACCESS_LOG, course=("from_on", "until_on", "reads_along")
    )
    __table_args__ = (
        Index("ix_leave_user_id", "user_id", "from_on"),
        Index("ix_leave_deputy_id", "deputy_id", "from_on"),
        Index("ix_leave_until_on", "until_on"),
        CheckConstraint("until_on >= from_on", name="span"),
        CheckConstraint("deputy_id IS NULL OR deputy_id <> user_id", name="somebody_else"),
        CheckConstraint("state <> 'open' OR deputy_id IS NULL", name="open"),
        CheckConstraint("state NOT IN ('asked', 'agreed') OR deputy_id IS NOT NULL", name="covered"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    kind: Mapped[LeaveKind] = mapped_column(enum_column(LeaveKind), info=identifying(N_("자리를 비우는 까닭")))
    reads_along: Mapped[bool]
    state: Mapped[LeaveState] = mapped_column(enum_column(LeaveState))
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    begun_told_at: Mapped[datetime | None]
    over_told_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    deputy: Mapped[User | None] = relationship(foreign_keys=[deputy_id])

    @property
    def days(self) -> Days:
        return Days(self.from_on, self.until_on)


class LeaveDay(Identified, Base):
    """One day of a leave that was not called off: on both databases the index refuses a second leave on it."""

    __tablename__ = "leave_day"
    __kept__ = Kept(N_("자리를 비우는 날"), Purpose.WORKING, Retention.ACCESS_LOG, course=("on_day",))
    __table_args__ = (
        Index("uq_leave_day_user_id_on_day", "user_id", "on_day", unique=True),
        Index("ix_leave_day_leave_id", "leave_id"),
        Index("ix_leave_day_on_day", "on_day"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    on_day: Mapped[date]
    leave_id: Mapped[UUID] = mapped_column(ForeignKey("leave.id"))


TWICE = N_("이 가운데 이미 자리를 비운다고 적은 날이 있습니다. 아래 목록에서 그 일정을 바꾸어 주십시오.")
register("uq_leave_day_user_id_on_day", TWICE, "from_on", columns="leave_day.user_id, leave_day.on_day")
register("ck_leave_span", N_("마지막 날은 첫날보다 빠를 수 없습니다."), "until_on")
register("ck_leave_somebody_else", N_("자기 자신은 대신할 수 없습니다. 다른 분을 골라 주십시오."), "deputy_id")
