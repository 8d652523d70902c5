"""The call desk of the last days: every outcome once, and what a colleague has taken at this moment."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import select

from portal.coordinators.calls.states import CallResult
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.contacts.states import BegunBy, ContactOutcome
from portal.core.clock import day_of
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.world import World
from portal.extensions import db
from portal.monitoring.alerts.actions import Tried, look_after
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AlertEnding, AttemptMeans, AttemptResult
from portal.monitoring.calls.actions import record_incoming, take_turn
from portal.monitoring.calls.entries import entries
from portal.monitoring.calls.rules import Said
from portal.web.agenda import Desk

CALM = frozenset({CaseState.PLANNED, CaseState.IN_SERVICE})
TAKEN = 2
JUST_NOW = timedelta(minutes=3)


class CallTold(NamedTuple):
    """What came of a call on a day before the seeding; so many days after it they asked to be called again."""

    result: CallResult
    day: int
    at: time
    note: str = ""
    how: ContactOutcome = ContactOutcome.UNANSWERED
    begun_by: BegunBy = BegunBy.US
    again_days: int = 0


CALLS = (
    CallTold(CallResult.EMERGENCY, -9, time(14, 20), "가슴이 답답하다고 하심. 119에 알리고 구급대가 올 때까지 통화함."),
    CallTold(CallResult.NO_ANSWER, -1, time(15, 40)),
    CallTold(CallResult.WRONG_NUMBER, -2, time(11, 10), "다른 분이 받으심. 얼마 전에 바뀐 번호라고 함."),
    CallTold(CallResult.CALL_BACK, -1, time(16, 5), "병원에 계셔서 길게 말씀하기 어렵다고 하심.", again_days=1),
    CallTold(CallResult.REFUSED, -2, time(10, 30), "전화가 너무 잦다고 하심."),
    CallTold(CallResult.NEEDS_VISIT, -1, time(11, 25), "넘어지신 뒤 걷기 힘들다고 하심."),
    CallTold(CallResult.NEEDS_REFERRAL, -1, time(13, 45), "세탁기가 고장 나 빨래가 밀렸다고 하심."),
    CallTold(
        CallResult.SPOKE, -1, time(17, 10), "방문 시간을 물으려고 거심.", ContactOutcome.WELL, BegunBy.RESIDENT
    ),
)  # fmt: skip


def plan_calls(world: World, courses: Sequence[Course]) -> None:
    for place, told in enumerate(CALLS):
        moment = world.surely(world.moment(told.day, told.at))
        world.at(moment, partial(_call, world, courses, place, told))
    world.at(world.until - JUST_NOW, partial(_take_some, world))


def _call(world: World, courses: Sequence[Course], place: int, told: CallTold, now: datetime) -> None:
    """With a household of its own, whose next contact no story fixes."""
    calm = [course for course in courses if course.story.contact is None and course.case is not None]
    quiet = [course for course in calm if course.opened.state in CALM and course.opened.next_contact_on is not None]
    if place >= len(quiet):
        return
    course = quiet[place]
    actor = coordinator_of(world, course)
    again_at = world.moment(told.day + told.again_days, time(15, 30)) if told.again_days else None
    said = Said(result=told.result, how=told.how, note=told.note, begun_by=told.begun_by, again_at=again_at)
    alert = record_incoming(course.opened.household_id, said, (), actor=actor, now=now)
    if alert is not None:
        world.at(world.surely(now + timedelta(hours=3)), partial(_end, world, course, alert))


def _end(world: World, course: Course, alert: Alert, now: datetime) -> None:
    """Whoever had called 119 heard from the hospital."""
    heard = Tried(AttemptMeans.RESCUE, AttemptResult.HEARD, "119 구급대", "병원으로 옮겨 진료받고 저녁에 돌아오심")
    actor = coordinator_of(world, course)
    found, back_on = db.session.get_one(Alert, alert.id), day_of(now)
    look_after(found, heard, ending=AlertEnding.EMERGENCY, until_on=back_on, actor=actor, now=now)


def _take_some(world: World, now: datetime) -> None:
    """The office has begun with the last ones of the list."""
    office = world.actors["office"]
    in_care = set(db.session.scalars(select(CareCase.household_id).where(CareCase.closed_at.is_(None))))
    found = [entry for entry in entries(Desk(office, now)) if entry.household_id in in_care]
    for entry in found[-TAKEN:]:
        take_turn(entry.about_id, entry.household_id, actor=office, now=now)
