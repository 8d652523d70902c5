"""Requests to go over a cap, as the data tells them and how they ended."""

from datetime import datetime, time
from functools import partial

from portal.benefits.ledger.actions import (
    Wanted,
    grant_override,
    refuse_override,
    request_override,
    withdraw_override,
)
from portal.benefits.ledger.models import CapOverride
from portal.core.clock import day_of
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.money import SECOND_OFFICE, OverrideTold, money, programme_of
from portal.demo.replay import Act
from portal.demo.world import World

ASKED = time(13, 40)


def plan_overrides(world: World, courses: list[Course]) -> None:
    """The requests of the data, each on its day."""
    by_key = {course.story.key: course for course in courses}
    for told in money().overrides:
        moment = world.surely(world.moment(told.day, ASKED))
        world.at(moment, partial(_ask, world, by_key[told.key], told))


def _ask(world: World, course: Course, told: OverrideTold, now: datetime) -> None:
    actor, person = coordinator_of(world, course), course.applied.person
    wanted = Wanted(person.id, programme_of(told.programme), day_of(now).year, told.amount)
    override = request_override(wanted, reason=told.reason, actor=actor, now=now)
    endings: dict[str, Act] = {
        "refused": partial(_refuse, world, override, told.note),
        "withdrawn": partial(_withdraw, world, course, override),
        "granted": partial(_grant, world, override, told.note),
    }
    if told.ending in endings:
        world.at(world.soon(now, 3, 20), endings[told.ending])


def _grant(world: World, override: CapOverride, note: str, now: datetime) -> None:
    grant_override(override, note=note, actor=world.actors[SECOND_OFFICE], now=now)


def _refuse(world: World, override: CapOverride, note: str, now: datetime) -> None:
    refuse_override(override, note=note, actor=world.actors[SECOND_OFFICE], now=now)


def _withdraw(world: World, course: Course, override: CapOverride, now: datetime) -> None:
    withdraw_override(override, actor=coordinator_of(world, course), now=now)
