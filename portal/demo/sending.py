"""Sends what the suppliers of the demonstration would send while it runs: without them everybody in it falls silent."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.demo.habits import TELLS, moments_of
from portal.extensions import current_settings, db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.scope import IS_OPEN
from portal.monitoring.devices.models import Device, DeviceSupplier
from portal.monitoring.devices.queries import suppliers_in_force
from portal.monitoring.devices.rules import HEARD_EVERY
from portal.monitoring.devices.states import DeviceState, Trouble
from portal.monitoring.signals.intake import Delivery, take_in
from portal.monitoring.signals.rules import MOST_SIGNALS
from portal.monitoring.signals.states import SignalKind, SignalWay
from portal.monitoring.watching.queries import absences_since
from portal.monitoring.watching.steady import steady

EVERY = timedelta(minutes=5)
FURTHEST_BACK = timedelta(days=6)
"""What a portal missed that was switched off is sent once it is back; what is older would be too late."""

STEPS_TOLD = 812
_SPEAKING = (DeviceState.INSTALLED, DeviceState.IN_USE)


def is_demonstration(_now: datetime) -> bool:
    return current_settings().is_demonstration


def send_signals(now: datetime) -> int:
    return send_until(steady(now))


def send_until(now: datetime, *, silent: AbstractSet[UUID] = frozenset()) -> int:
    """What each device has to tell since it was heard last; answers how many signals that were.

    In homes that are `silent`, or looked for, nobody does anything.
    """
    looked_for = silent | set(db.session.scalars(select(Alert.household_id).where(IS_OPEN)))
    return sum(_send(supplier, looked_for, now) for supplier in suppliers_in_force())


def _send(supplier: DeviceSupplier, looked_for: AbstractSet[UUID], now: datetime) -> int:
    speaking = select(Device).where(Device.supplier_id == supplier.id, Device.state.in_(_SPEAKING))
    devices = db.session.scalars(speaking.options(joinedload(Device.household)).order_by(Device.serial)).all()
    signals = [signal for device in devices for signal in _told_by(device, looked_for, now)]
    for start in range(0, len(signals), MOST_SIGNALS):
        take_in(signals[start : start + MOST_SIGNALS], Delivery(supplier.id, SignalWay.API, now, now))
    return len(signals)


def _told_by(device: Device, looked_for: AbstractSet[UUID], now: datetime) -> Iterator[dict[str, Any]]:
    """What the person did, and by and by that the device is on; somebody who is looked for does nothing."""
    heard = device.last_heard_at or device.ordered_at
    since = max(heard, now - FURTHEST_BACK)
    away = [(each.starts_at, each.ends_at) for each in absences_since(device.household_id, since)]
    if device.household_id not in looked_for:
        for at in _moments(device, since, now):
            if not any(left_at <= at < back_at for left_at, back_at in away):
                yield _signal(device, TELLS[device.kind], at)
    is_new = device.state is DeviceState.INSTALLED and heard < (device.installed_at or now)
    if is_new or now - since >= HEARD_EVERY[device.kind] / 2:
        yield _signal(device, SignalKind.BATTERY_LOW if device.trouble is Trouble.BATTERY else SignalKind.ALIVE, now)


def _moments(device: Device, since: datetime, now: datetime) -> Sequence[datetime]:
    first, last = clock.day_of(since), clock.day_of(now)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [at for day in days for at in moments_of(device, day) if since < at <= now]


def _signal(device: Device, kind: SignalKind, at: datetime) -> dict[str, Any]:
    told = {
        "id": f"{device.serial}-{kind}-{at:%y%m%d%H%M%S}",
        "device": device.serial,
        "at": at.isoformat(),
        "type": kind.value,
    }
    return told | ({"value": STEPS_TOLD} if kind is SignalKind.STEPS else {})
