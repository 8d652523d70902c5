"""People in care ask for more, and their coordinators or the office answer."""

from datetime import datetime, time, timedelta
from functools import partial

from portal.coordinators.requests.actions import answer_request, ask, take_up
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.requests.notices import is_private
from portal.coordinators.requests.states import RequestKind
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.corpus import read_data
from portal.demo.stories import Told
from portal.demo.world import World
from portal.extensions import db

ASKED = time(19, 20)
TAKEN_UP_AFTER, ANSWERED_AFTER = timedelta(hours=14, minutes=25), timedelta(hours=20, minutes=40)


class RequestTold(Told):
    """Written by the household's key; without an answer it waits, `taken_up` or not."""

    key: str
    day: int
    kind: RequestKind
    words: str
    services: tuple[str, ...] = ()
    taken_up: bool = False
    answer: str = ""


def plan_requests(world: World, courses: list[Course]) -> None:
    by_key = {course.story.key: course for course in courses}
    for entry in read_data("requests.toml")["requests"]:
        told = RequestTold.model_validate(entry)
        world.at(world.moment(-told.day, ASKED), partial(_ask, world, by_key[told.key], told))


def _ask(world: World, course: Course, told: RequestTold, now: datetime) -> None:
    resident = course.resident
    if resident is None:
        raise LookupError(f"{told.key} cannot sign in")
    request = ask(course.applied.person, told.kind, told.words, told.services, actor=resident, now=now)
    if told.taken_up or told.answer:
        world.at(now + TAKEN_UP_AFTER, partial(_take_up, world, course, request))
    if told.answer:
        world.at(now + ANSWERED_AFTER, partial(_answer, world, course, request, told.answer))


def _take_up(world: World, course: Course, request: CareRequest, now: datetime) -> None:
    request = db.session.get_one(CareRequest, request.id)
    actor = world.actors["office"] if is_private(request) else coordinator_of(world, course)
    take_up(request, actor=actor, now=now)


def _answer(world: World, course: Course, request: CareRequest, words: str, now: datetime) -> None:
    request = db.session.get_one(CareRequest, request.id)
    actor = world.actors["office"] if is_private(request) else coordinator_of(world, course)
    answer_request(request, words, actor=actor, now=now)
