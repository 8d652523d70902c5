"""What a supervisor decides about the duties of one household: an exemption, its end, a task that was done."""

from datetime import date, datetime, timedelta

from portal.audit import actions as audit
from portal.audit.steps import lock
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.workdays import next_workday
from portal.extensions import db
from portal.monitoring.duties.actions.keeping import keep_duties
from portal.monitoring.duties.clocks import end_of_day
from portal.monitoring.duties.models import CareDuty, DutyExemption
from portal.monitoring.duties.queries import duties_of_case
from portal.monitoring.duties.scope import finished_by
from portal.monitoring.duties.settling import is_late
from portal.monitoring.duties.states import DutyAct, DutyOutcome

LONGEST = timedelta(days=92)
"""Whoever needs no monitoring for longer is no longer in care."""


def exempt_household(
    case: CareCase, act: DutyAct, until_on: date, reason: str, *, actor: Actor, now: datetime
) -> DutyExemption:
    """Nothing of this kind is asked until the end of `until_on`; the household comes up again on the working day after.

    What is due by then ends as exempted, what was overdue already as missed.
    """
    actor.require(Permission.DUTY_MANAGE)
    lock(case)
    today = day_of(now)
    _refuse_exemption(case, act, until_on, reason, today)
    exemption = DutyExemption(
        case_id=case.id, act=act, from_on=today, until_on=until_on, reason=reason, by_id=actor.user_id, at=now
    )
    db.session.add(exemption)
    for duty in duties_of_case(case.id):
        if duty.ended_at is None and duty.act is act and day_of(duty.due_at) <= until_on:
            duty.outcome = DutyOutcome.MISSED if is_late(duty, now) else DutyOutcome.EXEMPTED
            duty.ended_at = now
    again_on = next_workday(until_on + timedelta(days=1))
    if act is DutyAct.CONTACT and case.next_contact_on is not None and case.next_contact_on <= until_on:
        case.next_contact_on = again_on
    if act is DutyAct.ASSESSMENT and day_of(case.first_visit_due_at) <= until_on:
        case.first_visit_due_at = end_of_day(again_on)
    db.session.flush()
    keep_duties([case.id], now=now, is_day_chosen=True)
    subject = ("household", case.household_id)
    audit.record("duty.exempted", actor=actor, now=now, subject=subject, act=act.value, until=str(until_on))
    return exemption


def _refuse_exemption(case: CareCase, act: DutyAct, until_on: date, reason: str, today: date) -> None:
    if case.state is CaseState.CLOSED:
        raise Conflict(N_("이미 종결된 가구입니다. 기록은 볼 수 있지만 바꿀 수 없습니다."))
    if not reason:
        raise DomainError(N_("면제하는 까닭을 적어 주십시오."), "reason")
    if act is DutyAct.REVIEW:
        raise DomainError(
            N_("이어 갈지 정하는 일은 면제할 수 없습니다. 계획을 새로 합의하거나 종결해 주십시오."), "act"
        )
    if until_on < today:
        raise DomainError(N_("지난 날입니다. 오늘이나 그 뒤의 날을 골라 주십시오."), "until_on")
    if until_on > today + LONGEST:
        raise DomainError(N_("한 번에 %(days)d일까지 면제할 수 있습니다."), "until_on", days=LONGEST.days)


def end_exemption(exemption: DutyExemption, *, actor: Actor, now: datetime) -> None:
    """Ask again from now on; a contact or a first visit is due on the next working day."""
    actor.require(Permission.DUTY_MANAGE)
    case = exemption.case
    lock(case)
    db.session.refresh(exemption)
    if exemption.ended_at is not None or exemption.until_on < day_of(now):
        raise Conflict(N_("이미 끝난 면제입니다. 화면을 새로 고쳐 주십시오."))
    exemption.ended_at = now
    again_on = next_workday(day_of(now) + timedelta(days=1))
    if exemption.act is DutyAct.CONTACT and case.next_contact_on is not None:
        case.next_contact_on = min(case.next_contact_on, again_on)
    if exemption.act is DutyAct.ASSESSMENT:
        case.first_visit_due_at = min(case.first_visit_due_at, end_of_day(again_on))
    db.session.flush()
    keep_duties([case.id], now=now, is_day_chosen=True)
    subject = ("household", case.household_id)
    audit.record("duty.exemption_ended", actor=actor, now=now, subject=subject, act=exemption.act.value)


def finish_task(duty: CareDuty, *, actor: Actor, now: datetime) -> None:
    """A task that only a policy asks for is done when whoever has to do it says so."""
    actor.require(finished_by(duty))
    case = duty.case
    lock(case)
    db.session.refresh(duty)
    if duty.act is not DutyAct.TASK or duty.ended_at is not None:
        raise Conflict(N_("이미 끝난 일입니다. 화면을 새로 고쳐 주십시오."))
    duty.outcome, duty.ended_at = DutyOutcome.DONE, now
    db.session.flush()
    keep_duties([case.id], now=now)
    subject = ("household", case.household_id)
    audit.record("duty.task_done", actor=actor, now=now, subject=subject, task=duty.task)
