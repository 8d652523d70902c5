"""Tables of suppliers, of the keys by which their machines sign, and of the devices in people's homes."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.frozen import always, freeze
from portal.db.kept import PLAIN, Kept, identifying, naming_others, secret
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.monitoring.devices.rules import Hours
from portal.monitoring.devices.states import BLIND, DeviceKind, DeviceState, Trouble
from portal.residents.households.models import Household, Person

_UNANSWERED = text("unanswered_at IS NOT NULL")


class DeviceSupplier(Identified, Base):
    """Who supplies devices and sends their signals; since `fault_since` many of them are silent at once.

    Since `eases_since` most of them speak again, though the fault is not over.
    """

    __tablename__ = "device_supplier"
    __kept__ = Kept(N_("기기 공급처"), Purpose.RUNNING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_device_supplier_name", "name", unique=True),)

    name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str] = mapped_column(String(16), default="")
    """Where faults are reported, in its `hours`."""
    hours: Mapped[str] = mapped_column(String(80), default="")
    kinds: Mapped[list[str]] = mapped_column(JSON)
    """What it supplies: values of `DeviceKind`, in their order."""
    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    fault_since: Mapped[datetime | None]
    eases_since: Mapped[datetime | None]

    keys: Mapped[list["SupplierKey"]] = relationship(back_populates="supplier", order_by="SupplierKey.number.desc()")

    @property
    def supplies(self) -> list[DeviceKind]:
        return [DeviceKind(kind) for kind in self.kinds]


class SupplierFault(Identified, Base):
    """From when to when many devices of a supplier were silent at once; while it goes on it has no end."""

    __tablename__ = "supplier_fault"
    __kept__ = Kept(N_("기기 공급처의 장애"), Purpose.RUNNING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index(
            "uq_supplier_fault_supplier_id",
            "supplier_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_supplier_fault_supplier_id_began_at", "supplier_id", "began_at"),
        CheckConstraint("ended_at >= began_at", name="order"),
    )

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("device_supplier.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    def hours(self, now: datetime) -> int:
        """Whole ones, as far as it has come."""
        return ((self.ended_at or now) - self.began_at) // timedelta(hours=1)


class SupplierKey(Identified, Base):
    """By which a supplier's machine signs what it sends: `mark` is said in the open, `secret` is shown once."""

    __tablename__ = "supplier_key"
    __kept__ = Kept(N_("기기 공급처의 열쇠"), Purpose.RUNNING, Retention.CONSORTIUM, course=("number",))
    __table_args__ = (
        Index("uq_supplier_key_mark", "mark", unique=True),
        Index("uq_supplier_key_supplier_id_number", "supplier_id", "number", unique=True),
    )

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("device_supplier.id"))
    number: Mapped[int]
    mark: Mapped[str] = mapped_column(String(24), info=PLAIN)
    secret: Mapped[str] = sealed("supplier_key.secret", N_("서명하는 열쇠"), tells=secret)
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    ends_at: Mapped[datetime | None]

    supplier: Mapped[DeviceSupplier] = relationship(back_populates="keys")

    def is_in_force(self, now: datetime) -> bool:
        return self.ends_at is None or self.ends_at > now


class Device(Identified, Base):
    """A device for one person at home; an 안부 button has no supplier, as it stands on the person's own page.

    `quiet_at` is the moment from which the device itself is silent for too long, None where it says nothing by itself.
    `unanswered_at` is when an automatic call came last that nobody answered.
    """

    __tablename__ = "device"
    __kept__ = Kept(
        N_("안부 기기"),
        Purpose.SAFETY,
        Retention.CASE,
        course=("kind", "trouble", "attention_hours", "caution_hours", "danger_hours"),
    )
    __table_args__ = (
        Index("uq_device_supplier_id_serial", "supplier_id", "serial", unique=True),
        Index("ix_device_household_id_state", "household_id", "state"),
        Index("ix_device_state_supplier_id_quiet_at", "state", "supplier_id", "quiet_at"),
        Index("ix_device_state_quiet_at", "state", "quiet_at"),
        Index("ix_device_unanswered_at", "unanswered_at", sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED),
        CheckConstraint("(supplier_id IS NULL) = (kind = 'button')", name="supplier"),
        CheckConstraint("state IN ('ordered', 'returned') OR supplier_id IS NULL OR serial IS NOT NULL", name="serial"),
        CheckConstraint("attention_hours < caution_hours AND caution_hours < danger_hours", name="hours"),
        CheckConstraint("(trouble IS NULL) = (trouble_since IS NULL)", name="trouble"),
    )

    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("device_supplier.id"))
    kind: Mapped[DeviceKind] = mapped_column(enum_column(DeviceKind))
    serial: Mapped[str | None] = mapped_column(String(64), info=PLAIN)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    place: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("기기를 둔 곳")))
    state: Mapped[DeviceState] = mapped_column(enum_column(DeviceState), default=DeviceState.ORDERED)
    ordered_at: Mapped[datetime]
    installed_at: Mapped[datetime | None]
    installed_by: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("설치한 사람")))
    returned_at: Mapped[datetime | None]
    trouble: Mapped[Trouble | None] = mapped_column(enum_column(Trouble))
    trouble_since: Mapped[datetime | None]
    last_activity_at: Mapped[datetime | None]
    last_heard_at: Mapped[datetime | None]
    quiet_at: Mapped[datetime | None]
    unanswered_at: Mapped[datetime | None]
    attention_hours: Mapped[int]
    caution_hours: Mapped[int]
    danger_hours: Mapped[int]

    supplier: Mapped[DeviceSupplier | None] = relationship()
    household: Mapped[Household] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def hours(self) -> Hours:
        return Hours(self.attention_hours, self.caution_hours, self.danger_hours)

    @property
    def sees(self) -> bool:
        """Whether the device itself is able to tell of somebody; its supplier may still be at fault."""
        return self.state is DeviceState.IN_USE and self.trouble not in BLIND


class HoursChange(Identified, Base):
    """That a level of a device is reached after other hours, why, and who decided so."""

    __tablename__ = "hours_change"
    __kept__ = Kept(N_("살피는 시간을 바꾼 일"), Purpose.SAFETY, Retention.CASE)
    __table_args__ = (Index("ix_hours_change_device_id_at", "device_id", "at"),)

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    before: Mapped[str] = mapped_column(String(20), info=PLAIN)
    after: Mapped[str] = mapped_column(String(20), info=PLAIN)
    reason: Mapped[str] = sealed("hours_change.reason", N_("살피는 시간을 바꾼 까닭"))
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("바꾼 사람")))


freeze(HoursChange, always)
register(
    "uq_device_supplier_id_serial",
    N_("이 공급처의 같은 번호 기기가 이미 있습니다. 번호를 다시 확인해 주십시오."),
    "serial",
    columns="device.supplier_id, device.serial",
)
register("uq_device_supplier_name", N_("같은 이름의 공급처가 이미 있습니다."), "name", columns="device_supplier.name")
