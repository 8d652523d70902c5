"""Fills an empty database with the demonstration: what happened in three months, replayed through the real acts."""

import gc
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from random import Random

from sqlalchemy import select

from portal.accounts.hashing import hash_password
from portal.accounts.models import User
from portal.audit.sealing import seal_entries
from portal.consortium.catalogue.models import Service
from portal.consortium.lessons.tasks import bring
from portal.consortium.members.models import Organisation
from portal.coordinators.visits.tasks import send_reminders
from portal.core import clock
from portal.core.workdays import is_workday
from portal.demo import consortium, manuals, money, staff
from portal.demo.aiding import plan_aid
from portal.demo.alerting import plan_alerts
from portal.demo.applying import Course, applied_at, apply, identities, plan_decision
from portal.demo.asking import plan_requests
from portal.demo.away import plan_leave
from portal.demo.backups import plan_backups
from portal.demo.bodies import plan_bodies
from portal.demo.breaking import plan_breaks
from portal.demo.caring import Care
from portal.demo.consulting import plan_consulting
from portal.demo.contacting import call_whoever_is_due
from portal.demo.corpus import Corpus, is_main
from portal.demo.emergencies import plan_emergencies
from portal.demo.files import plan_changes, plan_judging
from portal.demo.filtering import plan_filters
from portal.demo.guarding import plan_guarding
from portal.demo.holding import plan_meeting_of_today
from portal.demo.leaking import plan_leak
from portal.demo.learning import plan_training
from portal.demo.means import plan_later
from portal.demo.meetings import plan_meetings
from portal.demo.monitoring import plan_monitoring
from portal.demo.names import Names
from portal.demo.opening import plan_events
from portal.demo.outbox import settle_outbox
from portal.demo.overcap import plan_overrides
from portal.demo.partnering import enter_partners
from portal.demo.passing import plan_outside
from portal.demo.planning import plan_work
from portal.demo.printing import sealed_papers
from portal.demo.recurring import plan_series
from portal.demo.replay import Replay
from portal.demo.reviewing import plan_reviews
from portal.demo.rights import plan_rights
from portal.demo.roster import plan_roster
from portal.demo.screening import plan_screenings
from portal.demo.settling import plan_settlements
from portal.demo.shelving import make_papers, plan_library
from portal.demo.smaller import plan_smaller
from portal.demo.stories import stories
from portal.demo.supporting import plan_support
from portal.demo.surveying import plan_surveys
from portal.demo.telephoning import plan_calls
from portal.demo.thanking import plan_letters
from portal.demo.volunteering import plan_volunteers
from portal.demo.waiting import plan_waiting
from portal.demo.watching import plan_watching
from portal.demo.working import enter_workers
from portal.demo.world import DAYS, World
from portal.demo.worries import plan_worries
from portal.duty.tasks import send_digests
from portal.extensions import db
from portal.manuals.shipped import shipped_manuals
from portal.residents.households.models import Household

SEED = 20260307
Say = Callable[[str], None]
MORNING, DIGEST, REMINDERS, CALLS, LAST_CHANGES = time(9, 0), time(8, 40), time(9, 5), time(9, 35), time(9, 40)
BEGUN = (User, Organisation, Service, Household)


def is_empty() -> bool:
    """Whether nobody has begun to work with this database."""
    return not any(db.session.scalar(select(table.id).limit(1)) for table in BEGUN)


def hindrance(now: datetime) -> str | None:
    """Why nothing can be told up to `now`; the shipped manuals must have been in force for all of it."""
    since = max(manual.effective_on for manual in shipped_manuals())
    first_day = clock.day_of(now) - timedelta(days=DAYS)
    return None if first_day >= since else f"the manuals begin on {since}: set the clock {DAYS} days later at least"


def seed_demonstration(*, now: datetime, say: Say) -> None:
    """Make the demonstration as if today were the day of `now`; the same `now` makes the same data, ids aside."""
    chance = Random(SEED)  # noqa: S311 nothing here is a secret
    replay = Replay(now, _end_of_day(now, say))
    world = World(now, replay, Corpus(chance), chance, hash_password(staff.PASSWORD))
    world.files |= sealed_papers(now)
    say(f"three months up to {clock.day_of(now)}")
    make_papers(world)
    world.at(world.moment(-DAYS, MORNING), _Founding(world, Names(SEED, chance)))
    db.session.expire_on_commit = False  # nobody else writes: no row need be read anew each day
    gc.disable()  # Looking for cycles among so many rows would be a tenth of the work.
    try:
        replay.run()
    finally:
        gc.enable()


def _end_of_day(until: datetime, say: Say) -> Callable[[datetime], None]:
    def end(now: datetime) -> None:
        db.session.flush()
        settle_outbox(now, until)
        seal_entries(now)
        if clock.day_of(now + timedelta(days=1)).month != clock.day_of(now).month:
            say(f"{clock.day_of(now):%Y-%m} done")

    return end


