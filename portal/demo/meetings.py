"""Holds the meetings: planned, proposed to, written down, closed, and what was to be done afterwards done or not."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from portal.consortium.advice.queries import advice_on
from portal.consortium.lessons.queries import lessons_on
from portal.consortium.meetings.actions import (
    CharterValues,
    MeetingValues,
    Outcome,
    add_attendee,
    add_decision,
    add_item,
    add_task,
    close_meeting,
    finish_action,
    plan_meeting,
    plan_next_meeting,
    propose_item,
    record_attendance,
    save_charter,
    skip_day,
    write_item,
)
from portal.consortium.meetings.charters import charter_of, next_series_day
from portal.consortium.meetings.models import AgendaItem, Attendee, Meeting, MeetingAction
from portal.consortium.meetings.queries import attending, planned_meeting
from portal.consortium.meetings.states import Asked, MeetingKind, Presence, Quorum, WeekOfMonth
from portal.consortium.meetings.voting import Ballot
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.demo.advising import plan_advice
from portal.demo.answering import let_answer
from portal.demo.confirming import let_confirm
from portal.demo.corpus import read_data
from portal.demo.earlier import enter_earlier_meetings
from portal.demo.printing import lay_on_table
from portal.demo.stories import Told
from portal.demo.world import World

STARTS, PLANNED, DONE = time(14, 0), time(10, 10), time(16, 5)
LASTS = timedelta(hours=2)
PLANNED_DAYS_BEFORE = 8


class TaskTold(Told):
    text: str
    owner: str
    due: int
    done: int | None = None
    outcome: str = ""


class DecisionTold(Told):
    text: str
    votes: tuple[int, int, int] = (0, 0, 0)


class ItemTold(Told):
    title: str
    discussion: str
    decisions: tuple[DecisionTold, ...] = ()
    tasks: tuple[TaskTold, ...] = ()


TOGETHER = "앞의 안건과 함께 이야기하였습니다. 까닭도 할 일도 같습니다."
"""What is said of a lesson after another one of its kind."""


REPORTED = "맡은 분이 어디까지 했는지 말씀하였습니다. 마칠 때까지 자문회의마다 살핍니다."
"""What is said of a piece of advice that is still open."""


class LessonTold(Told):
    """What a meeting says about something that practice brought; `days` until the task is due, and half of it done."""

    discussion: str
    decision: str
    task: str
    owner: str
    outcome: str
    days: int = 14


class MeetingTold(Told):
    """A working meeting without `day` is the one that the portal plans after the last."""

    kind: MeetingKind
    day: int | None = None
    absent: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    experts: tuple[dict[str, str], ...] = ()
    attachments: str = ""
    papers: tuple[str, ...] = ()
    items: tuple[ItemTold, ...] = ()


def set_charters(world: World) -> None:
    """The steering committee meets every three months, and skips the next time; who advises comes in the last week."""
    office, now = world.actors["office"], world.surely(world.moment(-85, PLANNED))
    values = {"starts_at": STARTS, "minutes": 120, "months": 3, "from_on": day_of(now)}
    steering = CharterValues(
        points="사업과 예산 40분\n협약과 구성원 20분\n다음 분기 계획 30분",
        asked=[Asked.OFFICE, Asked.MEMBER_HEADS],
        quorum=Quorum.HALF,
        week=WeekOfMonth.SECOND,
        weekday=1,
        **values,
    )
    advisory = CharterValues(
        points="지난 자문을 어떻게 반영했는지 40분",
        asked=[Asked.OFFICE, Asked.COORDINATORS, Asked.MEMBER_STAFF, Asked.EXPERTS],
        quorum=Quorum.NONE,
        week=WeekOfMonth.LAST,
        weekday=3,
        **values,
    )
    for kind, charter in ((MeetingKind.STEERING, steering), (MeetingKind.ADVISORY, advisory)):
        world.at(now, partial(_set_charter, kind, charter, office))
    world.at(world.lately(30), partial(_skip_next, MeetingKind.STEERING, office))


def _set_charter(kind: MeetingKind, values: CharterValues, office: Actor, now: datetime) -> None:
    save_charter(kind, values, actor=office, now=now)


def _skip_next(kind: MeetingKind, office: Actor, now: datetime) -> None:
    series = charter_of(kind).series
    if series is not None:
        skip_day(kind, next_series_day(kind, series, today=day_of(now)).by_rule, actor=office, now=now)


def plan_meetings(world: World) -> None:
    """Plan the first working meeting, from which the others follow, the advisory ones, proposals and advice."""
    set_charters(world)
    data = read_data("meetings.toml")
    told = [MeetingTold.model_validate(each) for each in data["meetings"]]
    place = {"place": data["place"], "host": data["host"]}
    working = [each for each in told if each.kind is MeetingKind.WORKING]
    enter_earlier_meetings(world, place, {each.kind: _day_of(world, each) for each in reversed(told) if each.day})
    for series in (working, *([each] for each in told if each.kind is not MeetingKind.WORKING)):
        _Series(world, series, place, data["coming"]).plan_first()
    for proposal in data["proposals"]:
        world.at(world.surely(world.moment(proposal["day"], DONE)), _Proposal(world, proposal))
    plan_advice(world)


def plan_working_meetings(world: World) -> None:
    """Of a consortium that tells of no others."""
    data = read_data("meetings.toml")
    told = [MeetingTold.model_validate(each) for each in data["meetings"]]
    _Series(world, told, {"place": data["place"], "host": data["host"]}, data["coming"]).plan_first()


def _day_of(world: World, told: MeetingTold) -> date:
    return day_of(world.surely(world.moment(told.day or 0, STARTS)))


class _Proposal:
    def __init__(self, world: World, told: dict[str, Any]) -> None:
        self.world, self.told = world, told

    def __call__(self, now: datetime) -> None:
        propose_item(self.told["title"], self.told["reason"], actor=self.world.actors[self.told["by"]], now=now)


class _Series:
    """Meetings of one kind, one after the other; `coming` are the papers of the one that lies ahead."""

    def __init__(self, world: World, told: list[MeetingTold], place: dict[str, str], coming: list[str]) -> None:
        self.world, self.told = world, told
        self.place, self.coming = place, coming
        self.is_first = True

    @property
    def office(self) -> Actor:
        return self.world.actors["office"]

    def plan_first(self) -> None:
        day = self.told[0].day or 0
        starts_at = self.world.surely(self.world.moment(day, STARTS))
        values = MeetingValues(kind=self.told[0].kind, starts_at=starts_at, ends_at=starts_at + LASTS, **self.place)
        planned = self.world.surely(self.world.moment(day - PLANNED_DAYS_BEFORE, PLANNED))
        self.world.at(planned, lambda now: self.ask(plan_meeting(values, actor=self.office, now=now), now))
        self.world.at(starts_at + LASTS, self.hold)

    def hold(self, now: datetime) -> None:
        """Write the minutes of the meeting that has just taken place, close it, and plan the next of its kind."""
        told = self.told.pop(0)
        meeting = planned_meeting(told.kind)
        if meeting is None:
            raise LookupError(f"no {told.kind} meeting is planned")
        _Minutes(self.world, told, meeting).write(now)
        closed = now + timedelta(minutes=50)
        close_meeting(meeting, actor=self.office, now=closed)
        let_confirm(self.world, meeting, closed, amends=told.kind is MeetingKind.WORKING and self.is_first)
        self.is_first = False
        if told.kind is MeetingKind.WORKING:
            self.world.at(self.world.soon(now, 16, 20), self.plan_next)

    def plan_next(self, now: datetime) -> None:
        meeting = plan_next_meeting(MeetingKind.WORKING, actor=self.office, now=now)
        self.ask(meeting, now)
        if self.told:
            self.world.at(meeting.starts_at + LASTS, self.hold)

    def ask(self, meeting: Meeting, now: datetime) -> None:
        told = self.told[0] if self.told else None
        came = [expert["name"] for expert in told.experts] if told else []
        let_answer(self.world, meeting, told.absent if told else (), now, came=came)
        lay_on_table(self.world, meeting, told.papers if told else self.coming, now)


class _Minutes:
    """What was said at one meeting."""

    def __init__(self, world: World, told: MeetingTold, meeting: Meeting) -> None:
        self.world = world
        self.told = told
        self.meeting = meeting
        self.office = world.actors["office"]
        told_of_lessons = read_data("meetings.toml")["lessons"]
        self.lessons = {each.pop("kind", ""): LessonTold.model_validate(each) for each in told_of_lessons}

    def write(self, now: datetime) -> None:
        self.meeting.attachments = self.told.attachments
        there = {each.name for each in self.meeting.attendees}
        for expert in self.told.experts:
            if expert["name"] not in there:
                add_attendee(self.meeting, **expert, actor=self.office, now=now)
        self.note_presence(now)
        for told in self.told.items:
            self.write_item(told, now)
        spoken_about: set[str] = set()
        for proposal_id, lesson in lessons_on(self.meeting.items).items():
            item = next(each for each in self.meeting.items if each.source_id == proposal_id)
            if lesson.kind in spoken_about:
                write_item(item, item.title, TOGETHER, actor=self.office, now=now)
            else:
                self.write_lesson(item, self.lessons.get(lesson.kind) or self.lessons[""], now)
            spoken_about.add(lesson.kind)
        for proposal_id in advice_on(self.meeting.items):
            item = next(each for each in self.meeting.items if each.source_id == proposal_id)
            write_item(item, item.title, REPORTED, actor=self.office, now=now)

    def note_presence(self, now: datetime) -> None:
        presences = {each.id: Presence.ATTENDED for each in self.meeting.attendees}
        came = {expert["name"] for expert in self.told.experts}
        excused = (each for each in self.meeting.attendees if each.asked_as is Asked.EXPERTS and each.name not in came)
        presences |= {each.id: Presence.EXCUSED for each in excused}
        presences |= {self.attendee(code).id: Presence.ABSENT for code in self.told.absent}
        presences |= {self.attendee(code).id: Presence.OBSERVED for code in self.told.observers}
        record_attendance(self.meeting, presences, actor=self.office, now=now)

    def attendee(self, code: str) -> Attendee:
        user_id = self.world.actors[code].user_id
        return next(attendee for attendee in self.meeting.attendees if attendee.user_id == user_id)

    def write_item(self, told: ItemTold, now: datetime) -> None:
        item = next((each for each in self.meeting.items if each.title == told.title), None)
        item = item or add_item(self.meeting, told.title, actor=self.office, now=now)
        write_item(item, told.title, told.discussion.strip(), actor=self.office, now=now)
        for decision in told.decisions:
            outcome = Outcome(decision.text, ballot=self.ballot(decision))
            add_decision(item, outcome, actor=self.office, now=now)
        for task in told.tasks:
            self.add_task(item, task, now)

    def write_lesson(self, item: AgendaItem, told: LessonTold, now: datetime) -> None:
        """Speak about what practice brought, decide, and have somebody see to it."""
        write_item(item, item.title, told.discussion.strip(), actor=self.office, now=now)
        add_decision(item, Outcome(told.decision), actor=self.office, now=now)
        outcome = Outcome(told.task, owner=self.attendee(told.owner), due_on=day_of(now) + timedelta(days=told.days))
        action = add_task(item, outcome, actor=self.office, now=now)
        done = self.world.surely(now + timedelta(days=told.days // 2))
        self.world.at(done, _Finishing(action, told.outcome, self.world.actors[told.owner]))

    def ballot(self, told: DecisionTold) -> Ballot:
        """The votes as told, at most as many as people who attend."""
        votes_for, against, abstained = told.votes
        return Ballot(min(votes_for, len(attending(self.meeting)) - against - abstained), against, abstained)

    def add_task(self, item: AgendaItem, told: TaskTold, now: datetime) -> None:
        due_on = self.world.today + timedelta(days=told.due)
        outcome = Outcome(told.text, owner=self.attendee(told.owner), due_on=due_on)
        action = add_task(item, outcome, actor=self.office, now=now)
        if told.done is not None:
            owner = self.world.actors[told.owner]
            done = self.world.surely(self.world.moment(told.done, DONE))
            self.world.at(done, _Finishing(action, told.outcome, owner))


class _Finishing:
    def __init__(self, action: MeetingAction, outcome: str, owner: Actor) -> None:
        self.action, self.outcome, self.owner = action, outcome, owner

    def __call__(self, now: datetime) -> None:
        finish_action(self.action, self.outcome, actor=self.owner, now=now)
