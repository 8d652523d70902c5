"""Reads of suppliers, keys and devices."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.audit.models import Step
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.monitoring.devices.models import Device, DeviceSupplier, HoursChange, SupplierKey
from portal.monitoring.devices.rules import LIVELY, MUTE_AT_LEAST, TROUBLE_KNOWN
from portal.monitoring.devices.scope import devices_in_scope
from portal.monitoring.devices.states import DEVICE_STATES, DeviceState, DeviceVerb

PAGE_SIZE = 50


def suppliers(viewer: Actor) -> Sequence[DeviceSupplier]:
    """All of them by name, those that have ended last."""
    viewer.require(Permission.SUPPLIER_MANAGE)
    order = (DeviceSupplier.ended_at.is_not(None), DeviceSupplier.name)
    return db.session.scalars(select(DeviceSupplier).order_by(*order)).all()


def suppliers_in_force() -> Sequence[DeviceSupplier]:
    """Those whose devices can be given to somebody, by name."""
    in_force = select(DeviceSupplier).where(DeviceSupplier.ended_at.is_(None))
    return db.session.scalars(in_force.order_by(DeviceSupplier.name)).all()


def get_supplier(supplier_id: UUID, *, viewer: Actor) -> DeviceSupplier:
    viewer.require(Permission.SUPPLIER_MANAGE)
    keys = selectinload(DeviceSupplier.keys)
    found = db.session.scalars(select(DeviceSupplier).where(DeviceSupplier.id == supplier_id).options(keys))
    supplier = found.one_or_none()
    if supplier is None:
        raise NotFound
    return supplier


def get_key(key_id: UUID, *, viewer: Actor) -> SupplierKey:
    viewer.require(Permission.SUPPLIER_MANAGE)
    key = db.session.get(SupplierKey, key_id)
    if key is None:
        raise NotFound
    return key


def key_by_mark(mark: str) -> SupplierKey | None:
    """For whoever shows by a signature that the key is theirs."""
    found = select(SupplierKey).where(SupplierKey.mark == mark).options(joinedload(SupplierKey.supplier))
    return db.session.scalars(found).one_or_none()


def suppliers_at_fault() -> Sequence[DeviceSupplier]:
    """Those of whose devices many are silent at once, the longest first."""
    failing = select(DeviceSupplier).where(DeviceSupplier.fault_since.is_not(None))
    return db.session.scalars(failing.order_by(DeviceSupplier.fault_since, DeviceSupplier.id)).all()


class Counted(NamedTuple):
    """The devices of a supplier in use: how many say nothing any more, fell silent within a day, speak only as somebody
    does something (`LIVELY`), and when any of them was heard last."""

    total: int = 0
    quiet: int = 0
    fell_quiet: int = 0
    lively: int = 0
    last_heard_at: datetime | None = None

    def is_mute(self, fault_since: datetime | None) -> bool:
        """Whether nothing at all was heard of a supplier since it is at fault."""
        return fault_since is not None and self.last_heard_at is not None and self.last_heard_at <= fault_since

    def silent(self, fault_since: datetime | None) -> int:
        """How many of them say nothing: all, where none was heard since their supplier is at fault."""
        return self.total if self.is_mute(fault_since) else self.quiet

    def said_silent(self, fault_since: datetime | None, now: datetime) -> int:
        """What pages say of it: all only once nothing was heard for so long that it is no chance."""
        is_long = self.last_heard_at is not None and now - self.last_heard_at >= MUTE_AT_LEAST
        return self.silent(fault_since) if is_long else self.quiet


def counted_by_supplier(now: datetime, *among: ColumnElement[bool]) -> dict[UUID, Counted]:
    """How the devices of each supplier do.

    `among`: conditions on `Device` that narrow which are counted.
    """
    is_quiet = Device.quiet_at <= now
    fell_quiet = and_(is_quiet, Device.quiet_at > now - TROUBLE_KNOWN)
    counted = select(
        Device.supplier_id,
        func.count(),
        *(func.sum(case((each, 1), else_=0)) for each in (is_quiet, fell_quiet, Device.kind.in_(LIVELY))),
        func.max(Device.last_heard_at),
    ).where(Device.state == DeviceState.IN_USE, Device.supplier_id.is_not(None), *among)
    rows = db.session.execute(counted.group_by(Device.supplier_id)).all()
    return {supplier_id: Counted(*figures) for supplier_id, *figures in rows}


def get_device(device_id: UUID, *, viewer: Actor) -> Device:
    viewer.require(Permission.WATCH_MANAGE)
    found = select(Device).where(Device.id == device_id, devices_in_scope(viewer)).options(*_SHOWN)
    device = db.session.scalars(found).one_or_none()
    if device is None:
        raise NotFound
    return device


_SHOWN = (joinedload(Device.supplier), joinedload(Device.household), joinedload(Device.person))


def devices_of(household_id: UUID) -> Sequence[Device]:
    """Whatever stands or stood in this home, what stands there first."""
    order = (Device.state == DeviceState.RETURNED, Device.ordered_at, Device.id)
    found = select(Device).where(Device.household_id == household_id).options(joinedload(Device.supplier))
    return db.session.scalars(found.order_by(*order)).all()


def devices(
    viewer: Actor, number: int = 1, *, state: DeviceState | None = None, only_troubled: bool = False
) -> Page[Device]:
    """The devices in the viewer's scope, what is wrong first, then the newest."""
    viewer.require(Permission.WATCH_MANAGE)
    chosen = select(Device).where(devices_in_scope(viewer))
    if state is not None:
        chosen = chosen.where(Device.state == state)
    if only_troubled:
        chosen = chosen.where(is_troubled())
    order = (Device.trouble_since.is_(None), Device.ordered_at.desc(), Device.id)
    return page_of(db.session, chosen.options(*_SHOWN).order_by(*order), number, PAGE_SIZE)


def was_tested(device_id: UUID) -> bool:
    """Whether it has watched over somebody before: put up again, it is known to them, tested anew or not."""
    tested = exists().where(
        Step.kind == DEVICE_STATES.kind, Step.thing_id == device_id, Step.verb == DeviceVerb.TEST.value
    )
    return db.session.scalar(select(tested)) or False


def is_troubled() -> ColumnElement[bool]:
    return and_(Device.state == DeviceState.IN_USE, Device.trouble.is_not(None))


def hours_changes(device_id: UUID) -> Sequence[HoursChange]:
    """The newest first."""
    found = select(HoursChange).where(HoursChange.device_id == device_id)
    return db.session.scalars(found.order_by(HoursChange.at.desc(), HoursChange.id)).all()
