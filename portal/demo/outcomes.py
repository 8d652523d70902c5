"""What becomes of a booked visit: moved or cancelled before, recorded by the worker after, told of by the resident."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.visits.actions import (
    cancel_visit,
    move_visit,
    record_nobody_home,
    record_provider_absent,
    record_visit,
)
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.queries import move_choices, sheet_edition
from portal.coordinators.visits.rules import StepDone
from portal.coordinators.visits.states import Attempt, ConfirmedBy, Rating
from portal.coordinators.visits.wishes import ask_to_move, confirm_coming, confirm_took_place, give_feedback
from portal.coordinators.visits.written import VisitRecord
from portal.core import clock
from portal.core.actors import Actor
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.hours import daytime
from portal.demo.stories import Ending, VisitTold
from portal.demo.working import who_came
from portal.demo.world import World
from portal.manuals.models import ManualStep
from portal.manuals.queries import visit_steps
from portal.workforce.workers.queries import able_workers

SeeTo = Callable[[Referral, str, datetime], None]
LEFT_OUT = 0.05
"""The share of steps that a worker leaves out."""
SHORTEST = timedelta(minutes=4)
TELLS = 0.6
"""The share of visits about which residents say how they were."""
RATINGS = (*[Rating.GOOD] * 15, *[Rating.FAIR] * 4, Rating.POOR)
CONFIRMATIONS = (*[ConfirmedBy.IN_PERSON] * 7, ConfirmedBy.PHONE, ConfirmedBy.NOT_POSSIBLE)


class Outcome:
    """Plans what the story tells of a booked visit; `see_to` is what the coordinator does about a failed one."""

    def __init__(self, world: World, course: Course, told: VisitTold, visit: Visit, see_to: SeeTo) -> None:
        self.world = world
        self.course = course
        self.told = told
        self.visit = visit
        self.see_to = see_to

    @property
    def coordinator(self) -> Actor:
        return coordinator_of(self.world, self.course)

    @property
    def worker(self) -> Actor:
        return self.world.staff_of(self.visit.organisation_id)

    def plan(self) -> None:
        starts_at = self.visit.starts_at
        days_before = min(self.world.surely(starts_at - timedelta(hours=60)), starts_at - timedelta(hours=26))
        eve = clock.at(clock.day_of(starts_at) - timedelta(days=1), time(18, 20))
        acts: dict[Ending, tuple[datetime, Callable[[datetime], None]]] = {
            Ending.CANCELLED: (days_before, self.cancel),
            Ending.CANCELLED_LATE: (eve, self.cancel),
            Ending.MOVED: (days_before, self.move),
            Ending.CONFIRMED: (self.world.lately(3), self.confirm),
            Ending.WISHED: (self.world.lately(4), self.wish),
            Ending.NOBODY_HOME: (starts_at + timedelta(minutes=35), self.find_nobody),
            Ending.PROVIDER_ABSENT: (starts_at + timedelta(hours=2), self.miss_provider),
        }
        moment, act = acts.get(self.told.ending, (self.visit.ends_at + self._minutes(8, 45), self.record))
        if self.told.ending is not Ending.UNRECORDED:
            self.world.at(moment, act)

    def _minutes(self, least: int, most: int) -> timedelta:
        return timedelta(minutes=self.world.chance.randint(least, most))

    def cancel(self, now: datetime) -> None:
        note = self.world.text("notes", "cancelled")
        actor = self.course.resident or self.coordinator
        cancel_visit(self.visit, CancelledBy.RESIDENT, note=note, actor=actor, now=now)
        self._hand_on("after_cancel", now)

    def move(self, now: datetime) -> None:
        choices = [
            slot
            for slot in move_choices(self.visit, after=now + timedelta(hours=30))
            if (slot.ends_at < self.world.until) == (self.told.day < 0)
        ]
        if choices:
            self.visit = move_visit(self.visit, choices[0].id, actor=self.coordinator, now=now)
        self.world.at(self.visit.ends_at + self._minutes(8, 45), self.record)

    def confirm(self, now: datetime) -> None:
        if self.course.resident:
            confirm_coming(self.visit, actor=self.course.resident, now=now)

    def wish(self, now: datetime) -> None:
        if self.course.resident:
            ask_to_move(self.visit, self.world.text("notes", "wished"), actor=self.course.resident, now=now)

    def find_nobody(self, now: datetime) -> None:
        attempts = [Attempt.RANG, Attempt.CALLED, Attempt.WAITED]
        note = self.world.text("notes", "nobody_home")
        record_nobody_home(self.visit, attempts, note=note, actor=self.worker, now=now)
        self._hand_on("after_nobody_home", now)

    def miss_provider(self, now: datetime) -> None:
        note = self.world.text("notes", "provider_absent")
        record_provider_absent(self.visit, note=note, actor=self.coordinator, now=now)
        self._hand_on("after_absence", now)

    def _hand_on(self, kind: str, now: datetime) -> None:
        if not self.told.is_left:
            referral = self.visit.referral
            self.world.at(self.world.soon(now, 0.5, 2), partial(self.see_to, referral, kind))

    def record(self, now: datetime) -> None:
        edition = sheet_edition(self.visit)
        arrived_at = self.visit.starts_at + self._minutes(-6, 7)
        booked = self.visit.ends_at - self.visit.starts_at
        left_at = min(self.visit.ends_at + self._minutes(-10, 6), arrived_at + booked, now)
        written = VisitRecord(
            arrived_at=arrived_at,
            left_at=max(left_at, arrived_at + SHORTEST),
            steps=[self._step(step) for step in visit_steps(edition)] if edition else [],
            confirmed_by=self.world.chance.choice(CONFIRMATIONS),
            edition_id=edition.id if edition else None,
            notes=self.world.text("visits", self.told.service),
            worker_id=self._who_came(),
        )
        record_visit(self.visit, written, actor=self.worker, now=now)
        self.course.visits_to_follow.append(self.visit.id)
        self._plan_word(now)

    def _who_came(self) -> UUID | None:
        """Whoever stood in, or goes where nobody was named; None where whoever was named came."""
        referral = self.visit.referral
        stood_in = who_came(self.world, referral.organisation.code, self.told.service, referral.number)
        if stood_in or self.visit.worker_id:
            return stood_in
        day = clock.day_of(self.visit.starts_at)
        return next((one.id for one in able_workers(referral.organisation_id, referral.service_id, day)), None)

    def _step(self, step: ManualStep) -> StepDone:
        done = self.world.chance.random() >= LEFT_OUT
        note = "" if done else self.world.text("notes", "left_out")
        return StepDone(step.name, step.required, done, note)

    def _plan_word(self, now: datetime) -> None:
        """The resident says the next day how it was."""
        told = {Ending.GOOD: Rating.GOOD, Ending.FAIR: Rating.FAIR, Ending.POOR: Rating.POOR}.get(self.told.ending)
        speaks = told is not None or self.world.chance.random() < TELLS
        rating = told or self.world.chance.choice(RATINGS)
        if self.course.resident and speaks:
            self.world.at(daytime(now + self._minutes(900, 1500)), partial(self.tell, rating))

    def tell(self, rating: Rating, now: datetime) -> None:
        resident = self.course.resident
        if resident is None:
            return
        if self.visit.confirmed_by is ConfirmedBy.NOT_POSSIBLE:
            confirm_took_place(self.visit, actor=resident, now=now)
        text, is_shared = self.world.text("feedback", rating.value), rating is Rating.GOOD
        give_feedback(self.visit, rating, text, actor=resident, now=now, is_shared=is_shared)
