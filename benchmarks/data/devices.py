"""A device, a consent and a watch for each household that is accompanied, as they are after a year of quiet days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy import Connection, insert, select

from benchmarks.data.consortium import Row
from portal.coordinators.caseload.models import CareCase
from portal.core.ids import new_id
from portal.monitoring.devices.models import Device, DeviceSupplier
from portal.monitoring.devices.states import DeviceKind, DeviceState
from portal.monitoring.watching.models import Watch
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind, GivenBy

BATCH = 2000
SUPPLIERS = 10


def add_devices(connection: Connection, count: int, now: datetime) -> dict[UUID, list[str]]:
    """`count` devices in use, heard of within the last hours; answers the numbers of each supplier's devices."""
    suppliers = [new_id() for _ in range(SUPPLIERS)]
    told: Row = {"phone": "", "hours": "", "kinds": [DeviceKind.PLUG.value], "added_at": now}
    named = [told | {"id": each, "name": f"공급처 {place}"} for place, each in enumerate(suppliers)]
    connection.execute(insert(DeviceSupplier), named)
    serials: dict[UUID, list[str]] = {each: [] for each in suppliers}
    homes = connection.execute(
        select(CareCase.household_id, CareCase.person_id).where(CareCase.closed_at.is_(None)).limit(count)
    ).all()
    places = ((number, homes[number % len(homes)]) for number in range(count))
    for some in iter(lambda: list(islice(places, BATCH)), []):
        devices = [_device(number, suppliers, home.household_id, home.person_id, now) for number, home in some]
        connection.execute(insert(Device), devices)
        for device in devices:
            serials[device["supplier_id"]].append(device["serial"])
    for begin in range(0, len(homes), BATCH):
        batch = homes[begin : begin + BATCH]
        connection.execute(insert(Consent), list(_consents((home.person_id for home in batch), now)))
        connection.execute(insert(Watch), [_watch(home.household_id, home.person_id, now) for home in batch])
    return serials


def _device(number: int, suppliers: list[UUID], household_id: UUID, person_id: UUID, now: datetime) -> Row:
    heard_at = now - timedelta(minutes=number % 170)
    return {
        "id": new_id(),
        "supplier_id": suppliers[number % len(suppliers)],
        "kind": DeviceKind.PLUG,
        "serial": f"PL-{number:06}",
        "household_id": household_id,
        "person_id": person_id,
        "state": DeviceState.IN_USE,
        "ordered_at": now,
        "installed_at": now,
        "last_heard_at": heard_at,
        "last_activity_at": heard_at,
        "quiet_at": heard_at + timedelta(hours=3),
        "attention_hours": 24,
        "caution_hours": 36,
        "danger_hours": 50,
    }


def _consents(people: Iterator[UUID], now: datetime) -> Iterator[Row]:
    given = {"edition": 1, "given": True, "given_by": GivenBy.SELF, "given_at": now, "confirmed_at": now}
    for person_id in people:
        for kind in (ConsentKind.WATCHING, ConsentKind.NIGHT_WATCHING):
            yield {"id": new_id(), "person_id": person_id, "kind": kind, **given}


def _watch(household_id: UUID, person_id: UUID, now: datetime) -> Row:
    return {
        "household_id": household_id,
        "person_id": person_id,
        "begun_at": now,
        "counts_from": now - timedelta(days=30),
        "last_sign_at": now - timedelta(hours=1),
        "attention_hours": 24,
        "due_at": now + timedelta(hours=23),
    }
