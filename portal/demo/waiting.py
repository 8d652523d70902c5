"""Needs that wait for a place, one of which a place is kept for, and one that waits no more."""

from collections import Counter
from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy import exists, select

from portal.consortium.capacity.actions import PatternDetails, post_pattern
from portal.consortium.catalogue.queries import providers_of
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import OPEN_STATES
from portal.coordinators.unmet.actions import write_down
from portal.coordinators.waitlist.actions import Wish, put_on_list, take_off
from portal.coordinators.waitlist.models import WaitEntry
from portal.coordinators.waitlist.offering import offer_all
from portal.coordinators.waitlist.states import WaitEnd
from portal.core.clock import day_bounds, day_of
from portal.core.errors import DomainError
from portal.demo.world import World
from portal.extensions import current_settings, db
from portal.residents.applications.states import DayTime

SATURDAY = 5
WAITING = 5
PUT, GIVEN_UP, FREE = 4, 2, 1
"""Hours before the seeding at which they are put on the list, one gives up, and a place comes free."""

WRITTEN_AFTER = timedelta(minutes=1)


def plan_waiting(world: World) -> None:
    world.at(world.lately(PUT), partial(_put, world))


def _put(world: World, now: datetime) -> None:
    """Those who can be at home on weekends alone, when no member has places."""
    entries: list[WaitEntry] = []
    for line in _unreferred(now):
        try:
            with db.session.begin_nested():
                wish = Wish((DayTime.WEEKEND,), line.until_on)
                entries.append(put_on_list(line, wish, actor=line.plan.case.coordinator.actor, now=now))
        except DomainError:
            continue
        if len(entries) == WAITING:
            break
    offered, given_up = entries[0].id, entries[-1].id
    world.at(world.lately(GIVEN_UP), partial(_give_up, given_up))
    world.at(world.lately(FREE), partial(_free_one, world, offered))
    world.at(world.lately(FREE) + WRITTEN_AFTER, partial(_write_down, world))


def _unreferred(now: datetime) -> list[PlanLine]:
    """Lines of agreed plans that nobody is asked for, those first that would stand in one line."""
    asked = exists().where(Referral.plan_line_id == PlanLine.id, Referral.state.in_(OPEN_STATES))
    query = select(PlanLine).join(PlanLine.plan).join(CarePlan.case)
    query = query.where(OPEN, CarePlan.state == PlanState.AGREED, PlanLine.until_on > day_of(now), ~asked)
    lines = db.session.scalars(query.order_by(CareCase.number, PlanLine.position)).all()
    lengths = Counter(map(_queue, lines))
    return sorted(lines, key=lambda line: (-lengths[_queue(line)], str(_queue(line))))


def _queue(line: PlanLine) -> tuple[str, str]:
    return line.service.code, line.plan.case.household.dong_code


def _write_down(world: World, now: datetime) -> None:
    """What the job writes from day to day, of all the days that are told."""
    write_down(now, since=day_bounds(world.first_day)[0])


def _give_up(wait_id: object, now: datetime) -> None:
    entry = db.session.get_one(WaitEntry, wait_id)
    take_off(entry, WaitEnd.NOT_WANTED, actor=entry.case.coordinator.actor, now=now)


def _free_one(world: World, wait_id: object, now: datetime) -> None:
    """A member works on one Saturday, in the dong of whoever waits."""
    entry = db.session.get_one(WaitEntry, wait_id)
    today = day_of(now)
    saturday = today + timedelta(days=(SATURDAY - today.weekday()) % 7 + 7)
    for member in providers_of(entry.service, saturday):
        if entry.case.household.dong_code not in {area.dong_code for area in member.areas}:
            continue
        details = PatternDetails(
            service_id=entry.service_id,
            weekday=SATURDAY,
            starts_at=time(16, 30),
            ends_at=time(18, 30),
            places=1,
            valid_from=saturday,
            valid_to=saturday,
            dong_codes=[entry.case.household.dong_code],
        )
        actor = world.staff_of(member.id)
        post_pattern(member, details, actor=actor, now=now, horizon_days=current_settings().capacity_horizon_days)
        offer_all(now, member.id)
        return
