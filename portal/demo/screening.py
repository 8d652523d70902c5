"""The isolation questionnaire over two years: older papers that were typed in, and what coordinators asked since."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from portal.coordinators.caseload.states import CaseState
from portal.core import clock
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.world import World
from portal.monitoring.screening.actions import Asked, record_screening
from portal.monitoring.screening.editions import questionnaire_in_force
from portal.monitoring.screening.queries import has_agreed
from portal.monitoring.screening.rules import Questionnaire
from portal.monitoring.screening.states import Reply, ScreenedBy

ASKED_OF = 22
"""Households; of the others nobody has asked yet."""

EARLIER = (-722, -548, -361, -190)
"""Days on which the papers were filled in."""

TYPED_IN, ASKED = time(16, 30), time(14, 10)
COURSES = (
    (6, 7, 9, 10, 11), (10, 9, 7, 6, 4), (3, 3, 4, 3, 2), (8, 9, 9, 12, 9), (2, 1, 1, 0, 0), (5, 6, 6, 5, 7),
)  # fmt: skip
"""Scores as they go over the years: worse, better, steady, in danger, well, changing."""

TOLD = {
    True: ("밤에 잠이 오지 않는다고 하심.", "아들과 연락이 끊긴 지 오래라고 하심.", "요즘 밥맛이 없다고 하심."),
    False: ("경로당 다시 나가신다고 함.", "옆집과 반찬을 나눈다고 하심.", ""),
}
OTHERWISE = {Reply.YES: Reply.NO, Reply.NO: Reply.YES}


def plan_screenings(world: World, courses: list[Course], seed: int) -> None:
    """With chances of its own, so that nobody's visits change."""
    own = replace(world, chance=Random(seed))  # noqa: S311 nothing here is a secret
    accompanied = [course for course in courses if course.story.coordinator][:ASKED_OF]
    for place, course in enumerate(accompanied):
        scores = COURSES[place % len(COURSES)]
        paired = -course.story.day + 2
        world.at(world.surely(world.moment(paired + 1, TYPED_IN)), partial(_type_in, own, course, scores[:-1]))
        day = min(-1, max(paired + 3, -own.chance.randint(5, 40)))
        world.at(world.surely(world.moment(day, ASKED)), partial(_ask, own, course, scores[-1]))


def _type_in(world: World, course: Course, scores: tuple[int, ...], now: datetime) -> None:
    for day, score in zip(EARLIER, scores, strict=True):
        _record(world, course, score, world.today + timedelta(days=day), ScreenedBy.PAPER, now)


def _ask(world: World, course: Course, score: int, now: datetime) -> None:
    how = world.chance.choice((ScreenedBy.MEETING, ScreenedBy.MEETING, ScreenedBy.CALL))
    _record(world, course, score, clock.day_of(now), how, now)


def _record(world: World, course: Course, score: int, day: date, how: ScreenedBy, now: datetime) -> None:
    case = course.case
    if case is None or case.state in (CaseState.CLOSED, CaseState.ON_HOLD) or not has_agreed(case.person_id):
        return
    edition = questionnaire_in_force()
    note = "" if how is ScreenedBy.PAPER else world.chance.choice(TOLD[score >= edition.middle_from])
    asked = Asked(edition.number, replies_for(edition, score, world.chance), day, how, note)
    record_screening(case, asked, actor=coordinator_of(world, course), now=now)


def replies_for(edition: Questionnaire, score: int, chance: Random) -> dict[int, Reply]:
    """Answers that give this score, some question left open now and then where it could not count."""
    left, counting = score, set()
    places = sorted(range(len(edition.questions)), key=lambda _place: chance.random())
    for place in sorted(places, key=lambda each: -edition.questions[each].weight):
        weight = edition.questions[place].weight
        if weight <= left and (weight == 1 or chance.random() < score / edition.total or left > _ones(edition)):
            counting.add(place)
            left -= weight
    replies = {
        place: question.risky if place in counting else OTHERWISE[question.risky]
        for place, question in enumerate(edition.questions)
    }
    if score and chance.random() < 0.2:
        replies[next(place for place in places if place not in counting)] = Reply.DECLINED
    return replies


def _ones(edition: Questionnaire) -> int:
    """What the light questions give together."""
    return sum(question.weight for question in edition.questions if question.weight == 1)
