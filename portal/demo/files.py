"""What changed in files in the course of the three months, as the data tells it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from portal.coordinators.caseload.filing import file_application
from portal.core import clock
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.corpus import read_data
from portal.demo.hours import daytime
from portal.demo.stories import Told
from portal.demo.world import World
from portal.residents.households.actions import change_facts
from portal.residents.households.states import Fact
from portal.residents.resemblances.actions import join_people, keep_apart
from portal.residents.resemblances.queries import waiting_pairs_of

SISTERS = "자매가 전화기 한 대를 함께 쓰십니다. 두 분 모두와 통화했습니다."


class ChangeTold(Told):
    """By the person themselves, or with a `reason` by whoever accompanies them, who heard of it `from_days` later."""

    key: str
    day: int
    at: time
    fact: Fact
    values: dict[str, str | bool]
    reason: str = ""
    from_days: int = 0


def changes() -> Iterator[ChangeTold]:
    for told in read_data("files.toml")["changes"]:
        yield ChangeTold.model_validate(told)


def plan_changes(world: World, courses: list[Course]) -> None:
    by_key = {course.story.key: course for course in courses}
    for told in changes():
        world.at(world.moment(told.day, told.at), partial(_change, world, by_key[told.key], told))


def _change(world: World, course: Course, told: ChangeTold, now: datetime) -> None:
    actor = coordinator_of(world, course) if told.reason else course.resident
    if actor is None:
        raise LookupError(f"{told.key} cannot sign in")
    change_facts(
        course.applied.person,
        {told.fact: told.values},
        from_on=clock.day_of(now) - timedelta(days=told.from_days),
        reason=told.reason,
        actor=actor,
        now=now,
    )


def plan_judging(world: World, course: Course, applied: datetime) -> None:
    """The office recognises somebody in care, joins the two files and lets the application go to their coordinator.

    Whoever only shares a telephone is kept apart.
    """
    if course.story.joined:
        world.at(daytime(applied + timedelta(hours=2)), partial(_join, world, course))
    if course.story.phone_of:
        world.at(daytime(applied + timedelta(hours=2)), partial(_keep_apart, world, course))


def _join(world: World, course: Course, now: datetime) -> None:
    office, application = world.actors["office"], course.applied
    (pair,) = waiting_pairs_of(application.person_id)
    join_people(pair, pair.other, facts=(), reason=course.story.joined, actor=office, now=now)
    file_application(application, actor=office, now=now)


def _keep_apart(world: World, course: Course, now: datetime) -> None:
    (pair,) = waiting_pairs_of(course.applied.person_id)
    keep_apart(pair, SISTERS, actor=world.actors["office"], now=now)
