"""Suppliers and their keys; devices from their order to their return."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from portal.audit.actions import record
from portal.audit.steps import take
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.devices.changes import tell_changed
from portal.monitoring.devices.faults import end_fault
from portal.monitoring.devices.models import Device, DeviceSupplier, HoursChange, SupplierKey
from portal.monitoring.devices.rules import KEY_OVERLAP, Hours, hours_of, refuse_hours
from portal.monitoring.devices.states import DEVICE_STATES, SUPPLIED, DeviceKind, DeviceState, DeviceVerb
from portal.residents.consents.queries import has_consent
from portal.residents.consents.states import ConsentKind
from portal.residents.households.models import Person
from portal.residents.households.scope import require_scope

SUPPLIER = "device_supplier"
_MARK_BYTES, _SECRET_BYTES = 9, 32
NO_CONSENT = N_("기기로 안부를 살피는 데 동의하신 분이 아닙니다. 먼저 여쭙고 동의를 적어 주십시오.")


@dataclass(frozen=True, slots=True)
class SupplierTold:
    """Who supplies what, and where and when its faults are reported."""

    name: str
    kinds: Collection[DeviceKind]
    phone: str = ""
    hours: str = ""


def add_supplier(told: SupplierTold, *, actor: Actor, now: datetime) -> DeviceSupplier:
    actor.require(Permission.SUPPLIER_MANAGE)
    supplier = DeviceSupplier(added_at=now)
    _write_supplier(supplier, told)
    db.session.add(supplier)
    db.session.flush()
    record("device_supplier.added", actor=actor, now=now, subject=(SUPPLIER, supplier.id))
    return supplier


def edit_supplier(supplier: DeviceSupplier, told: SupplierTold, *, actor: Actor, now: datetime) -> None:
    """A kind that it does not supply any more is ordered no more; devices that stand in homes stay."""
    actor.require(Permission.SUPPLIER_MANAGE)
    _refuse_ended(supplier)
    _write_supplier(supplier, told)
    record("device_supplier.changed", actor=actor, now=now, subject=(SUPPLIER, supplier.id))
    db.session.flush()


def _write_supplier(supplier: DeviceSupplier, told: SupplierTold) -> None:
    supplied = [kind.value for kind in SUPPLIED if kind in told.kinds]
    if not supplied:
        raise DomainError(N_("대는 기기를 하나 이상 골라 주십시오."), "kinds")
    supplier.name, supplier.phone, supplier.hours, supplier.kinds = told.name, told.phone, told.hours, supplied


def _refuse_ended(supplier: DeviceSupplier) -> None:
    if supplier.ended_at is not None:
        raise Conflict(N_("이미 마친 공급처입니다."))


def end_supplier(supplier: DeviceSupplier, *, actor: Actor, now: datetime) -> None:
    """Its keys open nothing from now on; devices that stand in homes are said to be broken by whoever looks at them."""
    actor.require(Permission.SUPPLIER_MANAGE)
    _refuse_ended(supplier)
    supplier.ended_at = now
    end_fault(supplier, now)
    for key in supplier.keys:
        if key.is_in_force(now):
            key.ends_at = now
    record("device_supplier.ended", actor=actor, now=now, subject=(SUPPLIER, supplier.id))
    db.session.flush()


def issue_key(supplier: DeviceSupplier, *, actor: Actor, now: datetime) -> SupplierKey:
    """A new key; those before it end after `KEY_OVERLAP`, unless they end earlier."""
    actor.require(Permission.SUPPLIER_MANAGE)
    _refuse_ended(supplier)
    key = SupplierKey(
        supplier_id=supplier.id,
        number=max((each.number for each in supplier.keys), default=0) + 1,
        mark=secrets.token_urlsafe(_MARK_BYTES),
        secret=secrets.token_urlsafe(_SECRET_BYTES),
        issued_at=now,
        issued_by_id=actor.user_id,
    )
    for earlier in supplier.keys:
        if earlier.ends_at is None or earlier.ends_at > now + KEY_OVERLAP:
            earlier.ends_at = now + KEY_OVERLAP
    db.session.add(key)
    db.session.flush()
    db.session.expire(supplier, ["keys"])
    record("device_supplier.granted", actor=actor, now=now, subject=(SUPPLIER, supplier.id), number=key.number)
    return key


def end_key(key: SupplierKey, *, actor: Actor, now: datetime) -> None:
    """At once, for a key that somebody else may know."""
    actor.require(Permission.SUPPLIER_MANAGE)
    if not key.is_in_force(now):
        raise Conflict(N_("이미 끝난 열쇠입니다."))
    key.ends_at = now
    record("device_supplier.revoked", actor=actor, now=now, subject=(SUPPLIER, key.supplier_id), number=key.number)
    db.session.flush()


def order_device(
    person: Person, kind: DeviceKind, supplier: DeviceSupplier | None, *, actor: Actor, now: datetime
) -> Device:
    """For somebody in the actor's scope; an 안부 button has no supplier, everything else has one."""
    _require(person.household_id, actor)
    if (supplier is None) != (kind is DeviceKind.BUTTON):
        raise DomainError(N_("안부 단추가 아니면 공급처를 골라 주십시오."), "supplier")
    if supplier is not None and kind not in supplier.supplies:
        raise DomainError(N_("이 기기를 대지 않는 공급처입니다. 다른 공급처를 골라 주십시오."), "supplier")
    hours = hours_of(kind)
    device = Device(
        supplier_id=supplier.id if supplier else None,
        kind=kind,
        household_id=person.household_id,
        person_id=person.id,
        ordered_at=now,
        attention_hours=hours.attention,
        caution_hours=hours.caution,
        danger_hours=hours.danger,
    )
    db.session.add(device)
    take(DEVICE_STATES, device, DeviceVerb.ORDER, actor=actor, now=now)
    db.session.flush()
    return device


