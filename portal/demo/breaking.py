"""What came between and broke bookings, shortly before the seeding: a move, a day off, a consent taken back."""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

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
from portal.residents.households.actions import change_facts
from portal.residents.households.states import Fact
from portal.web.territory import territory

AHEAD, SOON = timedelta(days=3), timedelta(days=1)
"""Nearer visits are left to the stories. Of the few co-operatives that do not go everywhere the day after has to do."""

UNDER_WAY = (ReferralState.REQUESTED, ReferralState.ACCEPTED, ReferralState.BOOKED)


def plan_breaks(world: World, courses: list[Course]) -> None:
    """One booking of each kind, of different households."""
    world.at(world.lately(3), partial(_break_some, world, courses))


def _break_some(world: World, courses: list[Course], now: datetime) -> None:
    by_household = {course.opened.household_id: course for course in courses if course.case}
    query = select(Referral).join(Slot, Slot.id == Referral.slot_id)
    query = query.where(Referral.state.in_(UNDER_WAY), Slot.starts_at > now + SOON).order_by(Referral.number)
    coming = db.session.scalars(query).all()
    moving = next((referral for referral in coming if _unserved_dong(referral)), None)
    if moving is not None:
        _move_house(world, by_household[moving.household_id], moving, now)
    found: dict[object, Referral] = {}
    for referral in coming:
        if referral.slot.starts_at > now + AHEAD and (moving is None or referral.household_id != moving.household_id):
            found.setdefault(referral.household_id, referral)
    alone = Counter(map(_day_of, coming))
    shut = next((each for each in found.values() if alone[_day_of(each)] == 1), None)
    others = (each for each in found.values() if each is not shut)
    for act, hit in ((_take_a_day_off, shut), (_take_consent_back, next(others, None))):
        if hit is not None:
            act(world, by_household[hit.household_id], hit, now)


def _day_of(referral: Referral) -> tuple[UUID, date]:
    """The day of a co-operative that would be closed: where others are asked for as well, nobody closes it."""
    return referral.organisation_id, clock.day_of(referral.slot.starts_at)


def _unserved_dong(referral: Referral) -> str | None:
    """The first dong of the district where the co-operative does not go at that time."""
    served = {place.dong_code for place in referral.slot.dongs}
    return next((dong.code for dong in territory() if dong.code not in served), None)


def _move_house(world: World, course: Course, referral: Referral, now: datetime) -> None:
    """To where the co-operative does not go."""
    street = {"address": "서울 마포구 월드컵북로 400", "address_detail": "1층", "postcode": "03925"}
    change_facts(
        referral.household.person,
        {Fact.ADDRESS: {**street, "dong_code": _unserved_dong(referral)}},
        from_on=clock.day_of(now),
        reason="딸네 가까이 이사하셨습니다.",
        actor=coordinator_of(world, course),
        now=now,
    )


def _take_a_day_off(world: World, _course: Course, referral: Referral, now: datetime) -> None:
    day = clock.day_of(referral.slot.starts_at)
    actor = world.staff_of(referral.organisation_id)
    close_day(referral.organisation, day, "종사자 건강검진", actor=actor, now=now)


def _take_consent_back(world: World, course: Course, referral: Referral, now: datetime) -> None:
    held = consents_of(referral.household.person.id)
    consent = next(each for each in held if each.kind is ConsentKind.SENSITIVE and each.given)
    withdraw_consent(consent, actor=coordinator_of(world, course), now=now)
