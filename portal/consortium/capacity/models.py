"""Tables of capacity; the database itself refuses to overbook a slot."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept


class CapacityPattern(Identified, Base):
    """Places that come back each week: `weekday` 0 is Monday; no `dong_codes` means all dongs the member serves."""

    __tablename__ = "capacity_pattern"
    __kept__ = Kept(N_("매주 자리"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        CheckConstraint("places >= 0", name="places"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    weekday: Mapped[int]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    places: Mapped[int]
    dong_codes: Mapped[list[str]]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    on_public_holidays: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("capacity_pattern.id"))

    organisation: Mapped[Organisation] = relationship()
    service: Mapped[Service] = relationship()


class Slot(Identified, Base):
    """A time at which a member has places for a service: held while a referral is asked, confirmed once booked."""

    __tablename__ = "slot"
    __kept__ = Kept(N_("자리"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        CheckConstraint("held >= 0 AND confirmed >= 0", name="counts"),
        CheckConstraint("held + confirmed <= capacity", name="capacity"),
        CheckConstraint("ends_at > starts_at", name="times"),
        Index("uq_slot_start", "organisation_id", "service_id", "starts_at", unique=True),
        Index("ix_slot_service_id_starts_at", "service_id", "starts_at"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    pattern_id: Mapped[UUID | None] = mapped_column(ForeignKey("capacity_pattern.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    held: Mapped[int] = mapped_column(default=0)
    confirmed: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    service: Mapped[Service] = relationship()
    dongs: Mapped[list["SlotDong"]] = relationship(cascade="all, delete-orphan")

    @property
    def free(self) -> int:
        """Places that may still be asked for; none while closed."""
        return 0 if self.closed_at else self.capacity - self.held - self.confirmed


class SlotDong(Base):
    """A dong in which the places of a slot are offered."""

    __tablename__ = "slot_dong"
    __kept__ = Kept(N_("자리의 동"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id"), primary_key=True)
    dong_code: Mapped[str] = mapped_column(String(10), primary_key=True, index=True)


class ClosedDay(Identified, Base):
    """A day on which a member does not work."""

    __tablename__ = "closed_day"
    __kept__ = Kept(N_("쉬는 날"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_closed_day", "organisation_id", "day", unique=True),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(100), default="")


register("ck_slot_capacity", N_("이 시간은 자리가 모두 찼습니다. 다른 시간을 골라 주십시오."), "slot")
register("ck_capacity_pattern_times", N_("끝나는 시각은 시작하는 시각보다 늦어야 합니다."), "ends_at")
register("ck_slot_times", N_("끝나는 시각은 시작하는 시각보다 늦어야 합니다."), "ends_at")
register(
    "uq_slot_start",
    N_("같은 시각에 시작하는 자리가 이미 있습니다."),
    "starts_at",
    columns="slot.organisation_id, slot.service_id, slot.starts_at",
)
register(
    "uq_closed_day", N_("이미 쉬는 날로 정해져 있습니다."), "day", columns="closed_day.organisation_id, closed_day.day"
)
