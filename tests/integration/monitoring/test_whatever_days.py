"""Days of many devices: people fall silent, go away, suppliers break and clocks jump; who falls silent is noticed.

`make watching` lets 10,000 devices live for 30 days; `DEVICES` and `DAYS` say otherwise.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from benchmarks.data import add_consortium, add_households
from benchmarks.data.devices import add_devices
from portal.core.steady import SteadyClock
from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind
from portal.monitoring.signals.intake import Delivery, take_in
from portal.monitoring.signals.rules import MOST_SIGNALS
from portal.monitoring.signals.states import SignalWay
from portal.monitoring.watching.health import look_at_devices, look_at_suppliers
from portal.monitoring.watching.models import Absence, Watch
from portal.monitoring.watching.states import AbsenceKind, SaidBy
from portal.monitoring.watching.sweep import judge_due
from tests.factories.consortium import NOW

DEVICES, DAYS, SEED = int(os.environ.get("DEVICES", "60")), int(os.environ.get("DAYS", "5")), 20261129
HOUR, TWO_HOURS = timedelta(hours=1), timedelta(hours=2)
SIGNS_EVERY, LEVEL = 6, timedelta(hours=24)
OUTAGES = {0: (30, 45), 1: (40, 80)}
"""Hours in which a supplier, by its place, delivers nothing; all of it comes afterwards."""

OUR_JUMPS, THEIR_JUMPS = {20: TWO_HOURS, 21: TWO_HOURS, 60: -TWO_HOURS}, {26: TWO_HOURS, 50: -TWO_HOURS}
"""By how much our clock, or those of all suppliers, are off in an hour."""


@dataclass
class Home:
    device_id: UUID
    household_id: UUID
    supplier: int
    serial: str
    phase: int
    falls_silent: int | None
    """The hour from which nothing is heard of the person; the device goes on saying that it is on."""

    away: tuple[int, int] | None
    last_sign_at: datetime = NOW

    def is_heard(self, hour: int) -> bool:
        is_away = self.away is not None and self.away[0] <= hour < self.away[1]
        return not is_away and (self.falls_silent is None or hour < self.falls_silent)


@dataclass
class Days:
    """`waiting` holds by supplier what a broken one has not delivered yet."""

    homes: list[Home]
    suppliers: list[UUID]
    chance: Random
    clock: SteadyClock = field(default_factory=SteadyClock)
    waiting: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def live(self, hour: int) -> None:
        true = NOW + hour * HOUR
        for home in self.homes:
            if (hour + home.phase) % SIGNS_EVERY == 0:
                self.waiting[home.supplier].append(self._told(home, hour, true))
        now = self.clock.read(true + OUR_JUMPS.get(hour, timedelta(0)), hour * 3600.0)
        for supplier in sorted(self.waiting):
            begins, ends = OUTAGES.get(supplier, (0, 0))
            if not begins <= hour < ends:
                self._deliver(supplier, true + THEIR_JUMPS.get(hour, timedelta(0)), now, true)
        look_at_suppliers(now)
        look_at_devices(now)
        judge_due(now)
        db.session.commit()
        db.session.expunge_all()

    def _told(self, home: Home, hour: int, true: datetime) -> dict[str, Any]:
        at = true - timedelta(minutes=self.chance.randint(0, 50))
        is_heard = home.is_heard(hour)
        if is_heard:
            home.last_sign_at = max(home.last_sign_at, at)
        kind = "motion" if is_heard else "alive"
        return {"id": f"{home.serial}-{hour}", "device": home.serial, "at": at, "type": kind}

    def _deliver(self, supplier: int, sent_at: datetime, now: datetime, true: datetime) -> None:
        """In no order, some twice; moments are told by the clock of the sender."""
        told = self.waiting.pop(supplier)
        told += self.chance.sample(told, len(told) // 10)
        self.chance.shuffle(told)
        said = [each | {"at": (each["at"] + (sent_at - true)).isoformat()} for each in told]
        for begin in range(0, len(said), MOST_SIGNALS):
            take_in(said[begin : begin + MOST_SIGNALS], Delivery(self.suppliers[supplier], SignalWay.API, sent_at, now))


def people(session: Session, chance: Random) -> Iterator[Home]:
    """One of a hundred falls silent, one of fifty is away for three days and has said so."""
    rows = session.execute(
        select(Device.id, Device.household_id, Device.supplier_id, Device.serial).order_by(Device.serial)
    )
    suppliers: dict[UUID | None, int] = {}
    for number, (device_id, household_id, supplier_id, serial) in enumerate(rows):
        place = suppliers.setdefault(supplier_id, len(suppliers))
        falls = chance.randint(2, DAYS * 24 - 30) if number % 100 == 7 else None
        begins = chance.randint(10, 24)
        away = (begins, begins + 72) if number % 50 == 3 else None
        yield Home(device_id, household_id, place, serial or "", number % SIGNS_EVERY, falls, away)


@pytest.fixture
def days(session: Session) -> Days:
    chance = Random(SEED)  # noqa: S311 repeatable days, no secret
    connection = session.connection()
    made = add_consortium(connection, NOW)
    add_households(connection, made, DEVICES * 10 // 9 + 10)
    serials = add_devices(connection, DEVICES, NOW)
    session.execute(update(Device).values(kind=DeviceKind.MOTION, quiet_at=NOW + timedelta(hours=12)))
    session.execute(update(Watch).values(last_sign_at=NOW, due_at=NOW + LEVEL))
    homes = list(people(session, chance))
    absences = [
        {
            "household_id": home.household_id,
            "kind": AbsenceKind.OUTING,
            "starts_at": NOW + (home.away[0] - SIGNS_EVERY) * HOUR,
            "ends_at": NOW + home.away[1] * HOUR,
            "told_by": SaidBy.STAFF,
            "told_at": NOW,
        }
        for home in homes
        if home.away is not None
    ]
    if absences:
        session.execute(insert(Absence), absences)
    session.commit()
    session.expunge_all()
    by_place = {home.supplier: session.get_one(Device, home.device_id).supplier_id for home in homes}
    assert set(by_place.values()) == set(serials)
    return Days(homes, [by_place[place] for place in sorted(by_place) if by_place[place]], chance)  # type: ignore[misc]


@pytest.mark.timeout(0)
def test_whoever_falls_silent_is_noticed_in_time_and_nobody_else(session: Session, days: Days) -> None:
    for hour in range(1, DAYS * 24):
        days.live(hour)
    end = NOW + DAYS * 24 * HOUR
    alerts = {
        row[0]: row[1:] for row in session.execute(select(Alert.household_id, Alert.raised_at, Alert.silent_since))
    }
    silent = {home.household_id: home for home in days.homes if home.last_sign_at + LEVEL + TWO_HOURS < end}
    fallen = {key: home for key, home in silent.items() if home.falls_silent is not None}
    called = set(session.scalars(select(Watch.household_id).where(Watch.to_call_since.is_not(None))))
    assert alerts.keys() <= fallen.keys(), "nobody else, and nobody who had said that they are away"
    assert fallen.keys() <= alerts.keys() | called
    for household_id, (raised_at, _since) in alerts.items():
        due_at = fallen[household_id].last_sign_at + LEVEL
        is_broken = fallen[household_id].supplier in OUTAGES
        assert raised_at >= due_at
        assert raised_at <= due_at + HOUR + timedelta(minutes=5) or is_broken
    times = select(func.count()).select_from(Alert).group_by(Alert.household_id)
    assert all(count == 1 for count in session.scalars(times)), "one ladder a household"
