"""Notes that a body got its part of a plan, and that it shall use it no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.audit import actions as audit
from portal.audit.steps import lock
from portal.coordinators.outside.actions import lacking_consent
from portal.coordinators.plans.states import AgreedBy
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.extensions import db
from portal.partners.support_plans.models import SupportHanding, SupportPlan
from portal.partners.support_plans.queries import handings_at_bodies, handings_left_in, handings_to_tell, stops_of
from portal.partners.support_plans.reading import bodies, gone_from, is_gone, part_of, said
from portal.partners.support_plans.rules import TELL_WITHIN, refuse_handing_days, user_of
from portal.partners.support_plans.states import HOLDING, HandedBy, StopFor
from portal.residents.households.locking import lock_household

NOT_HOLDING = N_("동의하신 뒤 시행하는 계획만 기관에 건넬 수 있습니다.")
BODY_ENDED = N_("협력이 끝난 기관입니다. 이 기관에는 건넬 수 없습니다.")
STOPPED = N_("이 기관에는 더 알리지 않기로 했습니다. 다시 건네려면 이용자께 새로 여쭈어 주십시오.")


@dataclass(frozen=True, slots=True)
class HandingTold:
    """Which body gets its part, who there, when and how, and when and how the person agreed to that."""

    body: str
    receiver: str
    consented_on: date
    consent_by: AgreedBy
    handed_on: date
    means: HandedBy


def hindrance_to_hand(plan: SupportPlan, body: str, now: datetime) -> str | None:
    """Why `body` cannot get its part now, in words; None when it can."""
    if plan.state not in HOLDING:
        return NOT_HOLDING
    today = day_of(now)
    gone = gone_from(plan, today)
    if any(is_gone(each.line, gone, today) for each in part_of(said(plan, today), body)):
        return BODY_ENDED
    return lacking_consent(plan.case.application.person_id)


def hand_part(plan: SupportPlan, told: HandingTold, *, actor: Actor, now: datetime) -> SupportHanding:
    """Note it, with the consent for this body alone; nobody withdraws or ends it meanwhile."""
    actor.require(Permission.PLAN_WRITE)
    lock_household(plan.household_id)
    lock(plan)
    today = day_of(now)
    if told.body not in bodies(said(plan, today)):
        raise DomainError(N_("이 계획에 있는 기관을 골라 주십시오."), "body")
    if hindrance := hindrance_to_hand(plan, told.body, now):
        raise Conflict(hindrance)
    stopped_on = stops_of(plan.case.person_id).get(told.body)
    refuse_handing_days(told.consented_on, told.handed_on, plan.agreed_on or today, today, stopped_on=stopped_on)
    refuse_resident_number(told.receiver)
    handing = SupportHanding(
        plan=plan,
        body=told.body,
        receiver=told.receiver,
        consented_on=told.consented_on,
        consent_by=told.consent_by,
        handed_on=told.handed_on,
        means=told.means,
        noted_at=now,
        noted_by_id=user_of(actor),
    )
    db.session.add(handing)
    db.session.flush()
    _record("support_plan.handed", handing, actor=actor, now=now)
    return handing


def refuse_part(handing: SupportHanding, now: datetime) -> None:
    """Raise `Conflict` where the part goes to that body no more."""
    if handing.stopped_for is not None:
        raise Conflict(STOPPED)
    if hindrance := hindrance_to_hand(handing.plan, handing.body, now):
        raise Conflict(hindrance)


def stop_handing(handing: SupportHanding, *, actor: Actor, now: datetime) -> None:
    """The person does not want this body to know any more."""
    actor.require(Permission.PLAN_WRITE)
    lock(handing)
    if handing.stopped_for is not None:
        raise Conflict(STOPPED)
    _stop([handing], StopFor.TAKEN_BACK, actor=actor, now=now)


def stop_all(person_id: UUID, why: StopFor, *, actor: Actor, now: datetime) -> None:
    """Each body that has a part of somebody's plans waits to be told that it shall use it no more."""
    _stop(handings_at_bodies(person_id), why, actor=actor, now=now)


def stop_left(case_id: UUID, why: StopFor, *, actor: Actor, now: datetime) -> None:
    """The same of each body that no plan of the case names any more; whoever is named gets its part anew."""
    actor.require(Permission.PLAN_WRITE)
    _stop(handings_left_in(case_id), why, actor=actor, now=now)


def _stop(handings: Iterable[SupportHanding], why: StopFor, *, actor: Actor, now: datetime) -> None:
    for handing in handings:
        lock(handing)
        if handing.stopped_for is not None:
            continue
        handing.stopped_for, handing.tell_by = why, day_of(now) + TELL_WITHIN
        db.session.flush()
        _record("support_plan.stopped", handing, actor=actor, now=now)


def tell_stopped(handing: SupportHanding, told_on: date, *, actor: Actor, now: datetime) -> None:
    """One call is about every part that the body has of the person, of whichever edition."""
    actor.require(Permission.PLAN_WRITE)
    waiting = [each for each in handings_to_tell(handing.plan.case.person_id) if each.body == handing.body]
    for each in waiting:
        lock(each)
    lock(handing)
    if not handing.is_to_be_told:
        raise Conflict(N_("그 기관에 말할 일이 없거나 이미 말했습니다. 화면을 다시 열어 주십시오."))
    if told_on > day_of(now) or not _may_be_told(handing, told_on):
        raise DomainError(N_("그만 알리기로 한 날부터 오늘까지의 날을 적어 주십시오."), "told_on")
    for each in waiting:
        if each.is_to_be_told and _may_be_told(each, told_on):
            each.told_on = told_on
            db.session.flush()
            _record("support_plan.told", each, actor=actor, now=now)


def _may_be_told(handing: SupportHanding, on: date) -> bool:
    """A call before the stop was about something else."""
    return handing.stopped_on is not None and handing.stopped_on <= on


def _record(event: str, handing: SupportHanding, *, actor: Actor, now: datetime) -> None:
    subject = ("household", handing.household_id)
    audit.record(event, actor=actor, now=now, subject=subject, number=handing.plan.number)
