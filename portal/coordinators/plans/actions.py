"""Assesses what a household needs and carries its care plan from draft to agreement and end."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.audit import actions as audit
from portal.audit.steps import lock, take
from portal.benefits.eligibility.actions import carry_payer, check_eligibility, choose_payer, choose_payer_by_rule
from portal.benefits.eligibility.models import PayerChoice
from portal.benefits.eligibility.queries import payers_of
from portal.benefits.eligibility.states import Occasion
from portal.coordinators.caseload import actions as caseload
from portal.coordinators.caseload.met import Met, lock_first, tell_met
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_person
from portal.coordinators.caseload.rules import contact_after_visit_on
from portal.coordinators.caseload.states import CaseState, CaseVerb
from portal.coordinators.plans import rules
from portal.coordinators.plans.continuing import lines_before
from portal.coordinators.plans.models import Assessment, CarePlan, PlanLine
from portal.coordinators.plans.queries import agreed_plan_of, draft_of, next_number_of
from portal.coordinators.plans.rules import LineDraft
from portal.coordinators.plans.states import PLAN_STATES, AgreedBy, Area, NeedLevel, PlanState, PlanVerb
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import current_settings, db
from portal.residents.households.locking import lock_household

ASSESSED = N_("욕구 확인: 만나거나 통화함")


def assess(
    case: CareCase,
    levels: Mapping[Area, NeedLevel],
    summary: str,
    *,
    is_home_visit: bool,
    actor: Actor,
    now: datetime,
) -> Assessment:
    """Write how much help is needed in each of `Area`. It counts as a contact: the next is due within a week."""
    actor.require(Permission.PLAN_WRITE)
    lock_first(case.household_id, now)
    _refuse_interrupted(case)
    if set(levels) != set(Area):
        raise DomainError(N_("여섯 가지를 모두 골라 주십시오."))
    assessment = Assessment(
        case_id=case.id,
        assessed_at=now,
        assessed_by_id=_user_of(actor),
        is_home_visit=is_home_visit,
        summary=summary,
        **{area.value: level for area, level in levels.items()},
    )
    db.session.add(assessment)
    caseload.step_case(case, CaseVerb.ASSESS, actor=actor, now=now)
    caseload.set_next_contact(case, contact_after_visit_on(clock.day_of(now), current_settings().target), now=now)
    audit.record(
        "case.assessed", actor=actor, now=now, subject=("household", case.household_id), is_home_visit=is_home_visit
    )
    db.session.flush()
    tell_met(Met(case.household_id, ASSESSED, now, spoke=True), actor=actor, now=now)
    return assessment


def _refuse_interrupted(case: CareCase) -> None:
    if case.state is CaseState.CLOSED:
        raise Conflict(N_("이미 종결된 가구입니다. 기록은 볼 수 있지만 바꿀 수 없습니다."))
    if case.state is CaseState.ON_HOLD:
        raise Conflict(N_("멈춰 있는 가구입니다. 다시 시작한 뒤에 적어 주십시오."))


def write_plan(
    case: CareCase, lines: Sequence[LineDraft], *, aim: str, ends_on: date, actor: Actor, now: datetime
) -> CarePlan:
    """Keep the draft: the one there is, or a new one beside the agreed plan."""
    actor.require(Permission.PLAN_WRITE)
    lock(case)
    _refuse_interrupted(case)
    if case.state is CaseState.PAIRED:
        raise Conflict(N_("욕구 확인을 먼저 적어 주십시오."))
    rules.refuse_plan(ends_on, lines, clock.day_of(now), current_settings().target)
    draft, agreed = draft_of(case), agreed_plan_of(case)
    by_hand, known = _payers_by_hand(draft or agreed), _known_facts(lines, draft, agreed)
    plan = draft or _new_draft(case, actor, now)
    plan.aim = aim
    plan.ends_on = ends_on
    plan.written_at = now
    plan.written_by_id = _user_of(actor)
    plan.lines = [_line(position, line) for position, line in enumerate(lines)]
    for line, facts in zip(plan.lines, known, strict=True):
        line.facts = facts
    db.session.add(plan)
    db.session.flush()
    for line in plan.lines:
        if line.service_id in by_hand:
            carry_payer(by_hand[line.service_id], line.id, actor=actor, now=now)
    audit.record(
        "plan.written",
        actor=actor,
        now=now,
        subject=("household", case.household_id),
        number=plan.number,
        lines=len(lines),
    )
    return plan


def _payers_by_hand(plan: CarePlan | None) -> dict[UUID, PayerChoice]:
    """The payers that somebody chose otherwise than the rule, by service: they go with a plan that is written anew."""
    services = {line.id: line.service_id for line in plan.lines} if plan else {}
    chosen = payers_of(list(services)) if services else {}
    return {services[line_id]: choice for line_id, choice in chosen.items() if not choice.by_rule}


def _known_facts(lines: Sequence[LineDraft], *plans: CarePlan | None) -> list[dict[str, str]]:
    """What is known for each line by the first of `plans` that has it: it goes with a plan that is written anew."""
    before = [lines_before(lines, plan.lines) for plan in plans if plan]
    return [
        dict(next((former.facts for former in of_line if former is not None), {}))
        for of_line in zip(*before, strict=True)
    ] or [{} for _line in lines]


def _new_draft(case: CareCase, actor: Actor, now: datetime) -> CarePlan:
    plan = CarePlan(case_id=case.id, case=case, number=next_number_of(case))
    _step(plan, PlanVerb.DRAFT, actor=actor, now=now)
    return plan


def _step(plan: CarePlan, verb: PlanVerb, *, actor: Actor, now: datetime, **details: Any) -> None:
    subject = ("household", plan.household_id)
    take(PLAN_STATES, plan, verb, actor=actor, now=now, subject=subject, number=plan.number, **details)


def _line(position: int, line: LineDraft) -> PlanLine:
    return PlanLine(
        position=position,
        need=line.need,
        goal=line.goal,
        service_id=line.service_id,
        how_often=line.how_often,
        times=line.times,
        until_on=line.until_on,
    )


def agree_plan(plan: CarePlan, how: AgreedBy, *, actor: Actor, now: datetime) -> None:
    """The resident agreed, online by themselves: the draft becomes the plan that holds, the one before is replaced."""
    actor.require(Permission.MY_FILE if how is AgreedBy.ONLINE else Permission.PLAN_WRITE)
    case, today = plan.case, clock.day_of(now)
    if how is AgreedBy.ONLINE and case.application.person.user_id != actor.user_id:
        raise NotFound
    lock_household(case.household_id)
    lock(case)
    _refuse_interrupted(case)
    if plan.ends_on <= today:
        raise DomainError(N_("계획이 끝나는 날이 지났습니다. 날을 고친 뒤 합의해 주십시오."))
    before = agreed_plan_of(case)
    if before is not None and plan.state is PlanState.DRAFT:
        _step(before, PlanVerb.REPLACE, actor=actor, now=now)
        db.session.flush()
    _step(plan, PlanVerb.AGREE, actor=actor, now=now, agreed_by=how.value)
    plan.agreed_at = now
    plan.agreed_by = how
    caseload.step_case(case, CaseVerb.AGREE, actor=actor, now=now)
    days_before = current_settings().target.closure_review_days
    caseload.set_review(case, rules.review_on(plan.ends_on, today, days_before), now=now)
    db.session.flush()
    _settle_who_pays(plan, actor, now)
    if before is not None:
        tell(Event.PLAN_RENEWED, case.household_id, actor=actor, now=now)


def _settle_who_pays(plan: CarePlan, actor: Actor, now: datetime) -> None:
    """Whether the person is eligible is asked again; each line for which nobody chose a payer gets the rule's."""
    person = plan.case.application.person
    check_eligibility(person, occasion=Occasion.PLAN, subject_id=plan.id, actor=actor, now=now)
    chosen = payers_of([line.id for line in plan.lines])
    for line in plan.lines:
        if line.id not in chosen and not line.service.is_linked:
            choose_payer_by_rule(line.id, person, line.service, actor=actor, now=now)


