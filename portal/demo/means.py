"""What the coordinator learns of a household's income and groups, at the assessment or later."""

from datetime import datetime, time
from functools import partial

from portal.benefits.eligibility.actions import GroupFacts, IncomeFacts, set_group, verify_income
from portal.benefits.eligibility.states import VerifiedBy
from portal.benefits.programmes.states import IncomeBand
from portal.core.clock import day_of
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.money import LaterTold, money
from portal.demo.world import World

MORNING = time(11, 10)


def learn_means(world: World, course: Course, now: datetime) -> None:
    """Keep the groups and the band that the data tells, as verified today; nothing for who is not verified."""
    told = money().means.get(course.story.key)
    if told is None:
        return
    person, actor = course.applied.person, coordinator_of(world, course)
    for group in told.groups:
        facts = GroupFacts(group=group, verified_by=told.verified_by, from_on=day_of(now))
        set_group(person, facts, actor=actor, now=now)
    _verify(world, course, told.band, told.verified_by, now)


def plan_later(world: World, courses: list[Course]) -> None:
    """Bands that are verified, or change, only later."""
    by_key = {course.story.key: course for course in courses}
    for told in money().later:
        moment = world.surely(world.moment(told.day, MORNING))
        world.at(moment, partial(_verify_later, world, by_key[told.key], told))


def _verify_later(world: World, course: Course, told: LaterTold, now: datetime) -> None:
    _verify(world, course, told.band, told.verified_by, now)


def _verify(world: World, course: Course, band: IncomeBand, verified_by: VerifiedBy, now: datetime) -> None:
    day = day_of(now)
    facts = IncomeFacts(band=band, table_year=day.year, verified_by=verified_by, verified_on=day, from_on=day)
    verify_income(course.applied.person, facts, actor=coordinator_of(world, course), now=now)
