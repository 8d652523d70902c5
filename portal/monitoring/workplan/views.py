"""The plans of the years, one plan with its tasks, and how far each task is."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import history, locked
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.hwpx import document_hwpx
from portal.documents.pdf import document_pdf
from portal.documents.views import attached
from portal.monitoring.workplan import actions, queries
from portal.monitoring.workplan.beginnings import tasks_of
from portal.monitoring.workplan.forms import (
    NewPlanForm,
    ProgressForm,
    WorkTaskForm,
    values_of_progress,
    values_of_task,
)
from portal.monitoring.workplan.found import found_in
from portal.monitoring.workplan.models import WorkPlan, WorkTask
from portal.monitoring.workplan.paper import plan_document, plan_workbook
from portal.monitoring.workplan.rules import QUARTERS, quarters_begun
from portal.monitoring.workplan.states import WORK_PLAN_STATES, CountedBy, WorkPlanState
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.handing import Inside, hands_out
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

bp = Blueprint("workplan", __name__)
FILES = {"pdf": (document_pdf, "application/pdf"), "hwpx": (document_hwpx, "application/hwp+zip")}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_PERSON = "names tasks and the bodies that do them"
BEGUN = N_("계획을 시작했습니다. 분기마다 진행을 적어 주십시오.")


def _plan(plan_id: UUID) -> WorkPlan:
    return queries.get_work_plan(plan_id, viewer=current_actor())


def _task(task_id: UUID) -> WorkTask:
    return queries.get_work_task(task_id, viewer=current_actor())


@bp.get("/work-plans")
@requires(Permission.WORK_PLAN_READ)
def plans() -> ResponseReturnValue:
    return page("workplan/plans.html", plans=queries.work_plans(current_actor()))


@bp.route("/work-plans/new", methods=["GET", "POST"])
@requires(Permission.WORK_PLAN_MANAGE)
def new() -> ResponseReturnValue:
    actor, form = current_actor(), NewPlanForm()
    newest = next(iter(queries.work_plans(actor)), None)
    form.offer(newest)
    if form.validate_on_submit():
        with form.refusals():
            tasks = tasks_of(form.beginning.data, newest)
            plan = actions.draw_plan(form.year.data, form.title.data, tasks=tasks, actor=actor, now=clock.now())
            flash(_("초안을 만들었습니다. 과제를 적고 시작해 주십시오."))
            return redirect(url_for(".plan", plan_id=plan.id))
    return page("workplan/new.html", form=form, newest=newest)


@bp.get("/work-plans/<uuid:plan_id>")
@requires(Permission.WORK_PLAN_READ)
def plan(plan_id: UUID) -> ResponseReturnValue:
    found, today = _plan(plan_id), clock.day_of(clock.now())
    running = found.state is WorkPlanState.RUNNING
    return page(
        "workplan/plan.html",
        plan=found,
        areas=queries.standing(found, today),
        quarters=QUARTERS,
        unfilled=queries.unfilled(found),
        begun=quarters_begun(found.year, today) if running else (),
        steps=history(WORK_PLAN_STATES, found.id),
        act=ActionForm(),
    )


@bp.post("/work-plans/<uuid:plan_id>/begin")
@requires(Permission.WORK_PLAN_MANAGE)
def begin(plan_id: UUID) -> ResponseReturnValue:
    actions.begin_plan(_plan(plan_id), actor=current_actor(), now=clock.now())
    flash(_(BEGUN))
    return redirect(url_for(".plan", plan_id=plan_id))


@bp.get("/work-plans/<uuid:plan_id>/closing")
@requires(Permission.WORK_PLAN_MANAGE)
def closing(plan_id: UUID) -> ResponseReturnValue:
    return page("workplan/closing.html", plan=_plan(plan_id), act=ActionForm())


@bp.post("/work-plans/<uuid:plan_id>/close")
@requires(Permission.WORK_PLAN_MANAGE)
def close(plan_id: UUID) -> ResponseReturnValue:
    actions.close_plan(_plan(plan_id), actor=current_actor(), now=clock.now())
    flash(_("계획을 마쳤습니다. 이제 아무것도 바뀌지 않습니다."))
    return redirect(url_for(".plan", plan_id=plan_id))


@bp.route("/work-plans/<uuid:plan_id>/tasks/new", methods=["GET", "POST"])
@requires(Permission.WORK_PLAN_MANAGE)
def new_task(plan_id: UUID) -> ResponseReturnValue:
    found = _plan(plan_id)
    form = WorkTaskForm(data={"number": max((task.number for task in found.tasks), default=0) + 1})
    if form.validate_on_submit():
        with form.refusals():
            actions.add_task(found, form.told, actor=current_actor(), now=clock.now())
            flash(_("과제를 더했습니다."))
            return redirect(url_for(".plan", plan_id=plan_id))
    return page("workplan/task.html", form=form, plan=found, task=None, act=ActionForm())


@bp.route("/work-plans/tasks/<uuid:task_id>", methods=["GET", "POST"])
@requires(Permission.WORK_PLAN_MANAGE)
def task(task_id: UUID) -> ResponseReturnValue:
    found = locked(_task(task_id))
    form, was_unfilled = WorkTaskForm(data=values_of_task(found)), found in queries.unfilled(found.plan)
    if form.validate_on_submit():
        with form.refusals():
            actions.change_task(found, form.told, actor=current_actor(), now=clock.now())
            form.flash_saved(_("과제를 고쳤습니다."))
            return _after(found.plan, was_unfilled)
    return page("workplan/task.html", form=form, plan=found.plan, task=found, act=ActionForm())


def _after(plan: WorkPlan, was_unfilled: bool) -> ResponseReturnValue:
    """Whoever fills in a shipped plan is led on to the next task that lacks something."""
    left = queries.unfilled(plan) if was_unfilled else []
    return redirect(url_for(".task", task_id=left[0].id) if left else url_for(".plan", plan_id=plan.id))


@bp.post("/work-plans/tasks/<uuid:task_id>/remove")
@requires(Permission.WORK_PLAN_MANAGE)
def remove_task(task_id: UUID) -> ResponseReturnValue:
    found = _task(task_id)
    actions.remove_task(found, actor=current_actor(), now=clock.now())
    flash(_("과제를 뺐습니다."))
    return redirect(url_for(".plan", plan_id=found.plan_id))


@bp.route("/work-plans/tasks/<uuid:task_id>/quarters/<int:quarter>", methods=["GET", "POST"])
@requires(Permission.WORK_PLAN_MANAGE)
def progress(task_id: UUID, quarter: int) -> ResponseReturnValue:
    found = locked(_task(task_id))
    if quarter not in QUARTERS:
        raise NotFound
    form = ProgressForm(data=values_of_progress(queries.progress_of(found, quarter)))
    if found.counted_by is not CountedBy.HAND:
        del form.done
    if form.validate_on_submit():
        with form.refusals():
            actions.write_progress(found, quarter, form.told, actor=current_actor(), now=clock.now())
            form.flash_saved(_("진행을 적었습니다."))
            return redirect(url_for(".plan", plan_id=found.plan_id))
    return page("workplan/progress.html", form=form, task=found, quarter=quarter)


@bp.get("/work-plans/<uuid:plan_id>/found")
@requires(Permission.WORK_PLAN_MANAGE)
def found(plan_id: UUID) -> ResponseReturnValue:
    """The households behind the figure of `CountedBy.FOUND`; nobody's name."""
    of = _plan(plan_id)
    return page("workplan/found.html", plan=of, rows=found_in(of.year, page_number()))


@bp.get("/work-plans/<uuid:plan_id>/file/<any(pdf, hwpx):kind>")
@requires(Permission.WORK_PLAN_READ)
@hands_out(Inside.NOBODY, NO_PERSON)
def file(plan_id: UUID, kind: str) -> ResponseReturnValue:
    found, today, now = _plan(plan_id), clock.day_of(clock.now()), clock.now()
    areas, name = queries.standing(found, today), f"{found.title}.{kind}"
    make, media = FILES[kind]
    on = queries.measured_on(found, today)
    return attached(make(plan_document(found, areas, on, now=now)), media, name)


@bp.get("/work-plans/<uuid:plan_id>/table")
@requires(Permission.WORK_PLAN_READ)
@hands_out(Inside.NOBODY, NO_PERSON)
def table(plan_id: UUID) -> ResponseReturnValue:
    found = _plan(plan_id)
    areas = queries.standing(found, clock.day_of(clock.now()))
    return attached(plan_workbook(found, areas, now=clock.now()), XLSX, f"{found.title}.xlsx")


def link_to_plan(plan_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_work_plan, plan_id)
    return links.Link(found.title, url_for("workplan.plan", plan_id=plan_id)) if found else None
