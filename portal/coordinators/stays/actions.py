"""Admission and discharge of a stay, and the answers about the home meanwhile."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.rules import MOST_NIGHTS
from portal.coordinators.referrals.states import TAKING_STATES
from portal.coordinators.stays.models import HomeCare
from portal.coordinators.stays.rules import discharge_hindrance
from portal.coordinators.stays.states import HomeAnswer, HomeTask
from portal.coordinators.visits.actions import record_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VISIT_STATES, ConfirmedBy, VisitState, VisitVerb
from portal.coordinators.visits.stays import settle_anew
from portal.coordinators.visits.written import VisitRecord
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.extensions import db
from portal.residents.households.locking import lock_household

BEYOND_PLAN = N_("계획에서 정한 기간보다 늦습니다. 코디네이터에게 전화해 주십시오.")
NO_DISCHARGE = N_("퇴소를 적은 입소가 아닙니다. 화면을 새로 고쳐 주십시오.")


@dataclass(frozen=True)
class Discharge:
    """When somebody came and left; `away` are the nights in hospital, which cost nobody."""

    admitted_at: datetime
    left_at: datetime
    away: frozenset[date]
    confirmed_by: ConfirmedBy
    notes: str = ""


def admit(visit: Visit, *, actor: Actor, now: datetime) -> None:
    """The person has come, on the first day of the stay."""
    actor.require(Permission.VISIT_RECORD)
    lock(visit)
    if visit.state is not VisitState.BOOKED or not visit.is_stay or visit.arrived_at is not None:
        raise Conflict(N_("이미 입소했거나 끝난 예약입니다. 화면을 새로 고쳐 주십시오."))
    if day_of(now) != day_of(visit.starts_at):
        raise Conflict(N_("입소하는 날에만 누를 수 있습니다. 지난 입소는 퇴소를 적을 때 함께 적습니다."))
    visit.arrived_at = now
    record("visit.admit", actor=actor, now=now, subject=("visit", visit.id))
    db.session.flush()


def discharge(visit: Visit, written: Discharge, *, actor: Actor, now: datetime) -> None:
    """The stay is over: its nights become due but for those in hospital, and beds of later nights are free again."""
    actor.require(Permission.VISIT_RECORD)
    last_night = day_of(visit.ends_at)
    wrong = discharge_hindrance(written.admitted_at, written.left_at, written.away, last_night, now)
    if wrong:
        raise DomainError(wrong[1], wrong[0])
    done = VisitRecord(
        arrived_at=written.admitted_at,
        left_at=written.left_at,
        steps=[],
        confirmed_by=written.confirmed_by,
        notes=written.notes,
        worker_id=visit.worker_id,
        away=written.away,
    )
    record_visit(visit, done, actor=actor, now=now)


def correct_discharge(visit: Visit, written: Discharge, reason: str, *, actor: Actor, now: datetime) -> None:
    """What was written of a discharge was wrong: nights, beds and money follow what is right, `reason` says why."""
    actor.require(Permission.VISIT_RECORD)
    refuse_resident_number(reason)
    if not reason:
        raise DomainError(N_("무엇이 왜 달라졌는지 적어 주십시오."), "reason")
    latest = day_of(visit.starts_at) + timedelta(days=MOST_NIGHTS - 1)
    wrong = discharge_hindrance(written.admitted_at, written.left_at, written.away, latest, now)
    if wrong:
        raise DomainError(wrong[1], wrong[0])
    lock_household(visit.household_id)
    if not visit.is_stay:
        raise Conflict(NO_DISCHARGE)
    last_night = day_of(written.left_at) - timedelta(days=1)
    if day_of(visit.ends_at) < last_night and last_night > visit.referral.plan_line.until_on:
        raise DomainError(BEYOND_PLAN, "left_on")
    take(VISIT_STATES, visit, VisitVerb.CORRECT, actor=actor, now=now, note=reason)
    visit.arrived_at, visit.left_at = written.admitted_at, written.left_at
    visit.confirmed_by = written.confirmed_by
    settle_anew(visit, day_of(written.left_at), written.away, reason=reason, actor=actor, now=now)
    db.session.flush()


def answer_home(referral: Referral, task: HomeTask, answer: HomeAnswer, *, actor: Actor, now: datetime) -> None:
    """Say what becomes of a proposal for the home; answered again, the newer answer counts."""
    actor.require(Permission.REFERRAL_MANAGE)
    if actor.user_id is None:
        raise Forbidden
    lock(referral)
    if not referral.is_stay or referral.state not in TAKING_STATES:
        raise Conflict(N_("끝났거나 거둔 연계입니다. 화면을 새로 고쳐 주십시오."))
    query = select(HomeCare).where(HomeCare.referral_id == referral.id, HomeCare.task == task)
    care = db.session.scalar(query) or HomeCare(referral_id=referral.id, task=task)
    care.answer, care.answered_by_id, care.answered_at = answer, actor.user_id, now
    db.session.add(care)
    told = {"task": task.value, "answer": answer.value}
    record("referral.home", actor=actor, now=now, subject=("referral", referral.id), **told)
    db.session.flush()
