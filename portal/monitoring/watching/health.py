"""Tells devices that fail from people who are silent: one among several at home, or many of one supplier at once."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.audit.actions import record
from portal.core.actors import SYSTEM
from portal.extensions import db
from portal.monitoring.devices.actions import SUPPLIER
from portal.monitoring.devices.faults import begin_fault, end_fault
from portal.monitoring.devices.models import Device, DeviceSupplier
from portal.monitoring.devices.queries import Counted, counted_by_supplier
from portal.monitoring.devices.rules import TROUBLE_KNOWN
from portal.monitoring.devices.states import DeviceState, Trouble
from portal.monitoring.watching.models import Absence, Watch
from portal.monitoring.watching.rules import is_supplier_at_fault, is_supplier_mute, is_supplier_well
from portal.monitoring.watching.scope import is_watched

_OTHER = aliased(Device)


def look_at_suppliers(now: datetime) -> None:
    """Begin and end the faults of suppliers; what is judged of their people follows from them."""
    counted = counted_by_supplier(now, *_tells_of_supplier(now))
    in_force = select(DeviceSupplier).where(DeviceSupplier.ended_at.is_(None)).order_by(DeviceSupplier.id)
    for supplier in db.session.scalars(in_force).all():
        devices = counted.get(supplier.id, Counted())
        total, quiet = devices.total, devices.silent(supplier.fault_since)
        subject, told = (SUPPLIER, supplier.id), {"devices": total, "quiet": quiet}
        is_mute = is_supplier_mute(devices.lively, devices.fell_quiet, devices.last_heard_at, now)
        suspected = is_mute or is_supplier_at_fault(total, quiet)
        if supplier.fault_since is None:
            if suspected:
                begin_fault(supplier, now)
                record("device_supplier.failed", actor=SYSTEM, now=now, subject=subject, **told)
            continue
        supplier.eases_since = None if suspected else supplier.eases_since or now
        if is_supplier_well(total, quiet, devices.lively, supplier.eases_since, now):
            end_fault(supplier, now)
            record("device_supplier.recovered", actor=SYSTEM, now=now, subject=subject, **told)
    db.session.flush()


def _tells_of_supplier(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """SQL on `Device`: somebody is watched by it and not away, and nothing has been known to be wrong with it for long.

    Whatever else is silent stays so, whether its supplier is well or not.
    """
    watched = exists().where(Watch.household_id == Device.household_id, is_watched())
    away = exists().where(Absence.household_id == Device.household_id, Absence.starts_at <= now, Absence.ends_at > now)
    return watched, ~away, or_(Device.trouble.is_(None), Device.trouble_since > now - TROUBLE_KNOWN)


def look_at_devices(now: datetime) -> None:
    """A device that says nothing while another one of the same home speaks is itself in trouble.

    Whether another speaks is looked up by its home: by `quiet_at` alone SQLite would look through all that speak for
    each that does not, which is millions of rows once a supplier fails.
    """
    speaks = exists().where(
        _OTHER.household_id == Device.household_id,
        _OTHER.id != Device.id,
        _OTHER.state == DeviceState.IN_USE,
        func.coalesce(_OTHER.quiet_at, now) > now,
    )
    failing = select(DeviceSupplier.id).where(DeviceSupplier.fault_since.is_not(None))
    silent = select(Device).where(
        Device.state == DeviceState.IN_USE,
        Device.quiet_at <= now,
        Device.trouble.is_(None),
        Device.supplier_id.not_in(failing),
        speaks,
    )
    for device in db.session.scalars(silent.order_by(Device.id)).all():
        device.trouble, device.trouble_since = Trouble.SILENT, now
    db.session.flush()
