"""Residents write letters of thanks, and the office hangs those that may be shown on the wall."""

from datetime import datetime, time, timedelta
from functools import partial

from portal.coordinators.letters.actions import show_letter, write_letter
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.queries import members_that_came
from portal.demo.applying import Course
from portal.demo.corpus import read_data
from portal.demo.stories import Told
from portal.demo.world import World
from portal.extensions import db

WRITTEN = time(20, 10)
SHOWN_AFTER = timedelta(hours=15)


class LetterTold(Told):
    """Written by the household's key to a member that came; `shown` ones hang on the wall."""

    key: str
    day: int
    words: str
    may_show: bool = True
    shown: bool = False


def plan_letters(world: World, courses: list[Course]) -> None:
    by_key = {course.story.key: course for course in courses}
    for entry in read_data("letters.toml")["letters"]:
        told = LetterTold.model_validate(entry)
        world.at(world.moment(-told.day, WRITTEN), partial(_write, world, by_key[told.key], told))


def _write(world: World, course: Course, told: LetterTold, now: datetime) -> None:
    resident, person = course.resident, course.applied.person
    if resident is None:
        raise LookupError(f"{told.key} cannot sign in")
    to = members_that_came(person.household_id)[0]
    letter = write_letter(person, to.id, told.words, may_show=told.may_show, actor=resident, now=now)
    if told.shown:
        world.at(now + SHOWN_AFTER, partial(_show, world, letter))


def _show(world: World, letter: Letter, now: datetime) -> None:
    show_letter(db.session.get_one(Letter, letter.id), actor=world.actors["office"], now=now)
