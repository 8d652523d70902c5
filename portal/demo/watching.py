"""Twenty households are watched by devices from the first weeks on; their days are told, not each of their signals."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from uuid import UUID

from sqlalchemy import insert, select

from portal.core import clock
from portal.demo import hours
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.habits import moments_of
from portal.demo.sending import send_until
from portal.demo.stories import Stage
from portal.demo.world import World
from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.queries import open_alert_of
from portal.monitoring.devices.actions import (
    SupplierTold,
    add_supplier,
    change_hours,
    install_device,
    issue_key,
    order_device,
    step_device,
    test_device,
)
from portal.monitoring.devices.faults import begin_fault, end_fault
from portal.monitoring.devices.models import Device, DeviceSupplier
from portal.monitoring.devices.rules import Hours
from portal.monitoring.devices.states import DeviceKind, DeviceState, DeviceVerb
from portal.monitoring.signals.intake import Delivery, take_in
from portal.monitoring.signals.states import SignalWay
from portal.monitoring.watching.actions import note_seen, note_signs, press_button, tell_absence
from portal.monitoring.watching.models import ActivityDay
from portal.monitoring.watching.states import AbsenceKind, HeardBy, SaidBy
from portal.monitoring.watching.sweep import judge_due
from portal.residents.consents.actions import agree_again
from portal.residents.consents.states import ConsentKind

CHANCE = 20261129
WATCHED = 20
BEGINS_AFTER = 9
"""Days after the application."""

SUPPLIERS = ("한빛안심", "누리돌봄기기", "이음콜")
OPEN = ("평일 9시~18시", "날마다 24시간", "평일 9시~17시, 점심시간 제외")
D = DeviceKind
BY_SUPPLIER = {D.PLUG: 0, D.MOTION: 1, D.DOOR: 1, D.ROBOT: 1, D.TELEPHONE: 2, D.STEPS: 2, D.CALL: 2}
KINDS: tuple[tuple[DeviceKind, ...], ...] = (
    (D.PLUG,),
    (D.MOTION, D.DOOR),
    (D.PLUG, D.TELEPHONE),
    (D.MOTION,),
    (D.BUTTON, D.STEPS),
    (D.DOOR,),
    (D.PLUG, D.BUTTON),
    (D.ROBOT,),
    (D.MOTION, D.BUTTON),
    (D.TELEPHONE,),
)
PLACES = ("거실", "부엌", "안방", "현관")
FOUNDED, PUT_UP = time(16, 30), time(14, 10)
LATELY = 0.5
"""Hours before the seeding: after the alerts that stand open were raised."""

FELL_SILENT = time(8, 10)
"""On the day before, in one home."""

FALL_SILENT = frozenset({D.PLUG, D.MOTION, D.DOOR})
MET = "주민센터 앞에서 뵘. 아침저녁으로 걷고 계심"
CUT_OFF = timedelta(days=9)
"""So long a supplier's machine could not send."""

SLEEPS = "낮에 주무시고 밤에 일어나심"
TO_SON = "부산 아드님 댁에 다녀오심"


@dataclass
class Watched:
    """Who is watched, and by what devices since when."""

    world: World
    suppliers: list[DeviceSupplier] = field(default_factory=list)
    homes: list[tuple[Course, list[Device]]] = field(default_factory=list)

    @property
    def devices(self) -> Iterator[Device]:
        return (device for _course, devices in self.homes for device in devices)


def plan_watching(world: World, courses: Sequence[Course]) -> None:
    """With chances of its own, so that devices change nobody's name and no visit."""
    watched = Watched(replace(world, chance=Random(CHANCE)))  # noqa: S311 nothing here is a secret
    world.at(world.moment(-80, FOUNDED), partial(_add_suppliers, watched))
    for course in filter(_stays, courses):
        world.at(world.surely(world.moment(BEGINS_AFTER - course.story.day, PUT_UP)), partial(_put_up, watched, course))
    lately = hours.lately(LATELY, world.until)
    world.at(lately, partial(_tell_days, watched))
    world.at(lately, partial(_what_happened, watched))
    world.at(world.until, send_until)


def _stays(course: Course) -> bool:
    """Somebody whose care goes on without a break."""
    story = course.story
    return (
        bool(story.coordinator) and story.stage is Stage.IN_COURSE and not (story.close or story.hold or story.joined)
    )


def _add_suppliers(watched: Watched, now: datetime) -> None:
    office = watched.world.actors["office"]
    for number, name in enumerate(SUPPLIERS):
        kinds = [kind for kind, place in BY_SUPPLIER.items() if place == number]
        told = SupplierTold(name, kinds, f"+82158812{number + 30}", OPEN[number])
        supplier = add_supplier(told, actor=office, now=now)
        issue_key(supplier, actor=office, now=now)
        watched.suppliers.append(supplier)


def _put_up(watched: Watched, course: Course, now: datetime) -> None:
    """The devices of one home; left out where care has not begun by then."""
    if course.case is None or len(watched.homes) >= WATCHED:
        return
    number = len(watched.homes)
    actor, person, chance = coordinator_of(watched.world, course), course.opened.person, watched.world.chance
    agree_again(person, ConsentKind.WATCHING, actor=actor, now=now)
    if number % 2 == 0:
        agree_again(person, ConsentKind.NIGHT_WATCHING, actor=actor, now=now)
    devices: list[Device] = []
    for kind in KINDS[number % len(KINDS)]:
        supplier = None if kind is D.BUTTON else watched.suppliers[BY_SUPPLIER[kind]]
        device = order_device(person, kind, supplier, actor=actor, now=now)
        serial = "" if supplier is None else f"{kind.value[:2].upper()}-{1000 + 7 * number + len(devices)}"
        install_device(
            device, serial=serial, place=chance.choice(PLACES), installed_by=actor.name, actor=actor, now=now
        )
        device.last_heard_at = now
        test_device(device, actor=actor, now=now)
        devices.append(device)
    watched.homes.append((course, devices))


