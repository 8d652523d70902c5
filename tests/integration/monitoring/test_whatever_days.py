"""Days of many devices: people fall silent, go away, suppliers break and clocks jump; who falls silent is noticed.

`make watching` lets 10,000 devices live for 30 days on each database; `DEVICES` and `DAYS` say otherwise.
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
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from benchmarks.data import add_consortium, add_households
from benchmarks.data.devices import add_devices
from portal.core.steady import SteadyClock
from portal.extensions import db
from portal.monitoring.alerts.actions import Tried, look_after
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.scope import IS_OPEN
from portal.monitoring.alerts.states import AlertEnding, AlertState, AttemptMeans, AttemptResult, Rung
from portal.monitoring.alerts.tasks import escalate
from portal.monitoring.devices.models import Device, DeviceSupplier
from portal.monitoring.devices.rules import HEARD_EVERY, hours_of
from portal.monitoring.devices.states import DeviceKind
from portal.monitoring.signals.intake import Delivery, take_in
from portal.monitoring.signals.rules import MOST_SIGNALS
from portal.monitoring.signals.states import SignalWay
from portal.monitoring.watching.health import look_at_devices, look_at_suppliers
from portal.monitoring.watching.models import Absence, Watch
from portal.monitoring.watching.states import AbsenceKind, SaidBy
from portal.monitoring.watching.sweep import judge_due
from tests.factories.consortium import NOW, OFFICE

DEVICES, DAYS, SEED = int(os.environ.get("DEVICES", "60")), int(os.environ.get("DAYS", "5")), 20261129
HOUR, TWO_HOURS, MINUTES = timedelta(hours=1), timedelta(hours=2), timedelta(minutes=5)
AWAY, WEEK = 72, 168
SIGNS_EVERY = {DeviceKind.MOTION: 6, DeviceKind.DOOR: 6, DeviceKind.CALL: WEEK}
DONE = {DeviceKind.MOTION: "motion", DeviceKind.DOOR: "door", DeviceKind.CALL: "answered"}
NOTHING_DONE = {DeviceKind.MOTION: "alive", DeviceKind.DOOR: None, DeviceKind.CALL: "no_answer"}
KINDS = (DeviceKind.MOTION, DeviceKind.DOOR, DeviceKind.CALL)
"""Of the first suppliers, by their place; all others have the first."""

AGAIN_EVERY = 120
"""After so many hours suppliers break and clocks jump anew."""

OUTAGES = {0: (30, 45), 1: (40, 80), 2: (10, 70)}
"""Hours in which a supplier, by its place, delivers nothing; all of it comes afterwards."""

OUR_JUMPS, THEIR_JUMPS = {20: TWO_HOURS, 21: TWO_HOURS, 60: -TWO_HOURS}, {26: TWO_HOURS, 50: -TWO_HOURS}
"""By how much our clock, or those of all suppliers, are off in an hour."""

FOUND_IN = frozenset({Rung.DOOR, Rung.CONTACT_PERSON, Rung.RESCUE})
SEEN = Tried(AttemptMeans.DOOR, AttemptResult.SEEN, "본인", "집에 계심")


@dataclass
class Home:
    """`falls` are the hours in which nothing is heard of the person any more, until somebody helps.

    Of one that is `mute` then, the device says nothing either; of any other it goes on saying that it is on, or that
    its call was not answered. A door says nothing by itself.
    """

    household_id: UUID
    kind: DeviceKind
    supplier: int
    serial: str
    phase: int
    falls: list[int]
    mute: bool
    away: tuple[int, int] | None
    last_known_at: datetime = NOW
    is_down: bool = False

    @property
    def due_at(self) -> datetime:
        return self.last_known_at + timedelta(hours=hours_of(self.kind).attention)

    def live(self, hour: int) -> str | None:
        """What the device tells in this hour."""
        if self.falls and self.falls[0] <= hour and not self.is_down:
            self.is_down = True
            del self.falls[0]
        if (hour + self.phase) % SIGNS_EVERY[self.kind] or (self.is_down and self.mute):
            return None
        is_away = self.away is not None and self.away[0] <= hour < self.away[1]
        return (NOTHING_DONE if self.is_down or is_away else DONE)[self.kind]


@dataclass
class Days:
    """`waiting` holds by supplier what it has not delivered yet, `before` what it delivered last."""

    homes: dict[UUID, Home]
    suppliers: list[UUID]
    chance: Random
    clock: SteadyClock = field(default_factory=SteadyClock)
    waiting: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    before: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    alerts: set[UUID] = field(default_factory=set)

    def live(self, hour: int) -> None:
        true, of_round = NOW + hour * HOUR, hour % AGAIN_EVERY
        for home in self.homes.values():
            if kind := home.live(hour):
                self.waiting[home.supplier].append(self._told(home, hour, true, kind))
        now = self.clock.read(true + OUR_JUMPS.get(of_round, timedelta(0)), hour * 3600.0)
        for supplier in sorted(self.waiting):
            if not is_out(supplier, hour):
                self._deliver(supplier, true + THEIR_JUMPS.get(of_round, timedelta(0)), now, true)
        look_at_suppliers(now)
        look_at_devices(now)
        judge_due(now)
        escalate(now)
        self.check(hour, now)
        self.look(now)
        db.session.commit()
        db.session.expunge_all()

    def _told(self, home: Home, hour: int, true: datetime, kind: str) -> dict[str, Any]:
        at = true - timedelta(minutes=self.chance.randint(0, 50))
        if kind in DONE.values():
            home.last_known_at = max(home.last_known_at, at)
        return {"id": f"{home.serial}-{hour}", "device": home.serial, "at": at, "type": kind}

    def _deliver(self, supplier: int, sent_at: datetime, now: datetime, true: datetime) -> None:
        """In no order, some twice at once or later, some an hour late; moments are told by the clock of the sender."""
        told = self.waiting.pop(supplier)
        self.chance.shuffle(told)
        if late := len(told) // 20:
            self.waiting[supplier], told = told[:late], told[late:]
        again = [*told[: len(told) // 10], *self.before.get(supplier, [])[:20]]
        self.before[supplier] = told
        sent = [*told, *again]
        self.chance.shuffle(sent)
        said = [each | {"at": (each["at"] + (sent_at - true)).isoformat()} for each in sent]
        for begin in range(0, len(said), MOST_SIGNALS):
            take_in(said[begin : begin + MOST_SIGNALS], Delivery(self.suppliers[supplier], SignalWay.API, sent_at, now))

    def look(self, now: datetime) -> None:
        """Somebody goes to some of the doors that it came to; of those whom they see, half are heard of again."""
        found = select(Alert).where(IS_OPEN, Alert.rung.in_(FOUND_IN)).order_by(Alert.id)
        for alert in db.session.scalars(found):
            if self.chance.random() < 0.2:
                look_after(alert, SEEN, ending=AlertEnding.SAFE, actor=OFFICE, now=now)
                home = self.homes[alert.household_id]
                home.last_known_at, home.is_down = now, self.chance.random() < 0.5

    def check(self, hour: int, now: datetime) -> None:
        columns = Alert.id, Alert.household_id, Alert.due_at
        found = db.session.execute(select(*columns).where(IS_OPEN)).all()
        households = {row.household_id for row in found}
        assert len(households) == len(found), "one ladder a household"
        assert all(row.due_at > now for row in found), "whoever does not act is passed over"
        for row in found:
            if row.id not in self.alerts:
                home = self.homes[row.household_id]
                assert home.is_down, "nobody else, and nobody who had said that they are away"
                assert home.due_at <= now
                self.alerts.add(row.id)
        called = set(db.session.scalars(select(Watch.household_id).where(Watch.to_call_since.is_not(None))))
        failing = set(db.session.scalars(select(DeviceSupplier.id).where(DeviceSupplier.fault_since.is_not(None))))
        for home in self.homes.values():
            if home.is_down and home.due_at + MINUTES <= now:
                was_out = any(is_out(home.supplier, each) for each in (hour, hour - 1))
                was_out = was_out or self.suppliers[home.supplier] in failing
                assert home.household_id in households or (was_out and home.household_id in called), "at their time"


def is_out(supplier: int, hour: int) -> bool:
    begins, ends = OUTAGES.get(supplier, (0, 0))
    return begins <= hour % AGAIN_EVERY < ends


def people(session: Session, chance: Random) -> Iterator[Home]:
    """One of twenty falls silent, twice where the days are many; one of fifty is away for three days and said so.

    A third of the devices of the first supplier die in its first outage, each with somebody who falls.
    """
    rows = session.execute(select(Device.household_id, Device.supplier_id, Device.serial).order_by(Device.serial))
    suppliers: dict[UUID | None, int] = {}
    last = DAYS * 24
    for number, (household_id, supplier_id, serial) in enumerate(rows):
        place = suppliers.setdefault(supplier_id, len(suppliers))
        kind, is_one = KINDS[place] if place < len(KINDS) else KINDS[0], number % 20 == 7 or number % 30 in {1, 12}
        falls = [chance.randint(2, last // 2 - 10), chance.randint(last // 2, last - 30)] if is_one else []
        dies = place == 0 and number // 10 % 3 == 0
        if dies:
            falls = [OUTAGES[place][0] + number // 10 % 14]
        begins = chance.randint(10, last - 96)
        away = (begins, begins + AWAY) if number % 50 == 3 else None
        yield Home(
            household_id=household_id,
            kind=kind,
            supplier=place,
            serial=serial or "",
            phase=(number * 29 + 88) % WEEK if kind is DeviceKind.CALL else number % SIGNS_EVERY[kind],
            falls=falls,
            mute=dies or number % 40 == 7,
            away=away,
        )


@pytest.fixture
def days(session: Session) -> Days:
    chance = Random(SEED)  # noqa: S311 repeatable days, no secret
    connection = session.connection()
    made = add_consortium(connection, NOW)
    add_households(connection, made, DEVICES * 10 // 9 + 10)
    serials = add_devices(connection, DEVICES, NOW)
    homes = {home.household_id: home for home in people(session, chance)}
    for home in homes.values():
        live_until_now(session, home)
    assert len(homes) == DEVICES, "a home has one device"
    session.execute(insert(Absence), [absence_of(home, home.away) for home in homes.values() if home.away])
    session.commit()
    session.expunge_all()
    return Days(homes, list(serials), chance)


def live_until_now(session: Session, home: Home) -> None:
    """Its device told of the person when the days begin; an automatic call within the week before."""
    if home.kind is DeviceKind.CALL:
        home.last_known_at -= home.phase * HOUR
    hours, since = hours_of(home.kind), home.last_known_at
    heard = {"last_heard_at": since, "last_activity_at": since, "quiet_at": since + HEARD_EVERY[home.kind]}
    levels = {f"{level}_hours": after for level, after in hours._asdict().items()}
    session.execute(update(Device).where(Device.serial == home.serial).values(kind=home.kind, **heard, **levels))
    watch = {"last_sign_at": since, "attention_hours": hours.attention, "due_at": home.due_at}
    session.execute(update(Watch).where(Watch.household_id == home.household_id).values(watch))


def absence_of(home: Home, away: tuple[int, int]) -> dict[str, Any]:
    return {
        "household_id": home.household_id,
        "kind": AbsenceKind.OUTING,
        "starts_at": NOW + (away[0] - 6) * HOUR,
        "ends_at": NOW + away[1] * HOUR,
        "told_by": SaidBy.STAFF,
        "told_at": NOW,
    }


@pytest.mark.timeout(0)
def test_whoever_falls_silent_is_noticed_in_time_and_nobody_else(session: Session, days: Days) -> None:
    for hour in range(1, DAYS * 24):
        days.live(hour)
    states = set(session.scalars(select(Alert.state)))
    assert states <= {AlertState.OPEN, AlertState.ENDED}
    assert AlertState.ENDED in states
    assert session.scalars(select(DeviceSupplier.fault_since)).all() == [None] * len(days.suppliers), "faults end"
    forgotten = select(Alert.id).where(
        IS_OPEN, Alert.rung != Rung.RESCUE, Alert.raised_at < NOW + (DAYS - 5) * 24 * HOUR
    )
    assert session.scalars(forgotten).all() == [], "each alert ended or went on to the last step"
