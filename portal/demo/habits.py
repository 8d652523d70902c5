"""How the devices of the demonstration speak: the same device on the same day always in the same way."""

from datetime import date, datetime, time, timedelta
from random import Random

from portal.core import clock
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind
from portal.monitoring.signals.states import SignalKind

D, K = DeviceKind, SignalKind
TELLS = {
    D.PLUG: K.POWER,
    D.MOTION: K.MOTION,
    D.DOOR: K.DOOR,
    D.ROBOT: K.VOICE,
    D.TELEPHONE: K.CALL,
    D.STEPS: K.STEPS,
    D.CALL: K.ANSWERED,
}
A_DAY = {
    D.PLUG: (8, 20),
    D.MOTION: (25, 70),
    D.DOOR: (2, 6),
    D.ROBOT: (4, 12),
    D.TELEPHONE: (1, 5),
    D.STEPS: (1, 3),
    D.CALL: (1, 1),
}
WOKEN, RESTED, ASLEEP = time(6, 40), time(13, 10), time(21, 20)
RESTS_LONG = 0.1
"""On so many days somebody is not heard of before noon."""

MINUTE = timedelta(minutes=1)


def moments_of(device: Device, day: date) -> list[datetime]:
    """When somebody lets a device hear of them on a day, in order; a weekly call comes on Mondays."""
    if device.kind not in A_DAY or (device.kind is D.CALL and day.weekday()):
        return []
    rests_long = _chance(device.household.number, day).random() < RESTS_LONG
    woken, asleep = clock.at(day, RESTED if rests_long else WOKEN), clock.at(day, ASLEEP)
    chance = _chance(device.serial, day)
    minutes = chance.sample(range((asleep - woken) // MINUTE), chance.randint(*A_DAY[device.kind]))
    return [woken + minute * MINUTE for minute in sorted(minutes)]


def _chance(what: str | None, day: date) -> Random:
    return Random(f"{what} {day}")  # noqa: S311 nothing here is a secret
