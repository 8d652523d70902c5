"""Writes an individual support plan, has it agreed to, begins, reviews and ends it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.audit import actions as audit
from portal.audit.steps import history, lock, take
from portal.consortium.meetings.models import Meeting
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.plans.queries import agreed_plan_of
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.extensions import db
from portal.partners.support_plans.handing import stop_left
from portal.partners.support_plans.models import SupportGoal, SupportPlan
from portal.partners.support_plans.queries import (
    conferences_about,
    next_number_of,
    plans_to_begin,
    read_anew,
    support_plan_in,
)
from portal.partners.support_plans.reading import is_stale, keep_said, said
from portal.partners.support_plans.rules import (
    REVIEW_AFTER,
    Signing,
    Standing,
    refuse_days,
    refuse_lacking,
    refuse_next_review,
    refuse_signing,
    user_of,
)
from portal.partners.support_plans.states import (
    HOLDING,
    SUPPORT_STATES,
    UNENDED,
    DecidedBy,
    ScoredWhen,
    StopFor,
    SupportState,
    SupportVerb,
)
from portal.partners.support_plans.taking_over import fill_from
from portal.reporting import report
from portal.residents.households.locking import lock_household

SUBJECT = "support_plan"
CLOSED = N_("이미 종결된 가구입니다. 기록은 볼 수 있지만 바꿀 수 없습니다.")
WRITTEN_ALREADY = N_("이미 쓰고 있는 초안이 있습니다. 화면을 새로 고쳐 주십시오.")
CARE_CHANGED = N_(
    "그사이 돌봄 계획이 바뀌었거나 협력이 끝난 기관이 있습니다. 서비스를 다시 가져오거나 고친 뒤 함께 읽어 주십시오."
)
NOT_A_DRAFT = N_("동의하신 계획은 고칠 수 없습니다. 새 판을 써 주십시오.")
SCORE_FIRST = N_("이번 점검의 점수를 아직 적지 않은 목표가 있습니다. 모든 목표의 점수를 먼저 적어 주십시오.")


@dataclass(frozen=True, slots=True)
class Head:
    """What a plan says besides goals and services; `meeting` where a case conference decided it."""

    own_words: str
    needs: str
    meeting: Meeting | None
    starts_on: date
    review_on: date


def draft_support_plan(case: CareCase, *, actor: Actor, now: datetime) -> SupportPlan:
    """Begin a draft: of the edition that holds, or of the care plan where there is none."""
    actor.require(Permission.PLAN_WRITE)
    lock(case)
    refuse_closed(case)
    if support_plan_in(case.id, SupportState.DRAFT) is not None:
        raise Conflict(WRITTEN_ALREADY)
    before, today = support_plan_in(case.id, *HOLDING), day_of(now)
    plan = SupportPlan(
        case=case,
        number=next_number_of(case),
        decided_by=DecidedBy.COORDINATOR,
        own_words=before.own_words if before else "",
        needs=before.needs if before else "",
        starts_on=today,
        review_on=today + REVIEW_AFTER,
        written_at=now,
        written_by_id=user_of(actor),
    )
    db.session.add(plan)
    _step(plan, SupportVerb.DRAFT, actor=actor, now=now)
    db.session.flush()
    fill_from(plan, before, agreed_plan_of(case), now=now)
    db.session.flush()
    return plan


def refuse_closed(case: CareCase) -> None:
    if case.state is CaseState.CLOSED:
        raise Conflict(CLOSED)


def write_head(plan: SupportPlan, head: Head, *, actor: Actor, now: datetime) -> None:
    require_draft(plan, actor)
    refuse_days(head.starts_on, head.review_on, day_of(now))
    refuse_resident_number(f"{head.own_words}\n{head.needs}")
    if head.meeting is not None and head.meeting not in conferences_about(plan.household_id):
        raise DomainError(N_("이 가구를 다룬 회의가 아닙니다."), "meeting")
    plan.own_words, plan.needs, plan.meeting = head.own_words, head.needs, head.meeting
    plan.decided_by = DecidedBy.CONFERENCE if head.meeting else DecidedBy.COORDINATOR
    plan.starts_on, plan.review_on = head.starts_on, head.review_on
    note_written(plan, actor=actor, now=now)


def require_draft(plan: SupportPlan, actor: Actor) -> None:
    """Whoever writes in a plan holds it, so that nobody agrees to half of it."""
    actor.require(Permission.PLAN_WRITE)
    lock(plan)
    if plan.state is not SupportState.DRAFT:
        raise Conflict(NOT_A_DRAFT)
    refuse_closed(plan.case)


def note_written(plan: SupportPlan, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.PLAN_WRITE)
    plan.written_at, plan.written_by_id = now, user_of(actor)
    db.session.flush()
    subject = ("household", plan.household_id)
    audit.record("support_plan.written", actor=actor, now=now, subject=subject, number=plan.number)


def take_in_care_plan(plan: SupportPlan, *, actor: Actor, now: datetime) -> None:
    """Bring the lines of the care plan that holds by now into a draft, and take those out that are over."""
    require_draft(plan, actor)
    fill_from(plan, None, agreed_plan_of(plan.case), now=now)
    note_written(plan, actor=actor, now=now)


def standing_of(plan: SupportPlan) -> Standing:
    unscored = [goal for goal in plan.goals if all(score.occasion is not ScoredWhen.START for score in goal.scores)]
    return Standing(bool(plan.own_words), len(plan.goals), len(unscored), len(plan.lines))


def agree_support_plan(plan: SupportPlan, signing: Signing, *, actor: Actor, now: datetime) -> None:
    """The person agreed: from its first day on this edition holds, the one before is replaced then."""
    actor.require(Permission.PLAN_WRITE)
    lock_household(plan.household_id)
    require_draft(plan, actor)
    read_anew(plan)
    today = day_of(now)
    refuse_lacking(standing_of(plan))
    if is_stale(plan, today):
        raise Conflict(CARE_CHANGED)
    refuse_signing(signing, day_of(history(SUPPORT_STATES, plan.id)[0].at), today)
    refuse_days(plan.starts_on, plan.review_on, today)
    if plan.review_on <= today:
        raise Conflict(N_("점검하는 날이 지났습니다. 초안의 날을 고친 뒤 동의를 적어 주십시오."))
    refuse_resident_number(f"{signing.name}\n{signing.relation}")
    keep_said(said(plan, today))
    db.session.flush()
    waiting = support_plan_in(plan.case_id, SupportState.AGREED)
    if waiting is not None:
        _step(waiting, SupportVerb.REPLACE, actor=actor, now=now)
        db.session.flush()
    _step(plan, SupportVerb.AGREE, actor=actor, now=now, agreed_by=signing.by.value)
    plan.agreed_on, plan.agreed_by = signing.on, signing.by
    plan.agreed_name, plan.agreed_relation = signing.name, signing.relation
    db.session.flush()
    if waiting is not None:
        stop_left(plan.case_id, StopFor.REPLACED, actor=actor, now=now)
    if plan.starts_on <= today:
        begin_support_plan(plan, actor=actor, now=now)


def begin_support_plan(plan: SupportPlan, *, actor: Actor, now: datetime) -> None:
    """Its first day has come: it takes the place of the edition before, and bodies that it names no more hear so."""
    actor.require(Permission.PLAN_WRITE)
    lock_household(plan.household_id)
    lock(plan)
    SUPPORT_STATES.next(plan.state, SupportVerb.BEGIN)
    before = support_plan_in(plan.case_id, SupportState.IN_FORCE)
    if before is not None:
        _step(before, SupportVerb.REPLACE, actor=actor, now=now)
        db.session.flush()
    _step(plan, SupportVerb.BEGIN, actor=actor, now=now)
    db.session.flush()
    if before is not None:
        stop_left(plan.case_id, StopFor.REPLACED, actor=actor, now=now)


def begin_due(*, actor: Actor, now: datetime) -> int:
    """Answers how many plans began because their day has come; one that cannot is reported and keeps no other back."""
    actor.require(Permission.PLAN_WRITE)
    begun = 0
    for plan in plans_to_begin(day_of(now)):
        try:
            with db.session.begin_nested():
                begin_support_plan(plan, actor=actor, now=now)
        except DomainError as failure:
            report(failure, where="support-plans.begin")
        else:
            begun += 1
    return begun


def review_support_plan(plan: SupportPlan, review_on: date, note: str, *, actor: Actor, now: datetime) -> None:
    """Every goal that goes on was scored since the last review; the next one is on a later day."""
    actor.require(Permission.PLAN_WRITE)
    refuse_closed(plan.case)
    refuse_next_review(review_on, day_of(now))
    refuse_resident_number(note)
    lock(plan)
    read_anew(plan)
    if any(not _scored_lately(goal, plan) for goal in plan.goals if not goal.is_over):
        raise Conflict(SCORE_FIRST)
    _step(plan, SupportVerb.REVIEW, actor=actor, now=now, note=note)
    plan.review_on, plan.reviewed_at = review_on, now
    db.session.flush()


def _scored_lately(goal: SupportGoal, plan: SupportPlan) -> bool:
    last = plan.reviewed_at
    later = [score for score in goal.scores if score.occasion is not ScoredWhen.START]
    return any(last is None or score.noted_at > last for score in later)


def end_support_plan(plan: SupportPlan, note: str, *, actor: Actor, now: datetime) -> None:
    """By hand: a draft that is not wanted, or a plan that the person needs no more."""
    actor.require(Permission.PLAN_WRITE)
    refuse_resident_number(note)
    _step(plan, SupportVerb.END, actor=actor, now=now, note=note)
    db.session.flush()
    stop_left(plan.case_id, StopFor.ENDED, actor=actor, now=now)


def end_with_case(case_ids: list[UUID], *, actor: Actor, now: datetime) -> None:
    """With the care end the plans, drafts too."""
    actor.require(Permission.PLAN_WRITE)
    for case_id in case_ids:
        while (plan := support_plan_in(case_id, *UNENDED)) is not None:
            _step(plan, SupportVerb.END, actor=actor, now=now)
            db.session.flush()


def _step(plan: SupportPlan, verb: SupportVerb, *, actor: Actor, now: datetime, note: str = "", **details: Any) -> None:
    subject = ("household", plan.household_id)
    take(SUPPORT_STATES, plan, verb, actor=actor, now=now, note=note, subject=subject, number=plan.number, **details)
