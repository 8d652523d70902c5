"""Keeps the rows of what is due: opens, moves and ends them by what is known of each household at a moment."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.plans.rules import REVIEW_DAYS
from portal.core.clock import day_of
from portal.core.urgency import is_overdue
from portal.duty.queries import working
from portal.extensions import current_settings, db
from portal.monitoring.duties.facts import facts_of
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.queries import editions_in_force
from portal.monitoring.duties.rules import Asked, CareFacts, asked
from portal.monitoring.duties.settling import ended_as, wanted
from portal.monitoring.duties.states import DutyAct

BATCH = 500


def follow_turn(case: CareCase, now: datetime, is_day_chosen: bool) -> None:
    """What `caseload.turns.TURNS` asks."""
    keep_duties([case.id], now=now, is_day_chosen=is_day_chosen)


def latest_contact(case: CareCase, now: datetime) -> date | None:
    """What `caseload.turns.LATEST_CONTACT` asks."""
    editions, hours = editions_in_force(day_of(now)), working()
    due = [
        one.due_at
        for facts in facts_of([case.id], editions, now)
        for one in asked(facts, editions, now, hours)
        if one.act is DutyAct.CONTACT
    ]
    return day_of(due[0]) if due else None


def keep_all(now: datetime) -> int:
    """The whole sweep at once; answers how many households were looked at."""
    return sum(sweep(now))


def sweep(now: datetime) -> Iterator[int]:
    """Look at every household in care, and at those whose care ended and that have something open, some at a time.

    Whoever has minutes commits after each: an act on one of these households waits for it.
    """
    having = select(CareDuty.case_id).where(CareDuty.ended_at.is_(None))
    ids = db.session.scalars(select(CareCase.id).where(or_(OPEN, CareCase.id.in_(having))).order_by(CareCase.id)).all()
    for first in range(0, len(ids), BATCH):
        some = ids[first : first + BATCH]
        keep_duties(some, now=now)
        yield len(some)


def keep_duties(case_ids: Collection[UUID], *, now: datetime, is_day_chosen: bool = False) -> None:
    """Let the rows of these households say what is due now; where nothing has changed nothing is written.

    A day that the case keeps is brought forward to what a policy asks.
    """
    db.session.scalars(
        select(CareCase.id).where(CareCase.id.in_(case_ids)).order_by(CareCase.id).with_for_update()
    ).all()
    editions, hours, targets = editions_in_force(day_of(now)), working(), current_settings().target
    duties = _open_duties(case_ids)
    for facts in facts_of(case_ids, editions, now):
        own = duties[facts.case_id]
        due = wanted(facts, asked(facts, editions, now, hours), own, targets, is_day_chosen=is_day_chosen)
        _settle(facts, due, own, now)
    db.session.flush()


def _open_duties(case_ids: Collection[UUID]) -> dict[UUID, list[CareDuty]]:
    found: dict[UUID, list[CareDuty]] = defaultdict(list)
    kept = select(CareDuty).where(CareDuty.case_id.in_(case_ids), CareDuty.ended_at.is_(None))
    for duty in db.session.scalars(kept.order_by(CareDuty.id)):
        found[duty.case_id].append(duty)
    return found


def _settle(facts: CareFacts, due: Sequence[Asked], duties: Sequence[CareDuty], now: datetime) -> None:
    wanted_ones = {(one.act, one.task): one for one in due}
    open_ones: dict[tuple[DutyAct, str], CareDuty] = {}
    for duty in duties:
        key = duty.act, duty.task
        ended = ended_as(duty, facts, is_wanted=key in wanted_ones, now=now)
        if ended is None:
            open_ones[key] = duty
        else:
            duty.outcome, duty.ended_at = ended
    if len(open_ones) < len(duties):
        db.session.flush()
    for key, one in wanted_ones.items():
        if key in open_ones:
            _move(open_ones[key], one, facts, now)
        else:
            _open(one, facts)
    _tell_case(facts, wanted_ones)


def _open(one: Asked, facts: CareFacts) -> None:
    db.session.add(
        CareDuty(
            case_id=facts.case_id,
            coordinator_id=facts.coordinator_id,
            act=one.act,
            task=one.task,
            by=one.by,
            edition_id=one.edition_id,
            rule=one.name,
            since_at=one.since_at,
            due_at=one.due_at,
            in_hours=one.in_hours,
        )
    )


def _move(duty: CareDuty, one: Asked, facts: CareFacts, now: datetime) -> None:
    """A deadline that passed stays known when another takes its place; of the new one people are told anew."""
    if duty.due_at != one.due_at:
        if duty.missed_due_at is None and is_overdue(duty.due, now):
            duty.missed_due_at = duty.due_at
        duty.warned_at = duty.told_at = None
    said = {
        "coordinator_id": facts.coordinator_id,
        "by": one.by,
        "edition_id": one.edition_id,
        "rule": one.name,
        "due_at": one.due_at,
        "in_hours": one.in_hours,
    }
    for name, value in said.items():
        if getattr(duty, name) != value:
            setattr(duty, name, value)


def _tell_case(facts: CareFacts, due: dict[tuple[DutyAct, str], Asked]) -> None:
    """The days that the case keeps are the days of its duties."""
    contact, visit, review = (due.get((act, "")) for act in (DutyAct.CONTACT, DutyAct.ASSESSMENT, DutyAct.REVIEW))
    told: dict[str, object] = {}
    if contact is not None and day_of(contact.due_at) != facts.next_contact_on:
        told["next_contact_on"] = day_of(contact.due_at)
    if visit is not None and visit.due_at != facts.first_visit_due_at:
        told["first_visit_due_at"] = visit.due_at
    if review is not None and day_of(review.due_at) - REVIEW_DAYS != facts.review_on:
        told["review_on"] = day_of(review.due_at) - REVIEW_DAYS
    if not told:
        return
    case = db.session.get_one(CareCase, facts.case_id)
    for name, value in told.items():
        setattr(case, name, value)
