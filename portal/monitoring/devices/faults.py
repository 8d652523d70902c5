"""Keeps from when to when a supplier was at fault, so that it is known later what none of its devices saw."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from portal.extensions import db
from portal.monitoring.devices.models import DeviceSupplier, SupplierFault

FAULTS_SHOWN = 20


def begin_fault(supplier: DeviceSupplier, now: datetime) -> None:
    supplier.fault_since = now
    db.session.add(SupplierFault(supplier_id=supplier.id, began_at=now))
    db.session.flush()


def end_fault(supplier: DeviceSupplier, now: datetime) -> None:
    """Also of one that has none."""
    supplier.fault_since = supplier.eases_since = None
    going_on = select(SupplierFault).where(SupplierFault.supplier_id == supplier.id, SupplierFault.ended_at.is_(None))
    for fault in db.session.scalars(going_on):
        fault.ended_at = max(now, fault.began_at)
    db.session.flush()


def latest_faults(supplier_id: UUID) -> Sequence[SupplierFault]:
    """The newest first."""
    own = select(SupplierFault).where(SupplierFault.supplier_id == supplier_id)
    newest = own.order_by(SupplierFault.began_at.desc(), SupplierFault.id).limit(FAULTS_SHOWN)
    return db.session.scalars(newest).all()


def faults_since(suppliers: Collection[UUID], moment: datetime) -> Sequence[SupplierFault]:
    """Those of these suppliers that went on after `moment`, the first one first."""
    lasted = or_(SupplierFault.ended_at.is_(None), SupplierFault.ended_at > moment)
    found = select(SupplierFault).where(SupplierFault.supplier_id.in_(suppliers), lasted)
    return db.session.scalars(found.order_by(SupplierFault.began_at, SupplierFault.id)).all()
