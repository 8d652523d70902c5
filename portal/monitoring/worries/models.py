"""The table of reported worries."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import PLAIN, Kept, identifying, secret
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.monitoring.worries.states import WorryState, WorryTaskKind, WorryTaskState


class Worry(Identified, Base):
    """A report about someone; the reporter may stay unnamed. By the alert `alert_id` its person is looked for.

    `code_digest` stands for the code by which the reporter asks later; "" where none was given. `application_id` is the
    application that it led to, where somebody wrote it down. Whoever told of it is telephoned only where they said that
    we `may_ask`: reports from before that was asked have a number without it. Since `since_at` it waits to be looked
    into: since it was reported, or taken up again.
    """

    __tablename__ = "worry"
    __kept__ = Kept(N_("걱정 소식"), Purpose.WATCHING_OVER, Retention.WORRY, course=("may_ask",))
    __table_args__ = (
        Index("ix_worry_state_reported_at", "state", "reported_at"),
        CheckConstraint("(state IN ('reported', 'seen')) = (handled_at IS NULL)", name="handled"),
        CheckConstraint("application_id IS NULL OR state = 'led_to_application'", name="application"),
    )

    number: Mapped[str] = mapped_column(String(16), info=PLAIN)
    dong_code: Mapped[str] = mapped_column(String(10), info=identifying(N_("행정동")))
    whereabouts: Mapped[str] = sealed("worry.whereabouts", N_("계신 곳"))
    what: Mapped[str] = sealed("worry.what", N_("걱정되는 일"))
    reporter_name: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("알려 주신 분의 이름")))
    reporter_phone: Mapped[str] = mapped_column(String(16), default="", info=identifying(N_("알려 주신 분의 연락처")))
    may_ask: Mapped[bool] = mapped_column(default=False)
    code_digest: Mapped[str] = mapped_column(String(64), default="", info=secret(N_("진행을 묻는 확인 번호")))
    state: Mapped[WorryState] = mapped_column(enum_column(WorryState), default=WorryState.REPORTED)
    reported_at: Mapped[datetime]
    since_at: Mapped[datetime]
    handled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    handled_at: Mapped[datetime | None]
    outcome: Mapped[str] = sealed("worry.outcome", N_("살펴본 결과"), default="")
    alert_id: Mapped[UUID | None] = mapped_column(index=True)
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("application.id"), index=True)

    @property
    def is_looked_for(self) -> bool:
        """Whether the alert goes on, so that nobody knows yet how the person is."""
        return self.state is WorryState.REPORTED and self.alert_id is not None


class WorryTask(Identified, Base):
    """Somebody is to go and look, or to do something else about a worry, by a day."""

    __tablename__ = "worry_task"
    __kept__ = Kept(N_("걱정 소식으로 맡은 일"), Purpose.WATCHING_OVER, Retention.WORRY, course=("kind", "due_on"))
    __table_args__ = (
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended"),
        Index("ix_worry_task_user_id_state_due_on", "user_id", "state", "due_on"),
    )

    worry_id: Mapped[UUID] = mapped_column(ForeignKey("worry.id"), index=True)
    kind: Mapped[WorryTaskKind] = mapped_column(enum_column(WorryTaskKind))
    what: Mapped[str] = sealed("worry_task.what", N_("맡은 일"), default="")
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    due_on: Mapped[date]
    state: Mapped[WorryTaskState] = mapped_column(enum_column(WorryTaskState), default=WorryTaskState.OPEN)
    result: Mapped[str] = sealed("worry_task.result", N_("맡은 일의 결과"), default="")
    set_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    worry: Mapped[Worry] = relationship()
    user: Mapped[User] = relationship()
