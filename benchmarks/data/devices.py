"""A device, a consent and a watch for each household that is accompanied, as they are after a year of quiet days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy import Connection, insert, select

from benchmarks.data.consortium import Row
from portal.coordinators.caseload.models import CareCase
from portal.core.ids import new_id
from portal.monitoring.devices.models import Device, DeviceSupplier
from portal.monitoring.devices.rules import HEARD_EVERY, hours_of
from portal.monitoring.devices.states import DeviceKind, DeviceState
from portal.monitoring.watching.models import Watch
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind, GivenBy

BATCH = 2000
SUPPLIERS = 10


@dataclass(frozen=True)
class Put:
    """What stands in a home, by which of the suppliers, when it told of the person last, and when they are watched."""

    kind: DeviceKind
    supplier: int
    known_at: datetime
    by_night: bool = True
    weekends: bool = True


def a_plug(number: int, now: datetime) -> Put:
    """Heard of within the last hours, watched at all times."""
    return Put(DeviceKind.PLUG, number % SUPPLIERS, now - timedelta(minutes=number % 170))


def add_devices(
    connection: Connection, count: int, now: datetime, put: Callable[[int, datetime], Put] = a_plug
) -> dict[UUID, list[str]]:
    """`count` devices in use; answers the numbers of each supplier's devices, which begin anew with the homes."""
    suppliers = [new_id() for _ in range(SUPPLIERS)]
    homes = connection.execute(
        select(CareCase.household_id, CareCase.person_id).where(CareCase.closed_at.is_(None)).limit(count)
    ).all()
    things = [put(number, now) for number in range(count)]
    kinds = {place: sorted({each.kind for each in things if each.supplier == place}) for place in range(SUPPLIERS)}
    told: Row = {"phone": "", "hours": "", "added_at": now}
    named = [
        told | {"id": each, "name": f"공급처 {place}", "kinds": [kind.value for kind in kinds[place] or DeviceKind]}
        for place, each in enumerate(suppliers)
    ]
    connection.execute(insert(DeviceSupplier), named)
    serials: dict[UUID, list[str]] = {each: [] for each in suppliers}
    places = ((number, thing, homes[number % len(homes)]) for number, thing in enumerate(things))
    for some in iter(lambda: list(islice(places, BATCH)), []):
        devices = [
            _device(number, thing, suppliers, home.household_id, home.person_id, now) for number, thing, home in some
        ]
        connection.execute(insert(Device), devices)
        for device in devices:
            if device["supplier_id"] is not None:
                serials[device["supplier_id"]].append(device["serial"])
    watched = list(zip(things, homes, strict=False))
    for begin in range(0, len(watched), BATCH):
        batch = watched[begin : begin + BATCH]
        connection.execute(insert(Consent), list(_consents(((home.person_id, thing) for thing, home in batch), now)))
        connection.execute(
            insert(Watch), [_watch(thing, home.household_id, home.person_id, now) for thing, home in batch]
        )
    return serials


def _device(number: int, put: Put, suppliers: list[UUID], household_id: UUID, person_id: UUID, now: datetime) -> Row:
    every, hours, is_button = HEARD_EVERY.get(put.kind), hours_of(put.kind), put.kind is DeviceKind.BUTTON
    return {
        "id": new_id(),
        "supplier_id": None if is_button else suppliers[put.supplier],
        "kind": put.kind,
        "serial": None if is_button else f"PL-{number:06}",
        "household_id": household_id,
        "person_id": person_id,
        "state": DeviceState.IN_USE,
        "ordered_at": now,
        "installed_at": now,
        "last_heard_at": None if is_button else put.known_at,
        "last_activity_at": put.known_at,
        "quiet_at": None if every is None else put.known_at + every,
        "attention_hours": hours.attention,
        "caution_hours": hours.caution,
        "danger_hours": hours.danger,
    }


def _consents(people: Iterator[tuple[UUID, Put]], now: datetime) -> Iterator[Row]:
    given = {"edition": 1, "given": True, "given_by": GivenBy.SELF, "given_at": now, "confirmed_at": now}
    for person_id, put in people:
        for kind in (ConsentKind.WATCHING, *([ConsentKind.NIGHT_WATCHING] if put.by_night else [])):
            yield {"id": new_id(), "person_id": person_id, "kind": kind, **given}


def _watch(put: Put, household_id: UUID, person_id: UUID, now: datetime) -> Row:
    hours = hours_of(put.kind).attention
    return {
        "household_id": household_id,
        "person_id": person_id,
        "begun_at": now,
        "counts_from": now - timedelta(days=30),
        "last_sign_at": put.known_at,
        "attention_hours": hours,
        "weekends": put.weekends,
        "due_at": put.known_at + timedelta(hours=hours),
    }
