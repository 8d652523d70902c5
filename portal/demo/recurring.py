"""Regular visits of the demonstration: some run, one waits for its answer, one was declined."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from portal.coordinators.caseload.states import CaseState
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.queries import agreed_plan_of
from portal.coordinators.plans.states import HowOften
from portal.coordinators.referrals.states import DeclineReason
from portal.coordinators.series.actions import ask_series
from portal.coordinators.series.answering import accept_series, decline_series
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.preview import Wish, preview
from portal.coordinators.series.queries import places_for
from portal.coordinators.series.rhythm import Rule
from portal.coordinators.series.states import Rhythm
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.world import World

COMES = (CaseState.PLANNED, CaseState.IN_SERVICE)
TIMES = (8, 3, 6, 6)
"""How many weeks the series of the demonstration go on: the second ends within two weeks, so that it comes up."""
FEWEST = 2
ONE_VISIT = ("complete", "wish")
"""Households whose residents are shown with the one visit that comes next."""


def plan_series(world: World, courses: list[Course]) -> None:
    """On the day before the seeding, for the first households whose plans leave room."""
    world.at(world.lately(26), partial(_ask_some, world, courses))


def _ask_some(world: World, courses: list[Course], now: datetime) -> None:
    asked: list[CareSeries] = []
    for course in courses:
        if course.story.key in ONE_VISIT:
            continue
        wanted = _wish(world, course, TIMES[len(asked)], now)
        if wanted is None:
            continue
        line, wish = wanted
        actor = coordinator_of(world, course)
        asked.append(ask_series(line, wish, takes_gaps=True, note="", actor=actor, now=now))
        if len(asked) == len(TIMES):
            break
    for series in asked[:2]:
        world.at(world.lately(20), partial(_accept, world, series))
    for series in asked[3:]:
        world.at(world.lately(18), partial(_decline, world, series))


def _wish(world: World, course: Course, times: int, now: datetime) -> tuple[PlanLine, Wish] | None:
    """A line that may have regular visits, and a time at which a co-operative has most of the days free."""
    case = course.case
    plan = agreed_plan_of(case) if case is not None and case.state in COMES else None
    for line in plan.lines if plan else ():
        if line.how_often is HowOften.ONCE or line.until_on < world.today + timedelta(weeks=times):
            continue
        for place in places_for(line, now=now):
            first_on = next(_days_on(place.weekdays, world))
            rule = Rule(rhythm=Rhythm.WEEKLY, first_on=first_on, every=_every(line), times=times)
            wish = Wish(place.organisation.id, place.starts_at, rule)
            if len(preview(line, wish, now=now).open) >= FEWEST and _answers(world, place.organisation.id):
                return line, wish
    return None


def _every(line: PlanLine) -> int:
    return {HowOften.WEEKLY: 1, HowOften.FORTNIGHTLY: 2}.get(line.how_often, 4)


def _days_on(weekdays: tuple[int, ...], world: World) -> Iterator[date]:
    days = (world.today + timedelta(days=ahead) for ahead in range(3, 20))
    return (day for day in days if day.weekday() in weekdays)


def _answers(world: World, organisation_id: UUID) -> bool:
    return any(actor.organisation_id == organisation_id for actor in world.actors.values())


def _accept(world: World, series: CareSeries, now: datetime) -> None:
    accept_series(series, actor=world.staff_of(series.organisation_id), now=now)


def _decline(world: World, series: CareSeries, now: datetime) -> None:
    actor = world.staff_of(series.organisation_id)
    decline_series(series, DeclineReason.NO_CAPACITY, actor=actor, now=now)
