"""The needs assessment, the care plan, and the resident's agreement to it."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import locked
from portal.benefits.eligibility.queries import payer_of, payers_for
from portal.consortium.catalogue.queries import plannable_services
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import case_of_household
from portal.coordinators.gate.asking import lacks_price
from portal.coordinators.plans import actions, presentation, queries
from portal.coordinators.plans.forms import AgreeForm, AssessmentForm, PayerForm, PlanForm, payer_values, plan_values
from portal.coordinators.plans.models import CarePlan
from portal.coordinators.plans.states import Area, PlanState
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.returning import back_or, carrying
from portal.web.words import gettext as _

bp = Blueprint("plans", __name__, url_prefix="/households/<uuid:household_id>")


@bp.route("/assessment", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def assess(household_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = case_of_household(household_id, viewer=actor)
    form = AssessmentForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.assess(
                case,
                form.levels,
                form.summary.data,
                is_home_visit=form.is_home_visit.data == "yes",
                actor=actor,
                now=clock.now(),
            )
            flash(_("욕구 확인을 저장했습니다. 이제 돌봄 계획을 세워 주십시오."))
            return redirect(carrying(url_for(".write", household_id=household_id)))
    _read(household_id, "assessment")
    return page("plans/assess.html", form=form, case=case, areas=Area, before=queries.assessment_of(case))


def _read(household_id: UUID, fields: str) -> None:
    """Every page here shows what somebody needs."""
    record_read(actor=current_actor(), now=clock.now(), subject=("household", household_id), fields=fields)


@bp.get("/plan")
@requires(Permission.HOUSEHOLD_READ)
def plan(household_id: UUID) -> ResponseReturnValue:
    return _plan_page(case_of_household(household_id, viewer=current_actor()), AgreeForm())


def _plan_page(case: CareCase, form: AgreeForm) -> ResponseReturnValue:
    draft = queries.draft_of(case)
    _read(case.household_id, "plan")
    plans = queries.plans_of(case)
    return page(
        "plans/plan.html",
        form=form if draft is not None else None,
        case=case,
        draft=draft,
        plans=[one for one in plans if one is not draft],
        payers=queries.payers_of_plans(case, plans, clock.day_of(clock.now())),
        assessments=queries.assessments_of(case),
        areas=Area,
        without_price=_without_price(plans),
    )


def _without_price(plans: Sequence[CarePlan]) -> list[str]:
    """The services of plans that hold or are drafts which nobody can book yet."""
    lines = [line for plan in plans if plan.state in (PlanState.DRAFT, PlanState.AGREED) for line in plan.lines]
    return sorted({line.service.name for line in lines if lacks_price(line)})


@bp.post("/plan")
@requires(Permission.PLAN_WRITE)
def agree(household_id: UUID) -> ResponseReturnValue:
    """The draft becomes the agreed plan."""
    actor = current_actor()
    case = case_of_household(household_id, viewer=actor)
    draft = queries.draft_of(case)
    if draft is None:
        raise NotFound
    form = AgreeForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.agree_plan(draft, form.agreed_by.data, actor=actor, now=clock.now())
            flash(_("합의한 계획으로 저장했습니다. 이제 서비스를 연계할 수 있습니다."))
            return redirect(back_or(url_for("desk.household", household_id=household_id)))
    return _plan_page(case_of_household(household_id, viewer=actor), form)


@bp.route("/plan/lines/<uuid:line_id>/payer", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def payer(household_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Who pays a line: whom the rule chooses, or another who may, with a reason."""
    actor, now = current_actor(), clock.now()
    line = locked(queries.line(line_id, actor))
    if line.plan.case.household_id != household_id:
        raise NotFound
    person = line.plan.case.application.person
    options, chosen = payers_for(person, line.service, clock.day_of(now)), payer_of(line_id)
    form = PayerForm(data=payer_values(chosen, options))
    form.offer(options)
    if form.validate_on_submit():
        with form.refusals():
            actions.choose_line_payer(line, form.programme_id, form.reason.data, actor=actor, now=now)
            form.flash_saved(_("누가 비용을 내는지 저장했습니다."))
            return redirect(url_for(".plan", household_id=household_id))
    _read(household_id, "plan")
    hints = {str(option.programme.id): presentation.payer_words(option) for option in options}
    return page("plans/payer.html", form=form, line=line, case=line.plan.case, options=options, hints=hints)


@bp.route("/plan/draft", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def write(household_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    case = locked(case_of_household(household_id, viewer=actor))
    form = PlanForm(data=plan_values(queries.draft_of(case) or queries.agreed_plan_of(case), clock.day_of(now)))
    if form.is_submitted() and _changes_lines(form):
        return _write_page(form, case)
    if form.is_submitted() and _is_sent(form):
        with form.refusals():
            actions.write_plan(case, form.drafts, aim=form.aim.data, ends_on=form.last_day, actor=actor, now=now)
            form.flash_saved(_("계획 초안을 저장했습니다. 이용자와 합의한 뒤 아래에 적어 주십시오."))
            return redirect(carrying(url_for(".plan", household_id=household_id)))
    return _write_page(form, case)


def _changes_lines(form: PlanForm) -> bool:
    """Whether a line was to be added or taken out; what is typed stays, and the form may be sent anew."""
    if "add" in request.form:
        form.add_line()
    elif "remove" in request.form:
        form.remove_line(request.form["remove"])
    else:
        return False
    form.form_key.data = secrets.token_urlsafe(18)
    return True


def _is_sent(form: PlanForm) -> bool:
    form.offer(plannable_services(day=clock.day_of(clock.now())))
    form.drop_blank_lines()
    return form.validate_on_submit()


def _write_page(form: PlanForm, case: CareCase) -> ResponseReturnValue:
    form.offer(plannable_services(day=clock.day_of(clock.now())))
    household_id = case.household_id
    _read(household_id, "plan")
    return page(
        "plans/write.html",
        form=form,
        case=case_of_household(household_id, viewer=current_actor()),
        assessment=queries.assessment_of(case),
        agreed=queries.agreed_plan_of(case),
        areas=Area,
    )
