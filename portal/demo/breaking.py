"""What came between and broke bookings, shortly before the seeding: a day off, a consent taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from portal.consortium.capacity.actions import close_day
from portal.consortium.capacity.models import Slot
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.core import clock
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.world import World
from portal.extensions import db
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind

AHEAD = timedelta(days=3)
"""Nearer visits are left to the stories."""
UNDER_WAY = (ReferralState.REQUESTED, ReferralState.ACCEPTED, ReferralState.BOOKED)
Break = Callable[[World, Course, Referral, datetime], object]


def plan_breaks(world: World, courses: list[Course]) -> None:
    """One booking of each kind, of different households."""
    world.at(world.lately(3), partial(_break_some, world, courses))


def _break_some(world: World, courses: list[Course], now: datetime) -> None:
    by_household = {course.application.household_id: course for course in courses if course.application}
    query = select(Referral).join(Slot, Slot.id == Referral.slot_id)
    query = query.where(Referral.state.in_(UNDER_WAY), Slot.starts_at > now + AHEAD).order_by(Referral.number)
    found: dict[object, Referral] = {}
    for referral in db.session.scalars(query):
        found.setdefault(referral.household_id, referral)
    breaks: tuple[Break, ...] = (_take_a_day_off, _take_consent_back)
    for act, referral in zip(breaks, found.values(), strict=False):
        act(world, by_household[referral.household_id], referral, now)


def _take_a_day_off(world: World, _course: Course, referral: Referral, now: datetime) -> None:
    day = clock.day_of(referral.slot.starts_at)
    actor = world.staff_of(referral.organisation_id)
    close_day(referral.organisation, day, "종사자 건강검진", actor=actor, now=now)


def _take_consent_back(world: World, course: Course, referral: Referral, now: datetime) -> None:
    held = consents_of(referral.household.person.id)
    consent = next(each for each in held if each.kind is ConsentKind.SENSITIVE and each.given)
    withdraw_consent(consent, actor=coordinator_of(world, course), now=now)
