"""How a visit comes about and what becomes of it: asked, answered, booked, moved, recorded, and told how it was."""

from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from portal.consortium.capacity.models import Slot
from portal.coordinators.gate.queries import facts_of_referral
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.queries import agreed_plan_of
from portal.coordinators.referrals.actions import (
    accept_referral,
    close_referral,
    decline_referral,
    hold_referral,
    refer_again,
    request_referral,
    withdraw_referral,
)
from portal.coordinators.referrals.cascade import allow_cascade
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.rules import suits
from portal.coordinators.referrals.states import DeclineReason, ReferralState
from portal.coordinators.referrals.times import slots_for
from portal.coordinators.visits.actions import book_visit
from portal.core import clock
from portal.core.actors import Actor
from portal.demo.applying import Course
from portal.demo.consortium import post_time
from portal.demo.contacting import contact, coordinator_of
from portal.demo.outcomes import Outcome
from portal.demo.stories import Ending, VisitTold
from portal.demo.world import World

LEAD_DAYS = 5
LONG_LEAD_DAYS = 8
"""Of visits about the day of the seeding, so that they are booked whatever holidays lie before it."""
ASKED_HOURS_AGO = {Ending.REQUESTED: 5, Ending.OVERDUE: 97, Ending.ACCEPTED: 28, Ending.HELD: 75}
FALLBACK = time(10, 0)
WORKERS_ASKED = 5


def plan_visits(world: World, course: Course, agreed: datetime) -> None:
    """Plan each visit of the story from its request on."""
    for told in course.story.told_visits:
        visit = VisitCourse(world, course, told)
        world.at(max(visit.asked_at(), agreed + timedelta(hours=1)), visit.ask)


