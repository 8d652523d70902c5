"""Tables of signals, of those that are kept apart, and of the requests that brought them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import PLAIN, Kept
from portal.db.sealed import SealedJson, sealed
from portal.db.types import enum_column
from portal.monitoring.devices.models import Device, DeviceSupplier
from portal.monitoring.signals.states import Apart, SignalKind, SignalWay


class Signal(Identified, Base):
    """One thing that a device told, at a moment by our clock; `ref` is the supplier's number of it."""

    __tablename__ = "signal"
    __kept__ = Kept(N_("기기의 신호"), Purpose.SAFETY, Retention.SIGNAL, plain=True)
    __table_args__ = (
        Index("uq_signal_supplier_id_ref", "supplier_id", "ref", unique=True),
        Index("ix_signal_device_id_at", "device_id", "at"),
        Index("ix_signal_received_at", "received_at"),
    )

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("device_supplier.id"))
    ref: Mapped[str] = mapped_column(String(64))
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    kind: Mapped[SignalKind] = mapped_column(enum_column(SignalKind))
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    way: Mapped[SignalWay] = mapped_column(enum_column(SignalWay))


class ApartSignal(Identified, Base):
    """A signal that counts for nobody: what was said, why it lies here, and what the office did with it.

    Settled, it was given to a device (`device_id`) or dropped, with a reason.
    """

    __tablename__ = "apart_signal"
    __kept__ = Kept(N_("따로 둔 신호"), Purpose.SAFETY, Retention.SIGNAL, course=("why",))
    __table_args__ = (
        Index("uq_apart_signal_supplier_id_ref", "supplier_id", "ref", unique=True),
        Index("ix_apart_signal_settled_at_received_at", "settled_at", "received_at"),
        CheckConstraint("device_id IS NULL OR settled_at IS NOT NULL", name="settled"),
    )

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("device_supplier.id"))
    ref: Mapped[str] = mapped_column(String(64), info=PLAIN)
    serial: Mapped[str] = mapped_column(String(64), default="", info=PLAIN)
    said: Mapped[dict[str, Any]] = sealed("apart_signal.said", N_("신호에 적힌 것"), kind=SealedJson)
    why: Mapped[Apart] = mapped_column(enum_column(Apart))
    received_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"), index=True)
    note: Mapped[str] = sealed("apart_signal.note", N_("따로 둔 신호를 버린 까닭"), default="")

    supplier: Mapped[DeviceSupplier] = relationship()
    device: Mapped[Device | None] = relationship()


class SupplierRequest(Base):
    """That a signed request came: the same one is not taken again."""

    __tablename__ = "supplier_request"
    __kept__ = Kept(N_("공급처가 보낸 요청"), Purpose.RUNNING, Retention.PORTAL, plain=True)
    __table_args__ = (Index("ix_supplier_request_at", "at"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]
