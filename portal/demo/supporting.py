"""Coordinators write individual support plans with people, hand bodies their part, and review them."""

from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from portal.coordinators.plans.states import AgreedBy
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.corpus import read_data
from portal.demo.stories import Told
from portal.demo.world import World
from portal.extensions import db
from portal.partners.support_plans.actions import (
    Head,
    agree_support_plan,
    draft_support_plan,
    review_support_plan,
    write_head,
)
from portal.partners.support_plans.goals import add_goal, change_goal, score_goal
from portal.partners.support_plans.handing import HandingTold, hand_part
from portal.partners.support_plans.lines import LineTold, add_line
from portal.partners.support_plans.models import SupportPlan
from portal.partners.support_plans.rules import REVIEW_AFTER, ScoreTold, Signing
from portal.partners.support_plans.states import HandedBy, ScoredBy, ScoredWhen, SignedBy

MORNING, NEXT_MORNING = time(10, 40), timedelta(days=1)


class SupportTold(Told):
    """With `reached` the first goal of it ended at its review, and a second edition followed the day after."""

    key: str
    day: int
    own_words: str
    needs: str
    goal: str
    start: int
    body: str
    who: str
    what: str
    how_often: str
    cost: int | None = None
    own_share: int | None = None
    agreed_by: SignedBy
    agreed_name: str = ""
    agreed_relation: str = ""
    review_after: int
    handed_to: str = ""
    receiver: str = ""
    reviewed: int = 0
    reached: int = 0
    second_words: str = ""


def plan_support(world: World, courses: list[Course]) -> None:
    by_key = {course.story.key: course for course in courses}
    for entry in read_data("support_plans.toml")["plans"]:
        told = SupportTold.model_validate(entry)
        world.at(world.moment(-told.day, MORNING), partial(_write, world, by_key[told.key], told))


def _write(world: World, course: Course, told: SupportTold, now: datetime) -> None:
    actor, today = coordinator_of(world, course), day_of(now)
    plan = draft_support_plan(course.opened, actor=actor, now=now)
    head = Head(told.own_words, told.needs, None, today, today + timedelta(days=told.review_after))
    write_head(plan, head, actor=actor, now=now)
    for goal in plan.goals:
        change_goal(goal, goal.words, _score(ScoredWhen.START, told.start, now), actor=actor, now=now)
    goal = add_goal(plan, told.goal, _score(ScoredWhen.START, told.start, now), actor=actor, now=now)
    line = LineTold(
        goal=goal,
        partner=None,
        body=told.body,
        who=told.who,
        what=told.what,
        how_often=told.how_often,
        unit="",
        cost=told.cost,
        own_share=told.own_share,
        starts_on=today,
        until_on=None,
    )
    add_line(plan, line, actor=actor, now=now)
    signing = Signing(told.agreed_by, today, told.agreed_name, told.agreed_relation)
    agree_support_plan(plan, signing, actor=actor, now=now)
    if told.handed_to:
        world.at(now + NEXT_MORNING, partial(_hand, plan.id, told, actor))
    if told.reached:
        world.at(now + timedelta(days=told.review_after), partial(_review, world, plan.id, told, actor))


def _score(when: ScoredWhen, points: int, now: datetime) -> ScoreTold:
    return ScoreTold(when, points, ScoredBy.PERSON, day_of(now))


def _hand(plan_id: UUID, told: SupportTold, actor: Actor, now: datetime) -> None:
    today = day_of(now)
    handing = HandingTold(told.handed_to, told.receiver, today, AgreedBy.PHONE, today, HandedBy.POST)
    hand_part(db.session.get_one(SupportPlan, plan_id), handing, actor=actor, now=now)


def _review(world: World, plan_id: UUID, told: SupportTold, actor: Actor, now: datetime) -> None:
    plan = db.session.get_one(SupportPlan, plan_id)
    for goal in plan.goals:
        over = goal.words == told.goal
        when, points = (ScoredWhen.END, told.reached) if over else (ScoredWhen.REVIEW, told.reviewed)
        score_goal(goal, _score(when, points, now), actor=actor, now=now)
    review_support_plan(plan, day_of(now) + REVIEW_AFTER, "", actor=actor, now=now)
    world.at(now + NEXT_MORNING, partial(_write_anew, plan_id, told, actor))


def _write_anew(plan_id: UUID, told: SupportTold, actor: Actor, now: datetime) -> None:
    """What is reached leaves the plan, and the person says anew what they want."""
    before, today = db.session.get_one(SupportPlan, plan_id), day_of(now)
    plan = draft_support_plan(before.case, actor=actor, now=now)
    write_head(plan, Head(told.second_words, "", None, today, today + REVIEW_AFTER), actor=actor, now=now)
    start = _score(ScoredWhen.START, told.start, now)
    for goal in plan.goals:
        if not goal.scores:
            change_goal(goal, goal.words, start, actor=actor, now=now)
    add_goal(plan, "이웃과 한 주에 한 번 함께 밥을 먹는다.", start, actor=actor, now=now)
    agree_support_plan(plan, Signing(SignedBy.SIGNATURE, today), actor=actor, now=now)