def choose_line_payer(line: PlanLine, programme_id: UUID | None, reason: str, *, actor: Actor, now: datetime) -> None:
    """Name who pays a line of a plan that is not over; None is the person."""
    actor.require(Permission.PLAN_WRITE)
    if line.plan.state not in (PlanState.DRAFT, PlanState.AGREED):
        raise Conflict(N_("이미 끝난 계획입니다."))
    person = line.plan.case.application.person
    choose_payer(line.id, person, line.service, programme_id, reason=reason, actor=actor, now=now)


def renew_payers(person_id: UUID, from_on: date, actor: Actor, now: datetime) -> None:
    """The lines that the rule gave to somebody are asked of the rule again, because what is known has changed."""
    case = open_case_of_person(person_id)
    plan = agreed_plan_of(case) if case is not None else None
    if case is None or plan is None:
        return
    chosen = payers_of([line.id for line in plan.lines])
    for line in plan.lines:
        if line.id in chosen and chosen[line.id].by_rule:
            choose_payer_by_rule(
                line.id,
                case.application.person,
                line.service,
                actor=actor,
                now=now,
                day=max(from_on, clock.day_of(now)),
            )


def end_plans(case: CareCase, *, actor: Actor, now: datetime) -> None:
    """End the agreed plan and the draft when the case closes."""
    actor.require(Permission.PLAN_WRITE)
    for plan in (agreed_plan_of(case), draft_of(case)):
        if plan is not None:
            _step(plan, PlanVerb.END, actor=actor, now=now)
    db.session.flush()


def _user_of(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Conflict(N_("로그인한 사람만 할 수 있습니다."))
    return actor.user_id
