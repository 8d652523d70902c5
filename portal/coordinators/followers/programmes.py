"""Plan lines that a programme pays which ends before they do: who hears of it, and which visits it does not reach."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from portal.benefits.eligibility.models import PayerChoice
from portal.benefits.eligibility.queries import payers_of
from portal.benefits.programmes.models import Programme
from portal.benefits.programmes.queries import last_days
from portal.consortium.capacity.models import Slot
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.events import Happened
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.notifications.actions import About
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Unsent
from portal.residents.households.models import Household

PROGRAMME = "programme"
ENDS = N_("%(programme)s이 %(day)s에 끝납니다. 그 뒤의 비용을 누가 낼지 정해 주십시오: 계획 항목 %(count)d건")


@dataclass(frozen=True, slots=True)
class LosingSupport:
    """A line, the programme that pays it for the last time on `last_day`, and how many visits are booked after that."""

    line: PlanLine
    programme: Programme
    last_day: date
    booked_after: int


def lines_losing_support(*conditions: ColumnElement[bool], today: date) -> list[LosingSupport]:
    """The agreed lines of open cases that go on after the last day of who pays them, the first to end first."""
    ending = last_days()
    if not ending:
        return []
    paid = select(PayerChoice.plan_line_id).where(PayerChoice.programme_id.in_(ending))
    query = select(PlanLine).join(CarePlan).join(CareCase, CareCase.id == CarePlan.case_id)
    query = query.where(PlanLine.id.in_(paid), CarePlan.state == PlanState.AGREED, PlanLine.until_on >= today)
    lines = db.session.scalars(query.where(OPEN, *conditions).options(*_SHOWN).order_by(PlanLine.id)).all()
    payers, booked = payers_of([line.id for line in lines]), _booked([line.id for line in lines])
    found = []
    for line in lines:
        programme = payers[line.id].programme
        last_day = ending.get(programme.id) if programme else None
        if programme is not None and last_day is not None and last_day < line.until_on:
            after = sum(day > last_day for day in booked[line.id])
            found.append(LosingSupport(line, programme, last_day, after))
    return sorted(found, key=lambda one: (one.last_day, one.line.id))


_SHOWN = (
    joinedload(PlanLine.service),
    joinedload(PlanLine.plan).joinedload(CarePlan.case).joinedload(CareCase.coordinator),
    joinedload(PlanLine.plan).joinedload(CarePlan.case).joinedload(CareCase.household).selectinload(Household.people),
)


def _booked(line_ids: Collection[UUID]) -> dict[UUID, list[date]]:
    query = select(Referral.plan_line_id, Slot.starts_at).join(Slot, Slot.id == Referral.slot_id)
    days: dict[UUID, list[date]] = defaultdict(list)
    booked = query.where(Referral.plan_line_id.in_(line_ids), Referral.state == ReferralState.BOOKED)
    for line_id, starts_at in db.session.execute(booked):
        days[line_id].append(day_of(starts_at))
    return days


def tell_coordinators(happened: Happened) -> None:
    """Each coordinator hears once how many lines of their households live by a programme that ends."""
    by_coordinator: dict[UUID, list[LosingSupport]] = defaultdict(list)
    for losing in lines_losing_support(today=day_of(happened.now)):
        if losing.programme.id == happened.subject_id:
            by_coordinator[losing.line.plan.case.coordinator_id].append(losing)
    for lines in by_coordinator.values():
        first = lines[0]
        words = ENDS % {
            "programme": first.programme.name,
            "day": format_day(first.last_day),
            "count": len(lines),
        }
        about = About(PROGRAMME, happened.subject_id, first.last_day.isoformat())
        news = News(Matter.PROGRAMME, about, words, "/bookings#losing-support")
        tell_staff([first.line.plan.case.coordinator], news, now=happened.now, audience=Audience.COORDINATOR)


def untruth_of_programme(message: OutboxMessage, now: datetime) -> Unsent | None:
    """It ends on the day that was told, and some line still lives by it."""
    ends_on = last_days().get(message.subject_id) if message.subject_id else None
    if ends_on is None or ends_on.isoformat() != message.says:
        return Unsent.SUPERSEDED
    losing = lines_losing_support(today=day_of(now))
    return None if message.subject_id in {one.programme.id for one in losing} else Unsent.ENDED
