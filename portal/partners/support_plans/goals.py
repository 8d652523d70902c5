"""Writes the goals of a plan and how far they are."""

from datetime import datetime

from portal.audit import actions as audit
from portal.audit.steps import lock
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.extensions import db
from portal.partners.support_plans.actions import note_written, refuse_closed, require_draft
from portal.partners.support_plans.models import SupportGoal, SupportPlan, SupportScore
from portal.partners.support_plans.queries import read_anew
from portal.partners.support_plans.rules import GOALS_AT_MOST, ScoreTold, refuse_score, user_of
from portal.partners.support_plans.states import ScoredWhen, SupportState


def add_goal(plan: SupportPlan, words: str, start: ScoreTold, *, actor: Actor, now: datetime) -> SupportGoal:
    """With the score at the start, without which nobody can agree to it."""
    require_draft(plan, actor)
    if len(plan.goals) >= GOALS_AT_MOST:
        raise DomainError(N_("목표는 %(most)d개까지 적을 수 있습니다."), "words", most=GOALS_AT_MOST)
    _refuse(words, start, now)
    goal = SupportGoal(plan=plan, thread=new_id(), position=len(plan.goals) + 1, words=words)
    goal.scores = [_score(start, actor, now)]
    db.session.add(goal)
    note_written(plan, actor=actor, now=now)
    return goal


def change_goal(goal: SupportGoal, words: str, start: ScoreTold, *, actor: Actor, now: datetime) -> None:
    """Of a draft: its words, and the score at the start."""
    require_draft(goal.plan, actor)
    _refuse(words, start, now)
    goal.words = words
    first = start_of(goal)
    if first is None:
        goal.scores.append(_score(start, actor, now))
    else:
        first.score, first.scored_by, first.scored_on, first.words = (
            start.score,
            start.scored_by,
            start.scored_on,
            start.words,
        )
    note_written(goal.plan, actor=actor, now=now)


def remove_goal(goal: SupportGoal, *, actor: Actor, now: datetime) -> None:
    """Of a draft; the services that served it stay, and serve none until somebody says which."""
    plan = goal.plan
    require_draft(plan, actor)
    for line in plan.lines:
        if line.goal_id == goal.id:
            line.goal = None
    db.session.flush()
    plan.goals.remove(goal)
    for position, left in enumerate(plan.goals, start=1):
        left.position = position
    note_written(plan, actor=actor, now=now)


def start_of(goal: SupportGoal) -> SupportScore | None:
    return next((score for score in goal.scores if score.occasion is ScoredWhen.START), None)


def score_goal(goal: SupportGoal, told: ScoreTold, *, actor: Actor, now: datetime) -> SupportScore:
    """At a review, or at the end, after which the goal is over."""
    actor.require(Permission.PLAN_WRITE)
    plan = goal.plan
    lock(plan)
    read_anew(plan)
    refuse_closed(plan.case)
    if plan.state is not SupportState.IN_FORCE:
        raise Conflict(N_("시행 중인 계획의 목표만 점수를 적을 수 있습니다."))
    if told.occasion is ScoredWhen.START or goal.is_over:
        raise Conflict(N_("이미 마친 목표입니다. 화면을 다시 열어 주십시오."))
    _refuse("", told, now)
    score = _score(told, actor, now)
    goal.scores.append(score)
    db.session.flush()
    subject = ("household", plan.household_id)
    audit.record("support_goal.scored", actor=actor, now=now, subject=subject, occasion=told.occasion.value)
    return score


def _refuse(words: str, told: ScoreTold, now: datetime) -> None:
    refuse_score(told, day_of(now))
    refuse_resident_number(f"{words}\n{told.words}")


def _score(told: ScoreTold, actor: Actor, now: datetime) -> SupportScore:
    return SupportScore(
        occasion=told.occasion,
        score=told.score,
        scored_by=told.scored_by,
        scored_on=told.scored_on,
        words=told.words,
        noted_at=now,
        noted_by_id=user_of(actor),
    )