class VisitCourse:
    """One visit from its request; a time that failed is followed by another one unless the story leaves it."""

    def __init__(self, world: World, course: Course, told: VisitTold) -> None:
        self.world = world
        self.course = course
        self.told = told

    def asked_at(self) -> datetime:
        if self.told.is_left and self.told.ending is Ending.DECLINED:
            return self.world.lately(27)
        if self.told.ending in ASKED_HOURS_AGO:
            return self.world.lately(ASKED_HOURS_AGO[self.told.ending])
        lead = LEAD_DAYS if self.told.day < -LEAD_DAYS else LONG_LEAD_DAYS
        minutes = self.world.chance.randint(5, 420)
        return self.world.surely(self.world.moment(self.told.day - lead, time(9, 40)) + timedelta(minutes=minutes))

    @property
    def coordinator(self) -> Actor:
        return coordinator_of(self.world, self.course)

    def cooperative(self, referral: Referral) -> Actor:
        return self.world.staff_of(referral.organisation_id)

    def line(self) -> PlanLine:
        """The line of the agreed plan that names the service."""
        plan = agreed_plan_of(self.course.opened)
        lines = plan.lines if plan else []
        return next(line for line in lines if line.service.code == self.told.service)

    def ask(self, now: datetime) -> None:
        line = self.line()
        note = self.world.text("requests", self.told.service)
        slot = self.slot(line, now)
        if self.told.ending is Ending.REQUESTED:
            allow_cascade(line, actor=self.coordinator, now=now)
        self.answer_later(request_referral(line, slot.id, note=note, actor=self.coordinator, now=now), now)

    def slot(self, line: PlanLine, now: datetime) -> Slot:
        """The free time nearest to the day that the story names; where there is none, one is posted."""
        dong_code = self.course.applied.household.dong_code
        if self.told.clock_time is not None:
            return post_time(
                self.world, self.told.service, dong_code, self.world.moment(self.told.day, self.told.clock_time), now
            )
        fitting = [slot for slot in slots_for(line, now=now) if self._fits(slot, now)]
        if not fitting:
            return post_time(self.world, self.told.service, dong_code, self.world.moment(self.told.day, FALLBACK), now)
        return min(fitting, key=self._distance)

    def _fits(self, slot: Slot, now: datetime) -> bool:
        """Far enough ahead, and on the side of the seeding on which the story puts it."""
        is_past = slot.ends_at < self.world.until - timedelta(hours=2)
        return slot.starts_at > now + timedelta(hours=26) and is_past == (self.told.day < 0)

    def _distance(self, slot: Slot) -> tuple[int, bool, datetime]:
        days = abs((clock.day_of(slot.starts_at) - self.world.today).days - self.told.day)
        return days, not suits(slot.starts_at, self.course.story.day_times), slot.starts_at

    def answer_later(self, referral: Referral, now: datetime) -> None:
        """Plan the answer; none comes to a request that still waits for it."""
        ending, answered = self.told.ending, self.world.soon(now, 1.5, 6)
        last = max(now + timedelta(minutes=40), referral.slot.starts_at - timedelta(hours=24))
        if ending is Ending.WITHDRAWN:
            self.world.at(self.world.soon(now, 1, 2), partial(self.withdraw, referral))
        elif ending is Ending.HELD:
            self.world.at(self.world.lately(30), partial(self.hold, referral))
        elif ending is Ending.DECLINED:
            declined = self.world.lately(4) if self.told.is_left else min(answered, last)
            self.world.at(declined, partial(self.decline, referral))
        elif ending is Ending.ACCEPTED:
            self.world.at(self.world.lately(6), partial(self.accept, referral))
        elif ending not in (Ending.REQUESTED, Ending.OVERDUE):
            self.world.at(min(answered, last), partial(self.accept, referral))

    def withdraw(self, referral: Referral, now: datetime) -> None:
        withdraw_referral(referral, note=self.world.text("notes", "withdrawn"), actor=self.coordinator, now=now)

    def hold(self, referral: Referral, now: datetime) -> None:
        hold_referral(referral, note=self.world.text("notes", "held"), actor=self.coordinator, now=now)

    def decline(self, referral: Referral, now: datetime) -> None:
        note, actor = self.world.text("notes", "declined"), self.cooperative(referral)
        decline_referral(referral, DeclineReason.NO_CAPACITY, note=note, actor=actor, now=now)
        if not self.told.is_left:
            self.world.at(self.world.soon(now, 0.5, 2), partial(self.ask_again, referral))

    def accept(self, referral: Referral, now: datetime) -> None:
        accept_referral(referral, actor=self.cooperative(referral), now=now)
        if self.told.ending is not Ending.ACCEPTED:
            last = max(now + timedelta(minutes=20), referral.slot.starts_at - timedelta(hours=3))
            self.world.at(min(self.world.soon(now, 0.5, 2.5), last), partial(self.book, referral))

    def book(self, referral: Referral, now: datetime) -> None:
        worker_id = self.worker(referral)
        agreed = self.world.chance.random() < 0.5
        visit = book_visit(referral, actor=self.coordinator, now=now, worker_id=worker_id, resident_agreed=agreed)
        Outcome(self.world, self.course, self.told, visit, self.see_to).plan()

    def worker(self, referral: Referral) -> UUID | None:
        """Somebody of the co-operative who goes nowhere else at that time; nobody by name where all do."""
        for _attempt in range(WORKERS_ASKED):
            code = referral.organisation.code
            worker_id = self.world.workers[code, self.world.text("workers", code)]
            if not facts_of_referral(referral.id, ReferralState.BOOKED, worker_id=worker_id).time.worker_is_away:
                return worker_id
        return None

    def see_to(self, referral: Referral, kind: str, now: datetime) -> None:
        """The coordinator calls about a visit that failed and asks for another time, or lets it be."""
        contact(self.world, self.course, now, kind)
        if self.told.ending is Ending.CANCELLED:
            close_referral(referral, actor=self.coordinator, now=now, note=self.world.text("notes", "closed"))
        else:
            self.ask_again(referral, now)

    def ask_again(self, referral: Referral, now: datetime) -> None:
        days = (clock.day_of(now) - self.world.today).days + LEAD_DAYS
        self.told = self.told._replace(day=days, clock_time=None, ending=Ending.DONE)
        slot = self.slot(referral.plan_line, now)
        self.answer_later(refer_again(referral, slot.id, note="", actor=self.coordinator, now=now), now)
