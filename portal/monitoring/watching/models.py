"""Tables of who is watched, of the days on which their devices told something, and of the times when they are away."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.clock import day_of
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import Kept, naming_others, sensitive
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.monitoring.alerts.states import AlertLevel
from portal.monitoring.devices.models import Device
from portal.monitoring.watching.states import AbsenceKind, HeardBy, SaidBy, WatchWish
from portal.residents.households.models import Household, Person


class Watch(Base):
    """How it stands with a household that is watched; one row, which every signal and the sweep look at.

    Silence counts from the later of `last_sign_at` and `counts_from`. Nothing follows before `due_at`, None where
    nothing can. `told` is the level told of this silence, and since `to_call_since` nothing sees the person, of which
    the coordinator and, a day later, the office were told at these moments.
    """

    __tablename__ = "watch"
    __kept__ = Kept(N_("안부 살핌"), Purpose.SAFETY, Retention.CASE, course=("attention_hours", "weekends", "told"))
    __table_args__ = (
        Index("ix_watch_due_at", "due_at"),
        Index("ix_watch_to_call_since", "to_call_since"),
        CheckConstraint("attention_hours > 0", name="hours"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    begun_at: Mapped[datetime]
    counts_from: Mapped[datetime]
    last_sign_at: Mapped[datetime | None]
    attention_hours: Mapped[int]
    weekends: Mapped[bool] = mapped_column(default=True)
    told: Mapped[AlertLevel | None] = mapped_column(enum_column(AlertLevel))
    due_at: Mapped[datetime | None]
    to_call_since: Mapped[datetime | None]
    told_coordinator_at: Mapped[datetime | None]
    told_office_at: Mapped[datetime | None]

    household: Mapped[Household] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def since(self) -> datetime:
        return max(self.last_sign_at or self.counts_from, self.counts_from)

    def is_seen_again(self) -> None:
        """Somebody was heard of, or need not be: nobody is told of them, nor calls, because no device sees them."""
        self.to_call_since = self.told_coordinator_at = self.told_office_at = None


class ActivityDay(Base):
    """How often a device told of somebody on a day in Seoul, first and last."""

    __tablename__ = "activity_day"
    __kept__ = Kept(N_("하루의 신호"), Purpose.SAFETY, Retention.ACTIVITY, plain=True)
    __table_args__ = (Index("ix_activity_day_day", "day"),)

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    signs: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]

    device: Mapped[Device] = relationship()


class QuietTime(Identified, Base):
    """Hours without any sign of life that ended by one: other levels can be tried on them."""

    __tablename__ = "quiet_time"
    __kept__ = Kept(N_("조용했던 시간"), Purpose.SAFETY, Retention.ACTIVITY, plain=True)
    __table_args__ = (Index("ix_quiet_time_household_id_ended_at", "household_id", "ended_at"),)

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime] = mapped_column(index=True)


class LifeSign(Identified, Base):
    """Somebody was heard of without a device: they pressed the button on their page, or staff saw or spoke to them."""

    __tablename__ = "life_sign"
    __kept__ = Kept(N_("안부를 확인한 일"), Purpose.SAFETY, Retention.CASE, course=("how",))
    __table_args__ = (Index("ix_life_sign_household_id_at", "household_id", "at"),)

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    how: Mapped[HeardBy] = mapped_column(enum_column(HeardBy))
    note: Mapped[str] = sealed("life_sign.note", N_("안부를 확인하며 적은 말"), default="")
    at: Mapped[datetime]
    told_at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("확인한 사람")))


class Absence(Identified, Base):
    """Somebody is away from home, from a moment to a moment, and is not waited for; called off, it ends earlier."""

    __tablename__ = "absence"
    __kept__ = Kept(N_("집을 비우는 때"), Purpose.SAFETY, Retention.CASE, goes=True, course=("told_by",))
    __table_args__ = (
        Index("ix_absence_household_id_ends_at", "household_id", "ends_at"),
        CheckConstraint("ends_at >= starts_at", name="order"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    kind: Mapped[AbsenceKind] = mapped_column(enum_column(AbsenceKind), info=sensitive(N_("집을 비우는 까닭")))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    note: Mapped[str] = sealed("absence.note", N_("집을 비우는 까닭"), default="")
    told_by: Mapped[SaidBy] = mapped_column(enum_column(SaidBy))
    told_at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("적은 사람")))

    @property
    def back_on(self) -> date:
        """The last day of it in Seoul."""
        return day_of(self.ends_at - timedelta(microseconds=1))


class WatchAsking(Identified, Base):
    """Somebody asked a home whether it wants to be watched by devices, and what it answered; the last one counts."""

    __tablename__ = "watch_asking"
    __kept__ = Kept(N_("안부 살핌을 여쭌 일"), Purpose.SAFETY, Retention.CASE, goes=True)
    __table_args__ = (Index("ix_watch_asking_household_id_at", "household_id", "at"),)

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    wish: Mapped[WatchWish] = mapped_column(enum_column(WatchWish), info=sensitive(N_("기기로 살피기를 원하시는지")))
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("여쭌 사람")))
