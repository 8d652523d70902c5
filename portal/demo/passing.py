"""Coordinators pass linked services of plans on to other bodies, and write what became of it."""

from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from portal.coordinators.outside.actions import Answer, Ending, Passing, answer_link, finish_link, pass_on
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.states import OutsideOutcome, OutsideState
from portal.coordinators.plans.queries import agreed_plan_of
from portal.coordinators.plans.states import AgreedBy
from portal.core.clock import day_of
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.corpus import read_data
from portal.demo.stories import Told
from portal.demo.world import World
from portal.extensions import db

AFTERNOON, LATER = time(14, 20), timedelta(days=12)


class PassedOn(Told):
    """Without a `state` the answer has not come; `after` are the days until it came, an `outcome` came later."""

    key: str
    service: str
    day: int
    body: str
    reached_by: str
    words: str
    state: OutsideState | None = None
    after: int = 0
    answer: str = ""
    outcome: OutsideOutcome | None = None
    outcome_words: str = ""


def plan_outside(world: World, courses: list[Course]) -> None:
    by_key = {course.story.key: course for course in courses}
    for entry in read_data("outside.toml")["links"]:
        told = PassedOn.model_validate(entry)
        world.at(world.moment(-told.day, AFTERNOON), partial(_pass_on, world, by_key[told.key], told))


def _pass_on(world: World, course: Course, told: PassedOn, now: datetime) -> None:
    plan = agreed_plan_of(course.opened)
    if plan is None:
        raise LookupError(f"{told.key} has agreed to no plan")
    line = next(line for line in plan.lines if line.service.code == told.service)
    today = day_of(now)
    passing = Passing(told.body, told.reached_by, told.words, today, AgreedBy.PHONE, today)
    link = pass_on(line, passing, actor=coordinator_of(world, course), now=now)
    if told.state:
        world.at(now + timedelta(days=told.after), partial(_answer, world, course, link.id, told, told.state))


def _answer(world: World, course: Course, link_id: UUID, told: PassedOn, state: OutsideState, now: datetime) -> None:
    link, answer = db.session.get_one(OutsideLink, link_id), Answer(state, day_of(now), told.answer)
    answer_link(link, answer, actor=coordinator_of(world, course), now=now)
    if told.outcome:
        world.at(now + LATER, partial(_finish, world, course, link_id, told, told.outcome))


def _finish(
    world: World, course: Course, link_id: UUID, told: PassedOn, outcome: OutsideOutcome, now: datetime
) -> None:
    link, ending = db.session.get_one(OutsideLink, link_id), Ending(outcome, day_of(now), told.outcome_words)
    finish_link(link, ending, actor=coordinator_of(world, course), now=now)
