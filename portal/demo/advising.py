"""Keeps the experts, notes what they advised at each advisory meeting, answers it and works it in, or not yet."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.accounts.queries import get_user
from portal.consortium.advice.actions import (
    AdviceDetails,
    Answer,
    ExpertDetails,
    add_expert,
    answer_advice,
    apply_advice,
    note_advice,
)
from portal.consortium.advice.models import Advice, Expert
from portal.consortium.advice.states import AdviceState, FeeRule, Speciality
from portal.consortium.advice.tasks import bring
from portal.consortium.meetings.actions import plan_next_meeting
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingKind
from portal.core.clock import day_of
from portal.demo.corpus import read_data
from portal.demo.earlier import ADVISORY_MONTHS
from portal.demo.replay import Act
from portal.demo.stories import Told
from portal.demo.world import World
from portal.extensions import db

STARTS, KEPT, ANSWERED, APPLIED, BROUGHT = time(14, 0), time(11, 20), time(10, 30), time(15, 10), time(11, 0)
EXPERTS_ON, NEXT_PLANNED = -80, -1
MEETINGS = {1: -76, 2: -40, 3: -11}
"""On which days the advisory meetings are (`meetings.toml`)."""
BROUGHT_BEFORE = 5
ANSWER_WITHIN = 30


class AnswerTold(Told):
    state: AdviceState
    on: int
    reason: str
    owner: str = ""
    due: int | None = None


class AppliedTold(Told):
    on: int
    where: str


class PieceTold(Told):
    meeting: int
    expert: str
    topic: str
    words: str
    answer_by: int | None = None
    answer: AnswerTold | None = None
    applied: AppliedTold | None = None


def plan_advice(world: World) -> None:
    data = read_data("advice.toml")
    experts: dict[str, Expert] = {}
    for told in data["experts"]:
        world.at(world.surely(world.moment(EXPERTS_ON, KEPT)), partial(_keep_expert, world, experts, told))
    for told in data["pieces"]:
        _Piece(world, experts, PieceTold.model_validate(told)).plan()
    for day in MEETINGS.values():
        world.at(world.surely(world.moment(day - BROUGHT_BEFORE, BROUGHT)), bring)
    world.at(world.surely(world.moment(NEXT_PLANNED, KEPT)), partial(_plan_next, world))


def _keep_expert(world: World, experts: dict[str, Expert], told: dict[str, Any], now: datetime) -> None:
    day = day_of(now)
    details = ExpertDetails(
        name=told["name"],
        organisation=told["organisation"],
        position=told["position"],
        speciality=Speciality(told["speciality"]),
        fee_rule=FeeRule(told["fee_rule"]),
        fee=told.get("fee"),
        from_on=day,
        kept_on=day,
        named_on=day if told["is_named"] else None,
        asked_on=day if "email" in told else None,
        email=told.get("email", ""),
    )
    experts[told["code"]] = add_expert(details, actor=world.actors["office"], now=now)


def _plan_next(world: World, now: datetime) -> None:
    plan_next_meeting(MeetingKind.ADVISORY, actor=world.actors["office"], now=now)
    bring(now)


class _Piece:
    """One piece of advice from the day on which it was noted."""

    def __init__(self, world: World, experts: dict[str, Expert], told: PieceTold) -> None:
        self.world, self.experts, self.told = world, experts, told
        self.office = world.actors["office"]

    def plan(self) -> None:
        held = self.world.surely(self.world.moment(MEETINGS[self.told.meeting], STARTS))
        self.world.at(self.world.surely(held + timedelta(days=1)), self.note)

    def _at(self, day: int, clock_time: time, act: Act) -> None:
        """On the day that is told, or at once where holidays put off what comes before it."""
        self.world.at(self.world.surely(self.world.moment(day, clock_time)), act)

    def note(self, now: datetime) -> None:
        told, number = self.told, len(ADVISORY_MONTHS) + self.told.meeting
        advisory = (Meeting.kind == MeetingKind.ADVISORY, Meeting.number == number)
        meeting = db.session.scalars(select(Meeting).where(*advisory)).one()
        due = self.day(told.answer_by) if told.answer_by is not None else day_of(now) + timedelta(days=ANSWER_WITHIN)
        details = AdviceDetails(meeting, self.experts[told.expert], told.topic, told.words, due)
        advice = note_advice(details, actor=self.office, now=now)
        if told.answer is not None:
            self._at(told.answer.on, ANSWERED, partial(self.answer, advice, told.answer))

    def answer(self, advice: Advice, told: AnswerTold, now: datetime) -> None:
        owner = get_user(self.world.actors[told.owner].user_id) if told.owner else None  # type: ignore[arg-type]
        due = max(self.day(told.due), day_of(now)) if told.due is not None else None
        answer_advice(advice, Answer(told.state, told.reason, owner, due), actor=self.office, now=now)
        if self.told.applied is not None:
            self._at(self.told.applied.on, APPLIED, partial(self.apply, advice, self.told.applied))

    def apply(self, advice: Advice, told: AppliedTold, now: datetime) -> None:
        owner = next(actor for actor in self.world.actors.values() if actor.user_id == advice.owner_id)
        apply_advice(advice, told.where, day_of(now), actor=owner, now=now)

    def day(self, day: int) -> date:
        return self.world.today + timedelta(days=day)