def _tell_days(watched: Watched, now: datetime) -> None:
    """Each day of each device since it was put up, and what suppliers have sent today; who was looked for was silent.

    One home has been silent since yesterday: its devices are on, and the sweep has asked after whoever lives there.
    """
    silent, fell_silent = _silences(watched, now), _silent_home(watched)
    if fell_silent is not None:
        yesterday = clock.day_of(now) - timedelta(days=1)
        silent[fell_silent].append((clock.at(yesterday, FELL_SILENT), now))
    rows: list[dict[str, object]] = []
    signs: dict[UUID, list[datetime]] = defaultdict(list)
    for device in watched.devices:
        for day, moments in _days_of(device, silent[device.household_id], now):
            told = {"signs": len(moments), "first_at": moments[0], "last_at": moments[-1]}
            rows.append({"device_id": device.id, "day": day} | told)
            signs[device.household_id] += moments
            device.last_heard_at = device.last_activity_at = moments[-1]
    db.session.execute(insert(ActivityDay), rows)
    note_signs(signs, now=now)
    send_until(now, silent={fell_silent} if fell_silent else frozenset())
    judge_due(now)


def _silent_home(watched: Watched) -> UUID | None:
    """One of the first coordinator's, of which nothing else is told."""
    first = watched.world.actors["first"]
    return next(
        (
            devices[0].household_id
            for course, devices in watched.homes[4:]
            if coordinator_of(watched.world, course) == first
            and {device.kind for device in devices} <= FALL_SILENT
            and open_alert_of(devices[0].household_id) is None
        ),
        None,
    )


def _silences(watched: Watched, now: datetime) -> dict[UUID, list[tuple[datetime, datetime]]]:
    found = select(Alert).where(Alert.household_id.in_({device.household_id for device in watched.devices}))
    spans: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for alert in db.session.scalars(found):
        spans[alert.household_id].append((alert.silent_since, alert.ended_at or now))
    return spans


def _days_of(
    device: Device, silent: Sequence[tuple[datetime, datetime]], now: datetime
) -> Iterator[tuple[date, list[datetime]]]:
    """Those before today on which somebody was heard of by it."""
    installed_at, today = device.installed_at or now, clock.day_of(now)
    first = clock.day_of(installed_at)
    for day in (first + timedelta(days=number) for number in range((today - first).days)):
        moments = [
            at
            for at in moments_of(device, day)
            if at > installed_at and not any(began_at <= at < ended_at for began_at, ended_at in silent)
        ]
        if moments:
            yield day, moments


def _what_happened(watched: Watched, now: datetime) -> None:
    """Somebody is away, was met, pressed the button; a battery runs down, a device broke, two signals are nobody's."""
    homes = [(course, devices) for course, devices in watched.homes if open_alert_of(devices[0].household_id) is None]
    by_kind = {device.kind: device for device in watched.devices if device.state is DeviceState.IN_USE}
    course, devices = homes[1]
    actor, home = coordinator_of(watched.world, course), devices[0].household_id
    note_seen(home, HeardBy.SEEN, now - timedelta(hours=3), MET, actor=actor, now=now)
    change_hours(devices[0], Hours(30, 40, 54), SLEEPS, actor=actor, now=now)
    course, devices = homes[3]
    until = now + timedelta(days=4)
    tell_absence(
        devices[0].household_id,
        AbsenceKind.FAMILY,
        now,
        until,
        TO_SON,
        told_by=SaidBy.STAFF,
        actor=coordinator_of(watched.world, course),
        now=now,
    )
    for course, devices in homes:
        resident = course.resident
        if resident is not None and any(device.kind is D.BUTTON for device in devices):
            press_button(course.opened.person, actor=resident, now=now)
    _troubles(watched, by_kind[D.PLUG], by_kind[D.ROBOT], now)


def _troubles(watched: Watched, plug: Device, robot: Device, now: datetime) -> None:
    low = {"id": "low-1", "device": plug.serial, "at": now.isoformat(), "type": "battery_low"}
    nobodys = [
        {"id": "who-1", "device": "PL-9999", "at": now.isoformat(), "type": "power"},
        {"id": "who-2", "device": plug.serial, "at": (now + timedelta(days=2)).isoformat(), "type": "power"},
    ]
    moments = [now - CUT_OFF - timedelta(hours=hours) for hours in range(24)]
    cut_off = [
        {"id": f"late-{number}", "device": plug.serial, "at": at.isoformat(), "type": "power"}
        for number, at in enumerate(moments)
    ]
    take_in([low, *nobodys, *cut_off], Delivery(watched.suppliers[0].id, SignalWay.API, now, now))
    course = next(course for course, devices in watched.homes if robot in devices)
    step_device(robot, DeviceVerb.BREAK, actor=coordinator_of(watched.world, course), now=now, note="소리가 나지 않음")
    begin_fault(watched.suppliers[0], now - CUT_OFF - timedelta(hours=24))
    end_fault(watched.suppliers[0], now - CUT_OFF)
