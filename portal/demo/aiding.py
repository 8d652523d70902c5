"""Coordinators ask for benefits on people's behalf, and write what was answered."""

from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from portal.core.clock import day_of
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.corpus import read_data
from portal.demo.stories import Told
from portal.demo.world import World
from portal.extensions import db
from portal.monitoring.aid.actions import Answer, Asking, answer_aid, ask_for_aid
from portal.monitoring.aid.models import Aid
from portal.monitoring.aid.states import AidKind, AidState, AmountBand

AFTERNOON = time(15, 10)


class AidTold(Told):
    """Without a `state` the answer has not come; `after` are the days until it came."""

    key: str
    day: int
    kind: AidKind
    agency: str
    words: str
    state: AidState | None = None
    after: int = 0
    band: AmountBand = AmountBand.UNANSWERED
    answer: str = ""


def plan_aid(world: World, courses: list[Course]) -> None:
    by_key = {course.story.key: course for course in courses}
    for entry in read_data("aid.toml")["aids"]:
        told = AidTold.model_validate(entry)
        world.at(world.moment(-told.day, AFTERNOON), partial(_ask, world, by_key[told.key], told))


def _ask(world: World, course: Course, told: AidTold, now: datetime) -> None:
    asking = Asking(told.kind, told.agency, day_of(now), told.words)
    aid = ask_for_aid(course.opened, course.applied.person, asking, actor=coordinator_of(world, course), now=now)
    if told.state:
        world.at(now + timedelta(days=told.after), partial(_answer, world, course, aid.id, told, told.state))


def _answer(world: World, course: Course, aid_id: UUID, told: AidTold, state: AidState, now: datetime) -> None:
    answer = Answer(state, day_of(now), told.band, told.answer)
    answer_aid(db.session.get_one(Aid, aid_id), answer, actor=coordinator_of(world, course), now=now)
