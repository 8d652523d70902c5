"""The course of a case as its story tells it: paired, called, assessed, planned, and what interrupts or ends it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from portal.audit.actions import record_read
from portal.consortium.catalogue.queries import get_service
from portal.coordinators.caseload.actions import pair_again, pair_household
from portal.coordinators.caseload.holding import hold_case
from portal.coordinators.contacts.actions import record_contact
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.handovers.actions import give, take_over
from portal.coordinators.handovers.queries import handover_of_person
from portal.coordinators.plans.actions import agree_plan, assess, write_plan
from portal.coordinators.plans.queries import draft_of
from portal.coordinators.plans.rules import LineDraft
from portal.coordinators.plans.states import AgreedBy, Area
from portal.core import clock
from portal.core.actors import Actor
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.means import learn_means
from portal.demo.stories import Due, LineTold, Stage, Turn
from portal.demo.visiting import plan_visits
from portal.demo.world import World
from portal.residents.applications.states import Urgency

AFTERNOON = time(15, 20)
PAIRED_WITHIN = {Urgency.URGENT: (0.4, 1.2), Urgency.SOON: (2, 5), Urgency.NORMAL: (4, 24)}
"""Hours after the application."""
DUE_SET_ON = -7
"""The day of the contact that fixes when the next one is due."""

SAID_AFTER = (4, 26)
"""Hours after a hand-over until the one has written and the other has confirmed."""


class Care:
    """Plans the acts of one case, each after the one before."""

    def __init__(self, world: World, course: Course) -> None:
        self.world = world
        self.course = course
        self.story = course.story

    def plan(self, applied: datetime) -> None:
        """Everything from the pairing on; nothing for a story without a coordinator."""
        if self.story.coordinator:
            self.world.at(self.world.soon(applied, *PAIRED_WITHIN[self.story.urgency]), self.pair)

    @property
    def coordinator(self) -> Actor:
        return coordinator_of(self.world, self.course)

    def pair(self, now: datetime) -> None:
        user_id = self.world.actors[self.story.coordinator].user_id
        if user_id is None:
            raise LookupError(self.story.coordinator)
        office = self.world.actors["office"]
        case = pair_household(self.course.applied, user_id, actor=office, now=now, reason=self.story.why)
        self.course.case, self.course.case_id = case, case.id
        self.world.at(self.world.soon(now, 0.5, 3), self.call_first)
        if self.story.stage is not Stage.PAIRED:
            self.world.at(self.world.soon(now, 20, 44), self.assess)

    def call_first(self, now: datetime) -> None:
        note = self.world.text("contacts", "first")
        case = self.course.opened
        due_on = None if self.story.stage is not Stage.PAIRED else self.world.today + timedelta(days=1)
        record_contact(
            case, ContactMeans.CALL, ContactOutcome.WELL, note, actor=self.coordinator, now=now, next_on=due_on
        )

    def assess(self, now: datetime) -> None:
        case = self.course.opened
        record_read(actor=self.coordinator, now=now, subject=("household", case.household_id))
        levels = dict(zip(Area, self.story.levels, strict=True))
        assess(case, levels, self.story.summary, is_home_visit=True, actor=self.coordinator, now=now)
        learn_means(self.world, self.course, now)
        if self.story.stage is not Stage.ASSESSED:
            self.world.at(self.world.soon(now, 1.5, 4), self.write_first_plan)

    def write_first_plan(self, now: datetime) -> None:
        self.write_plan(self.story.aim, self.story.plan, now)
        if self.story.stage is Stage.IN_COURSE:
            self.world.at(self.world.soon(now, 16, 26), self.agree_first_plan)

    def write_plan(self, aim: str, lines: Sequence[LineTold], now: datetime) -> None:
        ends_on = clock.day_of(now) + timedelta(days=30 * self.story.months)
        drafts = [self.line(told, ends_on) for told in lines]
        write_plan(self.course.opened, drafts, aim=aim, ends_on=ends_on, actor=self.coordinator, now=now)

    def line(self, told: LineTold, ends_on: date) -> LineDraft:
        return LineDraft(
            need=self.world.text("needs", told.service),
            goal=self.world.text("goals", told.service),
            service_id=get_service(told.service).id,
            how_often=told.how_often,
            times=told.times,
            until_on=ends_on,
        )

    def agree_first_plan(self, now: datetime) -> None:
        self.agree_plan(now)
        plan_visits(self.world, self.course, now)
        self.plan_turns()

    def agree_plan(self, now: datetime) -> None:
        draft = draft_of(self.course.opened)
        if draft is None:
            raise LookupError(f"{self.story.key} has no draft")
        how = self.world.chance.choice([AgreedBy.IN_PERSON, AgreedBy.IN_PERSON, AgreedBy.PHONE])
        agree_plan(draft, how, actor=self.coordinator, now=now)

    def plan_turns(self) -> None:
        """What interrupts, changes or ends the course, and the contact that fixes when the next one is due."""
        for turn, act in (
            (self.story.new_plan, self.rewrite_plan),
            (self.story.handover, self.hand_over),
            (self.story.hold, self.hold),
            (self.story.close, self.close),
        ):
            if turn is not None:
                self.world.at(self.world.surely(self.world.moment(turn.day, AFTERNOON)), act)
        if self.story.contact is not None:
            self.world.at(self.world.surely(self.world.moment(DUE_SET_ON, AFTERNOON)), self.set_due)

    def rewrite_plan(self, now: datetime) -> None:
        turn = _told(self.story.new_plan)
        self.write_plan(turn.reason, self.story.new_lines, now)
        self.world.at(self.world.soon(now, 16, 26), self.agree_plan)

    def hand_over(self, now: datetime) -> None:
        turn, office = _told(self.story.handover), self.world.actors["office"]
        user_id = self.world.actors[turn.coordinator].user_id
        if user_id is None:
            raise LookupError(turn.coordinator)
        former, case = self.coordinator, self.course.opened
        pair_again(case, user_id, reason=turn.reason, handover_note=turn.note, actor=office, now=now)
        handover = handover_of_person(case.person_id)
        if handover is not None:
            taker = self.world.actors[turn.coordinator]
            given_at, taken_at = (self.world.surely(now + timedelta(hours=hours)) for hours in SAID_AFTER)
            self.world.at(given_at, lambda at: give(handover, turn.told, actor=former, now=at))
            self.world.at(taken_at, lambda at: take_over(handover, actor=taker, now=at))

    def hold(self, now: datetime) -> None:
        hold_case(self.course.opened, _told(self.story.hold).reason, actor=self.coordinator, now=now)

    def close(self, now: datetime) -> None:
        closure = self.story.close
        if closure is not None:
            close_household_case(self.course.opened, closure.reason, closure.note, actor=self.coordinator, now=now)

    def set_due(self, now: datetime) -> None:
        days = 0 if self.story.contact is Due.TODAY else -2
        note, due_on = self.world.text("contacts", "well"), self.world.today + timedelta(days=days)
        case = self.course.opened
        record_contact(
            case, ContactMeans.CALL, ContactOutcome.WELL, note, actor=self.coordinator, now=now, next_on=due_on
        )


def _told(turn: Turn | None) -> Turn:
    if turn is None:
        raise LookupError("the story does not tell this turn")
    return turn
