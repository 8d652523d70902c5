"""A meeting that is under way while the demonstration is looked at, where it begins on a working day by day."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from portal.consortium.meetings.actions import (
    Beside,
    MeetingValues,
    Outcome,
    add_decision,
    add_item,
    begin_meeting,
    plan_meeting,
    record_attendance,
    start_point,
    write_item,
)
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingKind, Presence
from portal.core.actors import Actor
from portal.core.clock import SEOUL, at, day_of
from portal.core.workdays import is_workday
from portal.demo.answering import let_answer
from portal.demo.world import World

FROM, UNTIL = time(10, 30), time(17, 30)
PLANNED_BEFORE, LASTS, HALF_HOUR = timedelta(days=6), timedelta(minutes=90), timedelta(minutes=30)
NEWS = "백의민족의 이불 건조기가 한 대 늘었습니다. 나흘 걸리던 것이 사흘이면 됩니다."
TOLD = "겨울 안부 전화는 12월 첫 주부터 아침 9시에 겁니다.\n한파 특보가 내린 날의 방문은 오전 10시 뒤로 잡습니다."
DECIDED, WHY = (
    "이불 세탁은 사흘 안에 돌려드린다.",
    "건조기가 늘어 나흘까지 걸릴 까닭이 없고, 이용자께서 기다리기 힘들어하십니다.",
)


def plan_meeting_of_today(world: World) -> None:
    """A 소통 회의 that began half an hour ago."""
    clock_time = world.until.astimezone(SEOUL).time()
    if not is_workday(world.today) or not FROM <= clock_time < UNTIL:
        return
    half = at(world.today, time(clock_time.hour, 30 if clock_time.minute >= 30 else 0))
    starts_at, office = half - HALF_HOUR, world.actors["office"]
    planned = world.surely(starts_at - PLANNED_BEFORE)
    if planned < starts_at:
        world.at(planned, partial(_plan, world, office, starts_at))


def _plan(world: World, office: Actor, starts_at: datetime, now: datetime) -> None:
    values = MeetingValues(
        kind=MeetingKind.COMMUNICATION,
        starts_at=starts_at,
        ends_at=starts_at + LASTS,
        place="사무국 회의실",
        host="마포구고용복지지원센터",
    )
    meeting = plan_meeting(values, actor=office, now=now)
    for item in meeting.items:
        write_item(item, item.title, "", beside=Beside(planned_minutes=20), actor=office, now=now)
    add_item(meeting, "한파에 대비한 방문 시간", planned_minutes=60, actor=office, now=now)
    let_answer(world, meeting, (), now)
    acts: tuple[tuple[int, Callable[..., None]], ...] = ((2, _begin), (4, _first_point), (22, _second_point))
    for minutes, act in acts:
        world.at(starts_at + timedelta(minutes=minutes), partial(act, meeting, office))


def _begin(meeting: Meeting, office: Actor, now: datetime) -> None:
    begin_meeting(meeting, actor=office, now=now)
    late = max(len(meeting.attendees) - 3, 1)
    presences = {each.id: Presence.ATTENDED for each in meeting.attendees[:late]}
    record_attendance(meeting, presences, actor=office, now=now)


def _first_point(meeting: Meeting, office: Actor, now: datetime) -> None:
    start_point(meeting.items[0], actor=office, now=now)


def _second_point(meeting: Meeting, office: Actor, now: datetime) -> None:
    first, second = meeting.items[:2]
    write_item(first, first.title, NEWS, beside=Beside(TOLD, first.planned_minutes), actor=office, now=now)
    add_decision(first, Outcome(DECIDED, reason=WHY, review_on=day_of(now) + timedelta(days=60)), actor=office, now=now)
    start_point(second, actor=office, now=now)