class _Founding:
    """The first day: the consortium begins to work with the portal, and everything that follows is planned."""

    def __init__(self, world: World, names: Names) -> None:
        self.world = world
        self.names = names

    def __call__(self, now: datetime) -> None:
        staff.open_first_office(self.world, now)
        acts: tuple[Callable[[World, datetime], None], ...] = (
            consortium.add_members,
            staff.open_accounts,
            manuals.publish_first_editions,
            consortium.open_catalogue,
            money.open_programmes,
            consortium.post_places,
            enter_workers,
            plan_training,
            plan_consulting,
            enter_partners,
            plan_events,
            plan_library,
        )
        for number, act in enumerate(acts, start=1):
            self.world.at(now + timedelta(minutes=40 * number), partial(act, self.world))
        self.world.at(now + timedelta(minutes=280), self.plan if is_main() else self.plan_less)

    def plan(self, now: datetime) -> None:
        courses = self.plan_households()
        manuals.plan_second_editions(self.world)
        consortium.plan_closed_days(self.world)
        plan_meetings(self.world)
        plan_meeting_of_today(self.world)
        plan_worries(self.world, self.names)
        plan_changes(self.world, courses)
        plan_roster(self.world)
        plan_work(self.world)
        plan_leave(self.world)
        plan_filters(self.world)
        plan_emergencies(self.world)
        plan_leak(self.world)
        plan_reviews(self.world)
        plan_monitoring(replace(self.world, chance=Random(SEED + 2)))  # noqa: S311 nothing here is a secret
        plan_backups(self.world)
        plan_guarding(self.world)
        self.plan_asking(courses)
        plan_alerts(replace(self.world, chance=Random(SEED + 2)), courses)  # noqa: S311 nothing here is a secret
        self.plan_money(courses, now)
        plan_breaks(self.world, courses)
        plan_screenings(self.world, courses, SEED + 2)
        plan_surveys(replace(self.world, chance=Random(SEED + 3)))  # noqa: S311 nothing here is a secret
        plan_watching(self.world, courses)
        plan_volunteers(replace(self.world, chance=Random(SEED + 4)), courses)  # noqa: S311 nothing here is a secret
        plan_calls(self.world, courses)
        self.plan_days(courses)
        self.world.at(self.world.lately(2), partial(consortium.fill_some, self.world))

    def plan_less(self, now: datetime) -> None:
        """Of another consortium than the main one."""
        courses = self.plan_households()
        plan_smaller(self.world, courses, SEED + 2, now)
        self.plan_days(courses)

    def plan_asking(self, courses: list[Course]) -> None:
        """What people ask of the consortium, and it of others for them."""
        plan_requests(self.world, courses)
        plan_rights(self.world, courses)
        plan_letters(self.world, courses)
        plan_aid(self.world, courses)
        plan_outside(self.world, courses)
        plan_bodies(self.world)
        plan_support(self.world, courses)
        plan_waiting(self.world)

    def plan_money(self, courses: list[Course], now: datetime) -> None:
        """With chances of its own, so that money changes nobody's name and no visit."""
        world = replace(self.world, chance=Random(SEED + 1))  # noqa: S311 nothing here is a secret
        money.plan_accounts(world, now)
        plan_later(world, courses)
        plan_overrides(world, courses)
        plan_settlements(world)

    def plan_households(self) -> list[Course]:
        told = list(stories())
        apart = replace(self.world, chance=Random(SEED + 5))  # noqa: S311 nothing here is a secret
        known = identities([story for story in told if not story.apart], self.names)
        known |= identities([story for story in told if story.apart], self.names.apart(apart.chance))
        courses = {story.key: Course(story, known[story.key]) for story in told}
        for course in courses.values():
            world = apart if course.story.apart else self.world
            self.plan_household(world, course, courses.get(course.story.same_as))
        return list(courses.values())

    def plan_household(self, world: World, course: Course, earlier: Course | None) -> None:
        moment = applied_at(world, course.story)
        world.at(moment, partial(apply, world, course, earlier))
        plan_decision(world, course, moment)
        plan_judging(world, course, moment)
        Care(world, course).plan(moment)

    def plan_days(self, courses: list[Course]) -> None:
        """What comes back every day or week; on the day of the seeding nobody has called anybody yet."""
        plan_series(replace(self.world, chance=Random(SEED + 6)), courses)  # noqa: S311 nothing here is a secret
        for back in range(DAYS - 1, -1, -1):
            moment = self.world.moment(-back, REMINDERS)
            self.world.at(moment, send_reminders)
            self.world.at(self.world.moment(-back, DIGEST), send_digests)
            day = clock.day_of(moment)
            if back and is_workday(day):
                self.world.at(self.world.moment(-back, CALLS), partial(call_whoever_is_due, self.world, courses))
            if day.weekday() == 0:
                self.world.at(self.world.moment(-back, DIGEST), bring)
            if day.weekday() == 0 and (back // 7 % 4 == 0 or back == 7):
                self.world.at(self.world.moment(-back, LAST_CHANGES), partial(consortium.confirm_places, self.world))
