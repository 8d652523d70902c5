"""Suppliers, devices in homes, and the signals that they send."""

import json
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from portal.coordinators.caseload.models import CareCase
from portal.core.actors import Actor
from portal.core.permissions import Role
from portal.extensions import db
from portal.monitoring.devices import actions
from portal.monitoring.devices.models import Device, DeviceSupplier, SupplierKey
from portal.monitoring.devices.rules import HEARD_EVERY
from portal.monitoring.devices.states import SUPPLIED, DeviceKind, DeviceState
from portal.monitoring.signals.intake import Answer, Delivery, take_in
from portal.monitoring.signals.models import Signal
from portal.monitoring.signals.states import SignalWay
from portal.monitoring.watching.actions import tell_absence
from portal.monitoring.watching.models import Absence, Watch
from portal.monitoring.watching.states import AbsenceKind, SaidBy
from portal.notifications.receipts import signature_of
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_paired

OFFICE = Actor(None, "사무국", frozenset({Role.OFFICE}))
_numbers = count(1)


def make_supplier(name: str = "", *, now: datetime = NOW) -> DeviceSupplier:
    told = actions.SupplierTold(name or f"공급처 {next(_numbers)}", SUPPLIED, "+8215881234")
    return actions.add_supplier(told, actor=OFFICE, now=now)


def make_key(supplier: DeviceSupplier, *, now: datetime = NOW) -> SupplierKey:
    return actions.issue_key(supplier, actor=OFFICE, now=now)


def make_ordered(
    case: CareCase | None = None,
    kind: DeviceKind = DeviceKind.PLUG,
    supplier: DeviceSupplier | None = None,
    *,
    now: datetime = NOW,
) -> Device:
    case = case or make_paired(now=now)
    if kind is not DeviceKind.BUTTON:
        supplier = supplier or make_supplier(now=now)
    return actions.order_device(case.person, kind, supplier, actor=OFFICE, now=now)


def make_device(
    case: CareCase | None = None,
    kind: DeviceKind = DeviceKind.PLUG,
    supplier: DeviceSupplier | None = None,
    *,
    state: DeviceState = DeviceState.IN_USE,
    now: datetime = NOW,
) -> Device:
    """One that stands in the home of somebody in care who agrees to all, and has let itself be heard at `now`."""
    device = make_ordered(case, kind, supplier, now=now)
    serial = "" if kind is DeviceKind.BUTTON else f"S-{next(_numbers):05}"
    actions.install_device(device, serial=serial, place="거실", installed_by="한지원", actor=OFFICE, now=now)
    if state is DeviceState.IN_USE:
        device.last_heard_at = now
        device.quiet_at = now + HEARD_EVERY[kind] if kind in HEARD_EVERY else None
        actions.test_device(device, actor=OFFICE, now=now)
    return device


def make_absence(case: CareCase, *, now: datetime = NOW) -> Absence:
    """From now on, for three days."""
    until = now + timedelta(days=3)
    told_by = SaidBy.STAFF
    return tell_absence(case.household_id, AbsenceKind.OUTING, now, until, "", told_by=told_by, actor=OFFICE, now=now)


def watch_of(device: Device) -> Watch:
    watch = db.session.get_one(Watch, device.household_id)
    db.session.refresh(watch)
    return watch


def told(device: Device | str, at: datetime, kind: str = "power", **values: Any) -> dict[str, Any]:
    """One signal as the API takes it, with a number of its own unless `id` says another."""
    serial = device if isinstance(device, str) else device.serial
    given = {"id": f"n-{next(_numbers)}", "device": serial, "at": at.isoformat(), "type": kind}
    return given | values


def take(
    supplier: DeviceSupplier | None, *signals: Any, now: datetime, sent_at: datetime | None = None
) -> list[Answer]:
    assert supplier is not None
    return take_in(list(signals), Delivery(supplier.id, SignalWay.API, sent_at or now, now))


def signed(key: SupplierKey, body: bytes, sent_at: datetime) -> dict[str, str]:
    """The heads of a request."""
    return {"X-Portal-Key": key.mark, "X-Portal-Signature": signature_of(key.secret, int(sent_at.timestamp()), body)}


def body_of(*signals: Any) -> bytes:
    return json.dumps({"signals": list(signals)}).encode()


def make_signal(device: Device, at: datetime) -> Signal:
    """One that its supplier sent as it happened."""
    take(device.supplier, told(device, at), now=at)
    return db.session.scalars(select(Signal).where(Signal.device_id == device.id)).one()


def withdraw(device: Device, kind: ConsentKind) -> None:
    """Its person takes a consent back."""
    held = next(each for each in consents_of(device.person_id) if each.kind is kind)
    withdraw_consent(held, actor=OFFICE, now=NOW)
