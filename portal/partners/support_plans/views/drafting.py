"""Writing a draft: what it says of itself, its goals, and its services."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.consortium.partners.queries import partners_on
from portal.core import clock
from portal.core.permissions import Permission
from portal.partners.support_plans import actions, goals, lines, queries
from portal.partners.support_plans.forms import (
    GoalChoice,
    GoalForm,
    HeadForm,
    LineForm,
    goal_values,
    head_values,
    line_values,
)
from portal.partners.support_plans.models import SupportLine
from portal.partners.support_plans.views.blueprint import bp, goal_at, line_at, note_read, plan_at
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.words import gettext as _


def _to_plan(plan_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("support_plans.plan", support_plan_id=plan_id))


@bp.route("/support-plans/<uuid:support_plan_id>/about", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def about(support_plan_id: UUID) -> ResponseReturnValue:
    found = locked(plan_at(support_plan_id))
    form = HeadForm(data=head_values(found))
    form.offer(queries.conferences_about(found.household_id))
    if form.validate_on_submit():
        with form.refusals():
            actions.write_head(found, form.head, actor=current_actor(), now=clock.now())
            form.flash_saved(_("저장했습니다."))
            return _to_plan(support_plan_id)
    note_read(found.household_id)
    return page("support_plans/about.html", form=form, plan=found)


@bp.route("/support-plans/<uuid:support_plan_id>/goals/new", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def new_goal(support_plan_id: UUID) -> ResponseReturnValue:
    found, now = plan_at(support_plan_id), clock.now()
    form = GoalForm(data={"scored_on": clock.day_of(now)})
    if form.validate_on_submit():
        with form.refusals():
            goals.add_goal(found, form.words.data, form.start, actor=current_actor(), now=now)
            flash(_("목표를 더했습니다."))
            return _to_plan(support_plan_id)
    note_read(found.household_id)
    return page("support_plans/goal.html", form=form, plan=found, goal=None, act=ActionForm())


@bp.route("/support-plans/goals/<uuid:support_goal_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def goal(support_goal_id: UUID) -> ResponseReturnValue:
    found, now = locked(goal_at(support_goal_id)), clock.now()
    form = GoalForm(data=goal_values(found, clock.day_of(now)))
    if form.validate_on_submit():
        with form.refusals():
            goals.change_goal(found, form.words.data, form.start, actor=current_actor(), now=now)
            form.flash_saved(_("목표를 고쳤습니다."))
            return _to_plan(found.plan_id)
    note_read(found.plan.household_id)
    return page("support_plans/goal.html", form=form, plan=found.plan, goal=found, act=ActionForm())


@bp.post("/support-plans/goals/<uuid:support_goal_id>/remove")
@requires(Permission.PLAN_WRITE)
def remove_goal(support_goal_id: UUID) -> ResponseReturnValue:
    found = goal_at(support_goal_id)
    goals.remove_goal(found, actor=current_actor(), now=clock.now())
    flash(_("목표를 뺐습니다."))
    return _to_plan(found.plan_id)


@bp.post("/support-plans/<uuid:support_plan_id>/care-plan")
@requires(Permission.PLAN_WRITE)
def take_in(support_plan_id: UUID) -> ResponseReturnValue:
    actions.take_in_care_plan(plan_at(support_plan_id), actor=current_actor(), now=clock.now())
    flash(_("지금의 돌봄 계획에 있는 서비스를 가져왔습니다."))
    return _to_plan(support_plan_id)


@bp.route("/support-plans/<uuid:support_plan_id>/services/new", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def new_line(support_plan_id: UUID) -> ResponseReturnValue:
    found, now = plan_at(support_plan_id), clock.now()
    form = LineForm(data={"starts_on": found.starts_on})
    form.offer(found.goals, partners_on(clock.day_of(now)))
    if form.validate_on_submit():
        with form.refusals():
            lines.add_line(found, form.told, actor=current_actor(), now=now)
            flash(_("서비스를 더했습니다."))
            return _to_plan(support_plan_id)
    note_read(found.household_id)
    return page("support_plans/line.html", form=form, plan=found, line=None, act=ActionForm())


@bp.route("/support-plans/services/<uuid:support_line_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def line(support_line_id: UUID) -> ResponseReturnValue:
    found, now = locked(line_at(support_line_id)), clock.now()
    form = _form_of(found)
    if form.validate_on_submit():
        with form.refusals():
            if isinstance(form, LineForm):
                lines.change_line(found, form.told, actor=current_actor(), now=now)
            else:
                lines.serve_goal(found, form.chosen_goal, actor=current_actor(), now=now)
            form.flash_saved(_("서비스를 고쳤습니다."))
            return _to_plan(found.plan_id)
    note_read(found.plan.household_id)
    return page("support_plans/line.html", form=form, plan=found.plan, line=found, act=ActionForm())


def _form_of(found: SupportLine) -> GoalChoice:
    """Of ours the goal alone is written here."""
    values, goals_of_plan = line_values(found), found.plan.goals
    if found.care_line_id:
        form = GoalChoice(data={"goal": values["goal"]})
        form.offer_goals(goals_of_plan)
        return form
    whole = LineForm(data=values)
    whole.offer(goals_of_plan, partners_on(clock.day_of(clock.now())))
    return whole


@bp.post("/support-plans/services/<uuid:support_line_id>/remove")
@requires(Permission.PLAN_WRITE)
def remove_line(support_line_id: UUID) -> ResponseReturnValue:
    found = line_at(support_line_id)
    plan_id = found.plan_id
    lines.remove_line(found, actor=current_actor(), now=clock.now())
    flash(_("서비스를 뺐습니다."))
    return _to_plan(plan_id)
