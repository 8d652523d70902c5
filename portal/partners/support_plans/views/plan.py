"""The editions of a household's support plan: one, two side by side, its review and its end."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import history
from portal.coordinators.caseload.queries import case_of_household
from portal.coordinators.plans.queries import assessments_of
from portal.coordinators.plans.states import Area
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.partners.support_plans import actions, goals, queries
from portal.partners.support_plans.comparing import compared
from portal.partners.support_plans.forms import AgreeSupportForm, EndSupportForm, ReviewForm, ScoreForm
from portal.partners.support_plans.models import SupportPlan
from portal.partners.support_plans.reading import bodies, is_stale, said
from portal.partners.support_plans.rules import REVIEW_AFTER, lacking
from portal.partners.support_plans.states import SUPPORT_STATES, SupportState
from portal.partners.support_plans.views.blueprint import bp, goal_at, note_read, plan_at
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page, page_number
from portal.web.returning import back_or, carrying
from portal.web.words import gettext as _


@bp.get("/support-plans")
@requires(Permission.HOUSEHOLD_READ)
def plans() -> ResponseReturnValue:
    show_all = request.args.get("show") == "all"
    found = queries.support_plans_for(current_actor(), page_number(), only_unended=not show_all)
    return page("support_plans/plans.html", found=found, show_all=show_all, now=clock.now())


@bp.get("/households/<uuid:household_id>/support-plan")
@requires(Permission.HOUSEHOLD_READ)
def of_household(household_id: UUID) -> ResponseReturnValue:
    case = case_of_household(household_id, viewer=current_actor())
    note_read(household_id)
    plans = queries.support_plans_of(case)
    return page(
        "support_plans/editions.html",
        case=case,
        plans=plans,
        has_draft=any(plan.state is SupportState.DRAFT for plan in plans),
        assessments=list(assessments_of(case))[:2],
        areas=Area,
        act=ActionForm(),
    )


@bp.post("/households/<uuid:household_id>/support-plan/draft")
@requires(Permission.PLAN_WRITE)
def draft(household_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = case_of_household(household_id, viewer=actor)
    plan = actions.draft_support_plan(case, actor=actor, now=clock.now())
    flash(_("초안을 만들었습니다. 본인의 말과 목표부터 적어 주십시오."))
    return redirect(carrying(url_for(".plan", support_plan_id=plan.id)))


@bp.get("/support-plans/<uuid:support_plan_id>")
@requires(Permission.HOUSEHOLD_READ)
def plan(support_plan_id: UUID) -> ResponseReturnValue:
    found, today = plan_at(support_plan_id), clock.day_of(clock.now())
    note_read(found.household_id)
    lines = said(found, today)
    return page(
        "support_plans/plan.html",
        plan=found,
        lines=lines,
        bodies=bodies(lines),
        lacking=lacking(actions.standing_of(found)),
        stale=found.state in (SupportState.DRAFT, SupportState.IN_FORCE) and is_stale(found, today),
        before=queries.edition_before(found),
        meeting=links.link_to("meeting", found.meeting_id) if found.meeting_id else None,
        handings=queries.handings_of(found),
        steps=history(SUPPORT_STATES, found.id),
        act=ActionForm(),
    )


@bp.get("/support-plans/<uuid:support_plan_id>/compare")
@requires(Permission.HOUSEHOLD_READ)
def compare(support_plan_id: UUID) -> ResponseReturnValue:
    found, today = plan_at(support_plan_id), clock.day_of(clock.now())
    before = queries.edition_before(found)
    if before is None:
        raise NotFound
    note_read(found.household_id)
    return page("support_plans/compare.html", plan=found, before=before, told=compared(before, found, today))


@bp.route("/support-plans/<uuid:support_plan_id>/agree", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def agree(support_plan_id: UUID) -> ResponseReturnValue:
    found, now = plan_at(support_plan_id), clock.now()
    form = AgreeSupportForm(agreed_on=clock.day_of(now))
    if form.validate_on_submit():
        with form.refusals():
            actions.agree_support_plan(found, form.signing, actor=current_actor(), now=now)
            flash(_("동의하신 계획으로 저장했습니다. 이제 바뀌지 않습니다. 고치려면 새 판을 써 주십시오."))
            return redirect(back_or(url_for(".plan", support_plan_id=support_plan_id)))
    return _form_page("support_plans/agree.html", form, support_plan_id)


def _form_page(
    template: str, form: AgreeSupportForm | ReviewForm | EndSupportForm, plan_id: UUID
) -> ResponseReturnValue:
    """With the plan as it is kept, also where the form was refused."""
    found = plan_at(plan_id)
    note_read(found.household_id)
    return page(template, form=form, plan=found, lacking=lacking(actions.standing_of(found)))


@bp.route("/support-plans/<uuid:support_plan_id>/review", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def review(support_plan_id: UUID) -> ResponseReturnValue:
    found, now = plan_at(support_plan_id), clock.now()
    form = ReviewForm(review_on=clock.day_of(now) + REVIEW_AFTER)
    if form.validate_on_submit():
        with form.refusals():
            note = form.note.data or ""
            actions.review_support_plan(found, form.review_on.data, note, actor=current_actor(), now=now)
            flash(_("점검을 적었습니다. 다음 점검 때 오늘 할 일에 나옵니다."))
            return redirect(back_or(url_for(".plan", support_plan_id=support_plan_id)))
    return _form_page("support_plans/review.html", form, support_plan_id)


@bp.route("/support-plans/<uuid:support_plan_id>/end", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def end(support_plan_id: UUID) -> ResponseReturnValue:
    found, form = plan_at(support_plan_id), EndSupportForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.end_support_plan(found, form.note.data, actor=current_actor(), now=clock.now())
            flash(_("계획을 마쳤습니다. 기록은 그대로 남습니다."))
            return redirect(url_for(".of_household", household_id=found.household_id))
    return _form_page("support_plans/end.html", form, support_plan_id)


@bp.route("/support-plans/goals/<uuid:support_goal_id>/score", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def score(support_goal_id: UUID) -> ResponseReturnValue:
    goal, now = goal_at(support_goal_id), clock.now()
    form = ScoreForm(scored_on=clock.day_of(now))
    if form.validate_on_submit():
        with form.refusals():
            goals.score_goal(goal, form.told, actor=current_actor(), now=now)
            flash(_("점수를 적었습니다."))
            return redirect(url_for(".plan", support_plan_id=goal.plan_id))
    note_read(goal.plan.household_id)
    return page("support_plans/score.html", form=form, goal=goal)


def link_to_plan(plan_id: UUID) -> links.Link | None:
    found: SupportPlan | None = links.seen(queries.get_support_plan, plan_id)
    return links.Link(_("개인별지원계획"), url_for("support_plans.plan", support_plan_id=plan_id)) if found else None
