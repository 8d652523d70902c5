"""Homes of every kind of device: when their people and devices do something, and what nobody hears of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID

from benchmarks.data.devices import SUPPLIERS, Put
from portal.core.clock import SEOUL
from portal.core.workdays import is_workday
from portal.monitoring.alerts.states import AlertLevel
from portal.monitoring.devices.rules import hours_of
from portal.monitoring.devices.states import DeviceKind
from tests.factories.consortium import NOW

HOUR, DAY, WEEK = timedelta(hours=1), 24, 168
AWAKE = range(7, 22)
"""Hours of the day, in Seoul."""


class Told(NamedTuple):
    """What a device says, and whether its person did something."""

    kind: str
    value: float | None = None
    is_sign: bool = False


class Speech(NamedTuple):
    """What a device tells after so many hours: when its person did something, and when nobody did; None is nothing."""

    every: int
    done: Told
    nothing: Told | None


ALIVE = Told("alive")
SPEECH = {
    DeviceKind.PLUG: Speech(3, Told("power", is_sign=True), ALIVE),
    DeviceKind.MOTION: Speech(6, Told("motion", is_sign=True), ALIVE),
    DeviceKind.DOOR: Speech(6, Told("door", is_sign=True), None),
    DeviceKind.TELEPHONE: Speech(DAY, Told("call", is_sign=True), ALIVE),
    DeviceKind.STEPS: Speech(6, Told("steps", 800, is_sign=True), Told("steps", 0)),
    DeviceKind.CALL: Speech(WEEK, Told("answered", is_sign=True), Told("no_answer")),
    DeviceKind.ROBOT: Speech(6, Told("voice", is_sign=True), None),
    DeviceKind.BUTTON: Speech(DAY, Told("pressed", is_sign=True), None),
}
P, M, D = DeviceKind.PLUG, DeviceKind.MOTION, DeviceKind.DOOR
KINDS = (
    (M,),
    (D,),
    (DeviceKind.CALL,),
    (P,),
    (P, M),
    (P,),
    (DeviceKind.TELEPHONE,),
    (DeviceKind.STEPS, DeviceKind.ROBOT),
    (P, P, D),
    (P, DeviceKind.BUTTON),
)
"""Of the suppliers, by their place: of a hundred homes 37 have a plug, 15 motion, 13 a door, five a button."""

AGAIN_EVERY = 120
"""After so many hours suppliers break and clocks jump anew."""

OUTAGES = {0: (30, 45), 1: (40, 80), 2: (10, 70), 3: (50, 88), 6: (20, 60), 7: (84, 100)}
"""Hours in which a supplier, by its place, delivers nothing; all of it comes afterwards."""

BLIND_FOR = 30
"""Hours in which a device sees nobody; it ends by day, as somebody is there who puts it right."""

Span = tuple[datetime, datetime]


def is_out(supplier: int, hour: int) -> bool:
    begins, ends = OUTAGES.get(supplier, (0, 0))
    return begins <= hour % AGAIN_EVERY < ends


@dataclass
class Home:
    """`falls` are the hours in which nothing is heard of the person any more, until somebody helps.

    Of one that is `mute` then, the device says nothing either; of any other it goes on saying that it is on, or that
    its call was not answered. Who is `back_early` comes home in the midst of a planned absence and tells nobody. In
    the hours of `cut_off` the device has lost its line and said so, in those of `broken` staff have noted that it is.
    """

    number: int
    household_id: UUID
    person_id: UUID
    user_id: UUID | None
    device_id: UUID
    serial: str
    put: Put
    phase: int
    falls: list[int] = field(default_factory=list)
    mute: bool = False
    is_early_riser: bool = False
    back_early: int | None = None
    cut_off: range = range(0)
    broken: range = range(0)
    helps_at: int | None = None
    away: list[Span] = field(default_factory=list)
    is_down: bool = False
    is_dead: bool = False
    is_broken: bool = False
    known_at: datetime = NOW
    heard_at: datetime = NOW
    in_care_since: datetime = NOW

    @property
    def kind(self) -> DeviceKind:
        return self.put.kind

    def is_away(self, moment: datetime) -> bool:
        return any(left_at <= moment < back_at for left_at, back_at in self.away)

    def live(self, hour: int) -> Iterator[Told]:
        """What the device tells in this hour."""
        if self.falls and self.falls[0] <= hour:
            del self.falls[0]
            self.is_down = not self.is_dead
        speech, is_silent = SPEECH[self.kind], self.is_down or self.is_dead
        if self.cut_off and hour == self.cut_off.start:
            yield Told("offline")
        elif self.cut_off and hour == self.cut_off.stop:
            yield Told("online")
            yield from () if is_silent else (speech.done,)
        if hour in self.cut_off:
            return
        if self.helps_at == hour and not is_silent:
            yield Told("help")
        if (hour + self.phase) % speech.every or (is_silent and self.mute):
            return
        said = speech.done if self._does_something(hour) else speech.nothing
        if said is not None:
            yield said

    def _does_something(self, hour: int) -> bool:
        local = (9 + hour) % DAY
        out = self.is_away(NOW + hour * HOUR) and (self.back_early is None or hour < self.back_early)
        return not (self.is_down or self.is_dead or out) and (local in AWAKE or self.is_early_riser)

    def counts(self, at: datetime) -> bool:
        """Whether what is told of this moment may be known."""
        return not self.is_broken and (self.put.by_night or not is_night(at))

    def told_at(self, since: datetime, hours: int) -> datetime:
        """When a silence that long is told of: not by night, and not on days off, of whom nobody watches then."""
        moment = since + hours * HOUR
        if not self.put.by_night and is_night(moment):
            moment = (moment + 2 * HOUR).astimezone(SEOUL).replace(hour=6, minute=0, second=0, microsecond=0)
        local = moment.astimezone(SEOUL)
        if not self.put.weekends and not is_workday(local.date()):
            local = local.replace(hour=9, minute=0, second=0, microsecond=0)
            while not is_workday(local.date()):
                local += timedelta(days=1)
        return local

    def since(self, known_at: datetime, now: datetime) -> datetime:
        """From when a silence counts: of whoever was away since they were to be back, of nobody before their care."""
        known_at = max(known_at, self.in_care_since)
        return max(known_at, *(back_at for _, back_at in self.away if back_at <= now), known_at)

    def level(self, known_at: datetime, now: datetime) -> AlertLevel | None:
        """What a silence has come to."""
        since, reached = self.since(known_at, now), None
        for level, hours in zip(AlertLevel, hours_of(self.kind), strict=True):
            if self.told_at(since, hours) <= now:
                reached = level
        return reached


def is_night(moment: datetime) -> bool:
    return not 6 <= moment.astimezone(SEOUL).hour < 22


def put_of(number: int, now: datetime) -> Put:
    """One of three is not watched by night, one of nine on working days alone; calls were made in the week before."""
    supplier, place = number % SUPPLIERS, number // SUPPLIERS
    kind = KINDS[supplier][place % len(KINDS[supplier])]
    known_at = now - phase_of(number, kind) * HOUR if kind is DeviceKind.CALL else now
    return Put(kind, supplier, known_at, by_night=place % 3 != 0, weekends=place % 9 != 4)


def phase_of(number: int, kind: DeviceKind) -> int:
    """Telephones ring, buttons are pressed and calls are made in the hours of the day."""
    every, place = SPEECH[kind].every, number // SUPPLIERS
    if every < DAY:
        return place % every
    return -(place * DAY + place % 9) % every


def settle(home: Home, chance: Random, days: int) -> None:
    """What will befall them: one of ten falls silent, where the days are many twice; others go away, or see nothing.

    A third of the devices of the first supplier die in its first outage, each with somebody who falls.
    """
    number, place, last = home.number, home.number // SUPPLIERS, days * DAY
    if number % 20 == 7 or number % 30 in {1, 12, 23}:
        home.falls = [chance.randint(2, last // 2 - 10), chance.randint(last // 2, last - 30)]
    home.mute, home.is_early_riser = number % 40 in {7, 12}, number % 7 == 0
    if home.put.supplier == 0 and place % 3 == 0:
        home.falls, home.mute = [OUTAGES[0][0] + place % 14], True
    if number % 25 in {3, 19}:
        _goes_away(home, chance, last)
    begins = DAY * chance.randint(0, days - 4) + chance.randint(17, 29)
    if home.kind is DeviceKind.PLUG and place % 13 == 5:
        home.cut_off = range(begins, begins + BLIND_FOR)
    elif home.put.supplier in {4, 5, 8} and place % 17 == 3:
        home.broken = range(begins, begins + BLIND_FOR)
    elif home.put.supplier == 1 and place % 11 == 6 and not home.away:
        home.helps_at = begins


def _goes_away(home: Home, chance: Random, last: int) -> None:
    """For one to four days; one of four is back in the midst of it, another falls there and is missed afterwards."""
    begins = chance.randint(10, last - 96)
    ends = begins + chance.randint(DAY, 4 * DAY)
    home.away.append((NOW + begins * HOUR, NOW + ends * HOUR))
    how = home.number // 25 % 4
    if how == 0:
        home.back_early = (begins + ends) // 2
    elif how == 1:
        home.falls = [ends - 6]
