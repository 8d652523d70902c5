"""People stay at a short-term facility, from the request to the discharge, and what their home needed meanwhile."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import partial

from portal.coordinators.plans.queries import agreed_plan_of
from portal.coordinators.referrals.actions import accept_referral, request_referral
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.rules import Stay
from portal.coordinators.stays.actions import Discharge, admit, answer_home, discharge
from portal.coordinators.stays.queries import places_for
from portal.coordinators.stays.rules import nights_of
from portal.coordinators.stays.states import HomeAnswer, HomeTask
from portal.coordinators.visits.actions import book_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import ConfirmedBy
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.corpus import read_data
from portal.demo.stories import Told
from portal.demo.world import World

ASKED, COMES, LEAVES = time(10, 15), time(14, 30), time(11, 0)
LEAD, WRITTEN_AFTER = timedelta(days=4), timedelta(minutes=40)


class StayTold(Told):
    """`first` is the day of admission, counted from the seeding; `away` are the nights in hospital, from 0 on."""

    key: str
    service: str
    first: int
    nights: int
    note: str
    words: str
    home: Mapping[HomeTask, HomeAnswer]
    away: tuple[int, ...] = ()


def plan_stays(world: World, courses: Sequence[Course]) -> None:
    by_key = {course.story.key: course for course in courses}
    for entry in read_data("stays.toml")["stays"]:
        told = StayTold.model_validate(entry)
        world.at(world.surely(world.moment(told.first, ASKED) - LEAD), StayCourse(world, by_key[told.key], told).ask)


class StayCourse:
    """One stay from its request on; what lies after the seeding has not happened yet."""

    def __init__(self, world: World, course: Course, told: StayTold) -> None:
        self.world = world
        self.course = course
        self.told = told

    def ask(self, now: datetime) -> None:
        plan = agreed_plan_of(self.course.opened)
        if plan is None:
            raise LookupError(f"{self.told.key} has agreed to no plan")
        line = next(line for line in plan.lines if line.service.code == self.told.service)
        first = self.world.today + timedelta(days=self.told.first)
        slot = places_for(line, nights_of(first, first + timedelta(days=self.told.nights)), now=now)[0].slots[0]
        actor, stay = coordinator_of(self.world, self.course), Stay(self.told.nights)
        referral = request_referral(line, slot.id, note=self.told.note, actor=actor, now=now, stay=stay)
        self.world.at(self.world.soon(now, 2, 5), partial(self.book, referral))

    def book(self, referral: Referral, now: datetime) -> None:
        accept_referral(referral, actor=self.world.staff_of(referral.organisation_id), now=now)
        coordinator = coordinator_of(self.world, self.course)
        for task, answer in self.told.home.items():
            answer_home(referral, task, answer, actor=coordinator, now=now)
        visit = book_visit(referral, actor=coordinator, now=now, resident_agreed=True)
        comes_at = self.world.moment(self.told.first, COMES)
        self.world.at(comes_at, partial(self.admit, visit))

    def admit(self, visit: Visit, now: datetime) -> None:
        admit(visit, actor=self.world.staff_of(visit.organisation_id), now=now)
        left_at = self.world.moment(self.told.first + self.told.nights, LEAVES)
        self.world.at(left_at + WRITTEN_AFTER, partial(self.discharge, visit, now, left_at))

    def discharge(self, visit: Visit, admitted_at: datetime, left_at: datetime, now: datetime) -> None:
        first = self.world.today + timedelta(days=self.told.first)
        away = frozenset(first + timedelta(days=night) for night in self.told.away)
        written = Discharge(admitted_at, left_at, away, ConfirmedBy.IN_PERSON, self.told.words)
        discharge(visit, written, actor=self.world.staff_of(visit.organisation_id), now=now)
        self.course.visits_to_follow.append(visit.id)