def install_device(device: Device, *, serial: str, place: str, installed_by: str, actor: Actor, now: datetime) -> None:
    """Put up, or put up again, in the home of somebody who agreed to it; `installed_by` is who was there."""
    _require(device.household_id, actor)
    _require_consent(device)
    if device.supplier_id is not None and not serial:
        raise DomainError(N_("기기에 적힌 번호를 적어 주십시오."), "serial")
    take(DEVICE_STATES, device, DeviceVerb.INSTALL, actor=actor, now=now)
    device.serial = serial or None
    device.place, device.installed_by, device.installed_at = place, installed_by, now
    device.trouble = device.trouble_since = device.quiet_at = None
    db.session.flush()


def _require_consent(device: Device) -> None:
    if not has_consent(device.person_id, ConsentKind.WATCHING):
        raise DomainError(NO_CONSENT)


def test_device(device: Device, *, actor: Actor, now: datetime) -> None:
    """A signal of it has arrived since it was put up: from now on somebody is watched by it."""
    _require(device.household_id, actor)
    _require_consent(device)
    installed_at = device.installed_at or now
    heard = device.last_heard_at is not None and device.last_heard_at >= installed_at - timedelta(minutes=5)
    if device.supplier_id is not None and not heard:
        raise DomainError(N_("설치한 뒤에 들어온 신호가 아직 없습니다. 기기를 움직여 신호를 받은 다음 눌러 주십시오."))
    take(DEVICE_STATES, device, DeviceVerb.TEST, actor=actor, now=now)
    db.session.flush()
    tell_changed(device.household_id, now)


TAKEN_BY_STEP = frozenset({DeviceVerb.BREAK, DeviceVerb.LOSE, DeviceVerb.RETURN})
"""What is told of a device without anything else."""


def step_device(device: Device, verb: DeviceVerb, *, actor: Actor, now: datetime, note: str = "") -> None:
    """It is broken, lost or came back: it sees nobody from now on."""
    _require(device.household_id, actor)
    if verb not in TAKEN_BY_STEP:
        raise Conflict(N_("지금 상태에서는 할 수 없습니다. 화면을 새로 고쳐 주십시오."))
    take(DEVICE_STATES, device, verb, actor=actor, now=now, note=note)
    device.trouble = device.trouble_since = device.quiet_at = None
    if device.state is DeviceState.RETURNED:
        device.returned_at = now
    db.session.flush()
    tell_changed(device.household_id, now)


def change_hours(device: Device, hours: Hours, reason: str, *, actor: Actor, now: datetime) -> None:
    """After how many hours somebody is looked at, for this person and device alone; `reason` may not be empty."""
    _require(device.household_id, actor)
    refuse_hours(hours)
    if not reason:
        raise DomainError(N_("왜 바꾸는지 적어 주십시오."), "reason")
    if hours == device.hours:
        raise DomainError(N_("지금과 같은 시간입니다."), "attention")
    told = HoursChange(
        device_id=device.id,
        before=said_hours(device.hours),
        after=said_hours(hours),
        reason=reason,
        at=now,
        by_id=actor.user_id,
        by_name=actor.name,
    )
    db.session.add(told)
    device.attention_hours, device.caution_hours, device.danger_hours = hours
    record(
        "device.changed",
        actor=actor,
        now=now,
        subject=("device", device.id),
        before=told.before,
        after=told.after,
    )
    db.session.flush()
    tell_changed(device.household_id, now)


def said_hours(hours: Hours) -> str:
    """24 / 36 / 48"""
    return " / ".join(str(each) for each in hours)


def _require(household_id: UUID, actor: Actor) -> None:
    actor.require(Permission.WATCH_MANAGE)
    require_scope(household_id, actor)
