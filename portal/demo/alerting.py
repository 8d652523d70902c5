"""Alerts of three months: how each began, what was tried, how it ended; some stand open at each step of the ladder."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import SPOKEN
from portal.core.clock import day_of
from portal.demo.applying import Course
from portal.demo.corpus import read_data
from portal.demo.stories import Told
from portal.demo.world import World
from portal.extensions import db
from portal.monitoring.alerts.actions import Tried, go_on, look_after, raise_alert
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.queries import open_alert_of
from portal.monitoring.alerts.states import AlertEnding, AlertLevel, AttemptMeans, AttemptResult, Rung
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind

SILENT = {AlertLevel.ATTENTION: 24, AlertLevel.CAUTION: 36, AlertLevel.DANGER: 50}
"""Hours."""
RUNGS = list(Rung)


class TriedTold(NamedTuple):
    minutes: int
    means: AttemptMeans
    result: AttemptResult
    whom: str
    note: str


class AlertTold(Told):
    day: int
    at: time
    level: AlertLevel
    what: str
    tried: tuple[TriedTold, ...]
    ending: AlertEnding | None = None
    rungs: int = 0
    key: str = ""


def plan_alerts(world: World, courses: list[Course]) -> None:
    """Those that ended, on their days; those that are open began lately."""
    for number, row in enumerate(read_data("alerts.toml")["alerts"]):
        told = AlertTold.model_validate(row)
        begins = world.moment(told.day, told.at) if told.ending else world.lately(1)
        world.at(begins, partial(_begin, world, courses, told, number))


def _begin(world: World, courses: list[Course], told: AlertTold, number: int, now: datetime) -> None:
    """Of the household that the story names, else of one in care; where none is free of an alert, the day after."""
    named = next((course for course in courses if course.story.key == told.key), None)
    silent_since = now - timedelta(hours=SILENT[told.level])
    case = _free(named.opened, silent_since) if named else _some_case(told, number, silent_since)
    if case is None:
        world.at(now + timedelta(days=1), partial(_begin, world, courses, told, number))
        return
    alert = raise_alert(case.household_id, level=told.level, silent_since=silent_since, what=told.what, now=now)
    while RUNGS.index(alert.rung) < told.rungs:
        go_on(alert, actor=case.coordinator.actor, now=now)
    for place, tried in enumerate(told.tried, start=1):
        ending = told.ending if place == len(told.tried) else None
        at = now + timedelta(minutes=tried.minutes)
        world.at(at, partial(_try, alert, tried, ending, case))


def _some_case(told: AlertTold, number: int, silent_since: datetime) -> CareCase | None:
    """Another one each time, which is not looked for already; where there is one, with the device that was silent."""
    cases = db.session.scalars(select(CareCase).where(OPEN).order_by(CareCase.number)).all()
    free = [case for case in cases if _free(case, silent_since) and (not told.rungs or _has_every_turn(case))]
    silent = [kind for kind in DeviceKind if told.what.startswith(kind.words)]
    homes = set(db.session.scalars(select(Device.household_id).where(Device.kind.in_(silent))))
    fitting = [case for case in free if case.household_id in homes] or free
    return fitting[number * 7 % len(fitting)] if fitting else None


def _free(case: CareCase, silent_since: datetime) -> CareCase | None:
    """Unless they are looked for already, or somebody spoke to them meanwhile."""
    spoke = select(Contact.id).where(Contact.case_id == case.id, Contact.at > silent_since, Contact.outcome.in_(SPOKEN))
    is_free = open_alert_of(case.household_id) is None and db.session.scalar(spoke.limit(1)) is None
    return case if is_free else None


def _has_every_turn(case: CareCase) -> bool:
    """Whether no turn of the ladder is skipped: they have a telephone, and name whom to call."""
    return bool(case.household.person.phone and case.household.emergency_phone)


def _try(alert: Alert, told: TriedTold, ending: AlertEnding | None, case: CareCase, now: datetime) -> None:
    """Unless the file has told of a death meanwhile."""
    if alert.ended_at is not None:
        return
    tried = Tried(told.means, told.result, told.whom, told.note)
    until_on = day_of(now) + timedelta(days=1)
    look_after(alert, tried, ending=ending, until_on=until_on, actor=case.coordinator.actor, now=now)
