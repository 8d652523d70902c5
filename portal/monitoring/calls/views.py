"""The list of whom to call, taking one, and writing down what came of it; incoming calls and what calls left to do."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.coordinators.calls.queries import calls_count
from portal.coordinators.caseload.queries import coordinator_names
from portal.coordinators.contacts.states import BegunBy
from portal.coordinators.desk.queries.households import cases_for
from portal.coordinators.desk.rules import Filters
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.permissions import Permission
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.queries import get_alert
from portal.monitoring.calls import actions, queries
from portal.monitoring.calls.counting import contact_figures
from portal.monitoring.calls.entries import Entry, entries, entry_of
from portal.monitoring.calls.forms import CallerForm, CallForm, CallsFilter, DropForm, PeriodForm
from portal.monitoring.calls.presentation import MESSAGES, focus_of, listed, messages_by_key, reasons_in_words
from portal.monitoring.calls.states import CALL_TASK_STATES
from portal.residents.households.models import Household, Person
from portal.residents.households.queries import get_household
from portal.residents.households.scope import require_scope
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.agenda import Desk
from portal.web.limits import searches
from portal.web.navigation import PRESENT
from portal.web.once import repeatable
from portal.web.pages import page
from portal.web.returning import back_or, carrying, list_left
from portal.web.words import gettext as _
from portal.web.worklist import worklist

bp = Blueprint("calling", __name__, url_prefix="/calls")


@bp.get("")
@requires(Permission.CALL_MAKE)
def calls() -> ResponseReturnValue:
    """Whom to call, the most urgent first; `focus` names the one to go on with."""
    desk, form = Desk(current_actor(), clock.now()), CallsFilter()
    form.offer(_coordinators(desk))
    found = entries(desk, form.asked)
    shown = worklist(
        listed(found, desk),
        {},
        desk.now,
        address=url_for(".calls", **form.in_address),
        focus=focus_of(found, request.args.get("focus", ""), desk),
    )
    messages = messages_by_key(found) if form.kind.data == MESSAGES else {}
    return page("calls/calls.html", filter=form, list=shown, messages=messages, all_chosen="all" in request.args)


def _coordinators(desk: Desk) -> list[tuple[UUID, str]]:
    """Whose households the office may look at alone; a coordinator sees their own anyway."""
    return coordinator_names(now=desk.now) if desk.viewer.can(Permission.HOUSEHOLD_ALL) else []


@bp.post("/<uuid:about_id>/take")
@requires(Permission.CALL_MAKE)
@repeatable("what is one's own already is kept for ten minutes more")
def take(about_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    entry = entry_of(about_id, actor, now)
    if entry is None:
        return _over(about_id, actor)
    actions.take_turn(about_id, entry.household_id, actor=actor, now=now)
    return redirect(carrying(url_for(".call", about_id=about_id)))


@bp.post("/alerts/<uuid:alert_id>/take")
@requires(Permission.CALL_MAKE)
@repeatable("what is one's own already is kept for ten minutes more")
def take_for_alert(alert_id: UUID) -> ResponseReturnValue:
    """The same turn from the page of an alert, which shows the number then and takes what came of the call."""
    actor, now = current_actor(), clock.now()
    alert = get_alert(alert_id, viewer=actor, now=now)
    if alert.ended_at is None:
        actions.take_turn(alert.household_id, alert.household_id, actor=actor, now=now)
    return redirect(carrying(url_for("alerts.alert", alert_id=alert_id)))


def _over(about_id: UUID, actor: Actor) -> ResponseReturnValue:
    """Raises `Conflict` where a result was typed, which is given back."""
    queries.require_known(about_id, actor)
    if "result" in request.form:
        raise Conflict(actions.OVER)
    flash(_("지금 걸 전화가 아닙니다. 그사이 다른 분이 마쳤을 수 있습니다."), "info")
    return redirect(back_or(url_for(".calls")))


@bp.post("/<uuid:about_id>/give-back")
@requires(Permission.CALL_MAKE)
@repeatable("what is nobody's stays nobody's")
def give_back(about_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    queries.require_known(about_id, actor)
    actions.give_back(about_id, actor=actor)
    return redirect(back_or(url_for(".calls")))


@bp.route("/<uuid:about_id>", methods=["GET", "POST"])
@requires(Permission.CALL_MAKE)
def call(about_id: UUID) -> ResponseReturnValue:
    """Whom to call, by which number, what to say; then what came of it. Numbers are shown to whoever has the call."""
    actor, now, form = current_actor(), clock.now(), CallForm()
    entry = entry_of(about_id, actor, now)
    if entry is None:
        return _over(about_id, actor)
    form.offer_for(entry)
    if form.validate_on_submit():
        with form.refusals():
            return _recorded(actions.record_call(about_id, form.said(), form.answered_ids, actor=actor, now=now))
    return _call_page(entry, form, actor)


def _recorded(alert: Alert | None) -> ResponseReturnValue:
    """Of an emergency the page with 119 and 112 and what to tell them is the next one."""
    if alert is not None:
        flash(_("통화를 적고 안부 경보(위험)를 시작했습니다. 119나 112에 아직 전화하지 않았으면 지금 전화하십시오."))
        return redirect(carrying(url_for("alerts.alert", alert_id=alert.id)))
    flash(_("통화를 적었습니다."))
    return redirect(back_or(url_for(".calls")))


def _call_page(entry: Entry, form: CallForm, actor: Actor) -> ResponseReturnValue:
    now = clock.now()
    is_mine = entry.is_mine(actor.user_id, now)
    seen = "call" if is_mine else "household"
    record_read(actor=actor, now=now, subject=(entry.first.source.subject, entry.about_id), fields=seen)
    shown = _of_household(entry.household_id) if entry.household_id else {}
    return page(
        "calls/call.html",
        form=form,
        entry=entry,
        is_mine=is_mine,
        taken=entry.is_taken(now),
        reasons=reasons_in_words(entry.causes),
        scripts=queries.scripts_of({cause.source.script for cause in entry.causes}),
        **shown,
    )


def _of_household(household_id: UUID) -> Mapping[str, Any]:
    household: Household = get_household(household_id)
    person: Person = household.person
    return {
        "household": household,
        "person": person,
        "tasks": queries.open_tasks_of(household_id),
        "last_calls": queries.last_calls(household_id),
        "file": links.link_to("household", household_id),
    }


@bp.route("/incoming", methods=["GET", "POST"])
@requires(Permission.CALL_MAKE)
@searches
@repeatable("leads to the same list again")
def incoming() -> ResponseReturnValue:
    """Who called us: found by name, initials, number or the end of the telephone."""
    form = CallerForm()
    if request.method == "POST":
        return redirect(form.found_at(".incoming"))
    text = form.q.data or ""
    filters = Filters(today=clock.day_of(clock.now()), text=text)
    found = cases_for(current_actor(), filters, 1).page.items if text else []
    return page("calls/incoming.html", filter=form, text=text, found=found)


@bp.route("/incoming/<uuid:household_id>", methods=["GET", "POST"])
@requires(Permission.CALL_MAKE)
def answer(household_id: UUID) -> ResponseReturnValue:
    """What somebody in care called about; whatever we would have called them about is answered as well."""
    actor, now, form = current_actor(), clock.now(), CallForm()
    require_scope(household_id, actor)
    entry = entry_of(household_id, actor, now, resting=True)
    form.offer_incoming(entry.causes if entry else ())
    if form.validate_on_submit():
        with form.refusals():
            said = form.said(BegunBy.RESIDENT)
            return _recorded(actions.record_incoming(household_id, said, form.answered_ids, actor=actor, now=now))
    record_read(actor=actor, now=now, subject=("household", household_id), fields="call")
    return page("calls/answer.html", form=form, entry=entry, **_of_household(household_id))


@bp.route("/tasks/<uuid:task_id>", methods=["GET", "POST"])
@requires(Permission.CALL_MAKE)
def task(task_id: UUID) -> ResponseReturnValue:
    """What a call left to be done; sent, that nobody need do it any more."""
    actor, now, form = current_actor(), clock.now(), DropForm()
    found = queries.get_task(task_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.drop_task(found, form.reason.data, actor=actor, now=now)
            flash(_("필요 없어진 일로 적었습니다."))
            return redirect(back_or(url_for(".calls")))
    found = queries.get_task(task_id, viewer=actor)
    record_read(actor=actor, now=now, subject=("household", found.household_id), fields="call")
    return page(
        "calls/task.html",
        form=form,
        task=found,
        may_be_finished=queries.may_be_finished(found),
        steps=history(CALL_TASK_STATES, found.id),
        **_of_household(found.household_id),
    )


@bp.post("/tasks/<uuid:task_id>/done")
@requires(Permission.CALL_MAKE)
def finish(task_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.finish_task(queries.get_task(task_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("할 일을 마쳤습니다."))
    return redirect(back_or(url_for(".calls")))


@bp.get("/figures")
@requires(Permission.FIGURES_READ)
def figures() -> ResponseReturnValue:
    """Contacts by channel and outcome, beside those of the same days a year before."""
    form, today = PeriodForm(), clock.day_of(clock.now())
    form.validate()
    first, last = form.from_on.data or today.replace(month=1, day=1), form.until_on.data or today
    first, last = min(first, last), max(first, last)
    form.from_on.data, form.until_on.data = first, last
    found = contact_figures(first, last, viewer=current_actor())
    return page("calls/figures.html", filter=form, first=first, last=last, figures=found)


def link_to_task(task_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_task, task_id)
    return links.Link(_(found.kind.words), url_for("calling.task", task_id=found.id)) if found else None


def on_household(person: Person, **_context: object) -> str:
    """What calls left to be done, on the page of the household."""
    tasks = queries.open_tasks_of(person.household_id)
    return render_template("calls/_on_household.html", tasks=tasks) if tasks else ""


def on_alert(*, alert: Alert, phone: str, who: str) -> str:
    """The button that calls the person whom an alert looks for: as at the desk, no two call at once."""
    viewer_id, now = current_actor().user_id, clock.now()
    turn = queries.turns_of([alert.household_id]).get(alert.household_id)
    entry = Entry.without_reason(alert.household_id, turn)
    return render_template(
        "calls/_on_alert.html",
        alert=alert,
        phone=phone,
        who=who,
        turn=turn,
        is_mine=entry.is_mine(viewer_id, now),
        taken=entry.is_taken(now),
    )


def on_open_alert(*, alert: Alert) -> str:  # noqa: ARG001 what the place hands over
    """The way on for whoever heard an emergency at the desk; 119 and 112 stand above it."""
    calls = list_left()
    return (
        render_template("calls/_on_open_alert.html", calls=calls) if calls.startswith(url_for("calling.calls")) else ""
    )


def badge(viewer: Actor) -> Select[int]:
    """What was promised: messages that reached nobody, and whoever asked to be called by now."""
    failed, promised = calls_count(viewer).scalar_subquery(), queries.promised_count(viewer, PRESENT).scalar_subquery()
    return select(failed + promised)
