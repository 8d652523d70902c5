"""Hours of many homes: what their devices tell reaches the portal late, twice and in no order, and staff go about."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.actors import Actor
from portal.core.clock import day_bounds, day_of
from portal.core.permissions import Role
from portal.core.steady import SteadyClock
from portal.extensions import db
from portal.monitoring.alerts.actions import Tried, look_after
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.rules import AWAY_AFTER
from portal.monitoring.alerts.scope import IS_OPEN
from portal.monitoring.alerts.states import AlertEnding, AttemptMeans, AttemptResult, Rung
from portal.monitoring.alerts.tasks import AT_ONCE, escalate
from portal.monitoring.devices.actions import install_device, step_device
from portal.monitoring.devices.actions import test_device as try_device
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind, DeviceVerb
from portal.monitoring.signals.intake import Delivery, take_in
from portal.monitoring.signals.rules import MOST_SIGNALS
from portal.monitoring.signals.states import SignalWay
from portal.monitoring.watching.actions import note_seen, press_button
from portal.monitoring.watching.health import look_at_devices, look_at_suppliers
from portal.monitoring.watching.states import HeardBy
from portal.monitoring.watching.sweep import judge_due
from portal.monitoring.watching.unseen import tell_of_unseen
from portal.residents.households.models import Person
from tests.factories.consortium import NOW, OFFICE
from tests.integration.monitoring.judging import Judge
from tests.integration.monitoring.living import AGAIN_EVERY, ALIVE, HOUR, SPEECH, Home, Told, is_out

OUR_JUMPS = {20: 2 * HOUR, 21: 2 * HOUR, 60: -2 * HOUR}
THEIR_JUMPS = {26: 2 * HOUR, 50: -2 * HOUR}
"""By how much our clock, or those of all suppliers, are off in an hour."""

NO_JUMP = timedelta(0)
SIGNS = frozenset(speech.done.kind for speech in SPEECH.values())
FOUND_IN = frozenset({Rung.DOOR, Rung.CONTACT_PERSON, Rung.RESCUE})
FOUND = Tried(AttemptMeans.DOOR, AttemptResult.SEEN, "본인", "찾아가서 봄")
ENDINGS = {
    AlertEnding.SAFE: 60,
    AlertEnding.FALSE_ALARM: 12,
    AlertEnding.OUT: 10,
    AlertEnding.HOSPITAL: 10,
    AlertEnding.EMERGENCY: 5,
    AlertEnding.DIED: 3,
}
"""Of a hundred who are found."""


@dataclass
class Days:
    """`waiting` holds by supplier what it has not delivered yet, `before` what it delivered last."""

    homes: dict[UUID, Home]
    suppliers: list[UUID]
    chance: Random
    judge: Judge
    clock: SteadyClock = field(default_factory=SteadyClock)
    waiting: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    before: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    late: dict[int, set[str]] = field(default_factory=dict)
    """Devices by supplier of which all waits an hour longer."""

    figures: Counter[str] = field(default_factory=Counter)
    asked: list[Home] = field(default_factory=list)
    """Those who asked for help, of whom the portal has heard."""

    def __post_init__(self) -> None:
        self.by_serial = {home.serial: home for home in self.homes.values()}

    def live(self, hour: int) -> None:
        true, of_round = NOW + hour * HOUR, hour % AGAIN_EVERY
        now = self.clock.read(true + OUR_JUMPS.get(of_round, NO_JUMP), hour * 3600.0)
        for home in self.homes.values():
            if home.broken and not home.is_dead:
                self._mend(home, hour, now)
            for told in home.live(hour):
                self._do(home, hour, true, told)
        for supplier in sorted(self.waiting):
            if not is_out(supplier, hour):
                self._deliver(supplier, true + THEIR_JUMPS.get(of_round, NO_JUMP), now, true)
        look_at_suppliers(now)
        look_at_devices(now)
        judge_due(now)
        tell_of_unseen(now)
        while escalate(now) == AT_ONCE:  # what is left is taken in the minutes after
            continue
        self.judge.look(hour, now)
        self.find(now)
        db.session.commit()
        db.session.expunge_all()

    def _mend(self, home: Home, hour: int, now: datetime) -> None:
        """Staff note that a device is broken; whoever puts it up again sees the person, and tests it once it speaks."""
        if hour == home.broken.start:
            step_device(self._device(home), DeviceVerb.BREAK, actor=OFFICE, now=now)
            home.is_broken = True
        elif hour == home.broken.stop:
            told = {"serial": home.serial, "place": "거실", "installed_by": "한지원"}
            install_device(self._device(home), **told, actor=OFFICE, now=now)
            self._tell(home, hour, now, ALIVE)
        elif hour > home.broken.stop and home.is_broken:
            device = self._device(home)
            if device.last_heard_at is not None and device.last_heard_at >= NOW + home.broken.stop * HOUR:
                try_device(device, actor=OFFICE, now=now)
                note_seen(home.household_id, HeardBy.SEEN, now, "", actor=OFFICE, now=now)
                home.is_broken = home.is_down = False
                home.known_at = home.heard_at = now

    @staticmethod
    def _device(home: Home) -> Device:
        return db.session.get_one(Device, home.device_id)

    def _do(self, home: Home, hour: int, true: datetime, told: Told) -> None:
        if home.kind is DeviceKind.BUTTON:
            actor = Actor(home.user_id, "본인", frozenset({Role.RESIDENT}))
            press_button(db.session.get_one(Person, home.person_id), actor=actor, now=true)
            home.known_at = home.heard_at = true
            self.figures["buttons pressed"] += 1
        else:
            self._tell(home, hour, true - timedelta(minutes=self.chance.randint(0, 50)), told)

    def _tell(self, home: Home, hour: int, at: datetime, told: Told) -> None:
        if told.is_sign and home.counts(at):
            home.known_at = max(home.known_at, at)
        said = {"id": f"{home.serial}-{hour}-{told.kind}", "device": home.serial, "at": at, "type": told.kind}
        if told.value is not None:
            said["value"] = told.value
        self.waiting[home.put.supplier].append(said)

    def _deliver(self, supplier: int, sent_at: datetime, now: datetime, true: datetime) -> None:
        """In no order, some twice at once or later, of some homes an hour late; moments are of the sender's clock."""
        told = self.waiting.pop(supplier)
        devices = sorted({each["device"] for each in told} - self.late.pop(supplier, set()))
        late = set(self.chance.sample(devices, len(devices) // 20))
        if late:
            self.waiting[supplier], self.late[supplier] = [each for each in told if each["device"] in late], late
        told = [each for each in told if each["device"] not in late]
        self.chance.shuffle(told)
        again = [*told[: len(told) // 10], *self.before.get(supplier, [])[:20]]
        self.before[supplier] = told
        for each in told:
            home = self.by_serial[each["device"]]
            if each["type"] == "help":
                self.asked.append(home)
            if each["type"] in SIGNS and each.get("value") != 0 and home.counts(each["at"]):
                home.heard_at = max(home.heard_at, each["at"])
        sent = [*told, *again]
        self.chance.shuffle(sent)
        said = [each | {"at": (each["at"] + (sent_at - true)).isoformat()} for each in [*sent, *_odd(told[:1], true)]]
        for begin in range(0, len(said), MOST_SIGNALS):
            delivery = Delivery(self.suppliers[supplier], SignalWay.API, sent_at, now)
            answers = take_in(said[begin : begin + MOST_SIGNALS], delivery)
            self.figures.update(f"signals {answer.reply.value}" for answer in answers)

    def find(self, now: datetime) -> None:
        """Somebody goes to some of the doors that it came to; of those whom they see, half are heard of again."""
        found = select(Alert).where(IS_OPEN, Alert.rung.in_(FOUND_IN)).order_by(Alert.id)
        for alert in db.session.scalars(found):
            if self.chance.random() < 0.2:
                home = self.homes[alert.household_id]
                ending = self.chance.choices(list(ENDINGS), list(ENDINGS.values()))[0]
                until_on = day_of(now) + timedelta(days=self.chance.randint(1, 4)) if ending in AWAY_AFTER else None
                look_after(alert, FOUND, ending=ending, until_on=until_on, actor=OFFICE, now=now)
                home.known_at = home.heard_at = now
                home.is_dead = ending is AlertEnding.DIED
                home.is_down = not home.is_dead and self.chance.random() < 0.5
                if until_on is not None:
                    home.away.append((now, day_bounds(until_on)[1]))
                self.figures[f"ended as {ending.value}"] += 1


def _odd(told: list[dict[str, Any]], true: datetime) -> Iterator[dict[str, Any]]:
    """What can count for nobody, beside a signal that does."""
    for each in told:
        name = each["id"]
        yield each | {"id": f"{name}-unknown", "device": f"{each['device']}-unknown"}
        yield each | {"id": f"{name}-future", "at": true + 5 * HOUR}
        yield each | {"id": f"{name}-late", "at": true - 8 * 24 * HOUR}
        yield each | {"id": f"{name}-unreadable", "type": "nonsense"}
