"""Tables of alerts and of what was tried; the database keeps one open alert of a household."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.frozen import always, freeze
from portal.db.kept import Kept, naming_others, sensitive
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.monitoring.alerts.states import AlertEnding, AlertLevel, AlertState, AttemptMeans, AttemptResult, Rung
from portal.residents.households.models import Household

_OPEN = text("ended_at IS NULL")
_CERTAIN = "ended_result IN ('spoke', 'seen', 'heard')"
_SEEN = "ended_result IN ('spoke', 'seen')"


class Alert(Identified, Base):
    """A household that was not heard of since `silent_since`, or that somebody asked to look at.

    `asked_at` is when somebody last asked: the person by a device, a volunteer, staff; never where silence alone tells.
    One that `is_unseen` was raised because no device saw the person any more, which tells nothing of how they are.
    `rung` is whose turn it is since `rung_at`; at `due_at` it is the next one's, or what was put off is looked at.
    `deputy_id` is who telephones after the coordinator, since it was their turn; None where the office itself does.
    `last_activity_at` is a sign of life after it began, which ends nothing.
    """

    __tablename__ = "alert"
    __kept__ = Kept(
        N_("안부 경보"),
        Purpose.CARE,
        Retention.CASE,
        course=("level", "is_unseen", "rung", "ended_means", "ended_result"),
    )
    __table_args__ = (
        Index("uq_alert_open", "household_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_alert_due_at", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_alert_household_id", "household_id", "raised_at"),
        Index("ix_alert_ended_at", "ended_at"),
        CheckConstraint("(state IN ('ended', 'merged')) = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint("(state = 'ended') = (ending IS NOT NULL)", name="ending"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged"),
        CheckConstraint("(ending IS NULL) = (ended_means IS NULL)", name="means"),
        CheckConstraint(f"ending IS NULL OR (ended_result IS NOT NULL AND {_CERTAIN})", name="certain"),
        CheckConstraint(f"ending IS NULL OR ending NOT IN ('safe', 'false_alarm') OR {_SEEN}", name="well"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    level: Mapped[AlertLevel] = mapped_column(enum_column(AlertLevel))
    state: Mapped[AlertState] = mapped_column(enum_column(AlertState), default=AlertState.OPEN)
    raised_at: Mapped[datetime]
    raised_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    silent_since: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    is_unseen: Mapped[bool] = mapped_column(default=False)
    what: Mapped[str] = sealed("alert.what", N_("경보가 울린 까닭"))
    rung: Mapped[Rung] = mapped_column(enum_column(Rung), default=Rung.TEXT)
    rung_at: Mapped[datetime]
    due_at: Mapped[datetime]
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    last_activity_at: Mapped[datetime | None]
    ending: Mapped[AlertEnding | None] = mapped_column(
        enum_column(AlertEnding),
        info=sensitive(N_("안부 경보가 끝난 까닭"), stays="the figures of alerts count of all months how they ended"),
    )
    ended_at: Mapped[datetime | None]
    ended_means: Mapped[AttemptMeans | None] = mapped_column(enum_column(AttemptMeans))
    ended_result: Mapped[AttemptResult | None] = mapped_column(enum_column(AttemptResult))
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("alert.id"))

    household: Mapped[Household] = relationship()
    deputy: Mapped[User | None] = relationship(foreign_keys=[deputy_id])
    attempts: Mapped[list["AlertAttempt"]] = relationship(
        back_populates="alert", order_by="AlertAttempt.at, AlertAttempt.id"
    )


class AlertAttempt(Identified, Base):
    """One try to hear of somebody: at whose turn, how, by whom and with whom; the portal's own has no `by_id`."""

    __tablename__ = "alert_attempt"
    __kept__ = Kept(N_("안부 경보를 살핀 일"), Purpose.CARE, Retention.CASE, course=("rung", "means", "result"))
    __table_args__ = (
        Index("ix_alert_attempt_alert_id_at", "alert_id", "at"),
        Index(
            "uq_alert_attempt_asked",
            "alert_id",
            unique=True,
            sqlite_where=text("result = 'asked'"),
            postgresql_where=text("result = 'asked'"),
        ),
    )

    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alert.id"))
    rung: Mapped[Rung] = mapped_column(enum_column(Rung))
    means: Mapped[AttemptMeans] = mapped_column(enum_column(AttemptMeans))
    result: Mapped[AttemptResult] = mapped_column(enum_column(AttemptResult))
    whom: Mapped[str] = sealed("alert_attempt.whom", N_("누구에게 듣거나 누구를 보았는지"), default="")
    note: Mapped[str] = sealed("alert_attempt.note", N_("살핀 일에 남긴 말"), default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("살핀 사람")))

    alert: Mapped[Alert] = relationship(back_populates="attempts")


freeze(AlertAttempt, always)
register(
    "uq_alert_open",
    N_("이 가구에는 이미 살피고 있는 안부 경보가 있습니다. 화면을 새로 고쳐 주십시오."),
    columns="alert.household_id",
)
