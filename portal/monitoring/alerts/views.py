"""The board of alerts, the page of one, what 119 must know, and an alert by hand."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import case_of_household
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import is_overdue
from portal.documents.pdf import document_pdf
from portal.documents.views import attached
from portal.monitoring.alerts import actions, queries
from portal.monitoring.alerts.charts import charts, heads
from portal.monitoring.alerts.figures import years_compared
from portal.monitoring.alerts.forms import AttemptForm, LookForm, NumberedForm
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.notices import SUBJECT
from portal.monitoring.alerts.presentation import (
    following_of,
    known_facts,
    silent_for,
    turn_of,
    who_looks,
    why_to_open,
)
from portal.monitoring.alerts.rules import LEVELS, RUNGS
from portal.monitoring.alerts.sheet import TITLE, sheet_document
from portal.monitoring.alerts.states import ALERT_STATES, AlertEnding, AlertLevel, Rung
from portal.monitoring.worries.queries import get_worry
from portal.notifications.telling import what_became
from portal.residents.households.models import Person
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.handing import Inside, hands_out
from portal.web.navigation import PRESENT
from portal.web.pages import page, page_number
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("alerts", __name__)
PDF = "application/pdf"
YEARS_SHOWN = 3
FOLLOWED_BY = {
    AlertEnding.HOSPITAL: (Permission.PLAN_WRITE, "caseload.hold", N_("돌봄 멈추기")),
    AlertEnding.EMERGENCY: (Permission.PLAN_WRITE, "caseload.hold", N_("돌봄 멈추기")),
    AlertEnding.DIED: (Permission.CASE_CLOSE, "desk.close", N_("돌봄 종결하기")),
}
"""What is done about the household after an alert ended so, by whoever may."""


def _at(alert_id: UUID) -> Alert:
    return queries.get_alert(alert_id, viewer=current_actor(), now=clock.now())


@bp.get("/alerts")
@requires(Permission.ALERT_HANDLE)
def alerts() -> ResponseReturnValue:
    """Open ones by level and step, or those that ended lately."""
    viewer, now, asked = current_actor(), clock.now(), request.args
    shows_ended = asked.get("show") == "ended"
    level, rung = asked.get("level", type=AlertLevel), asked.get("rung", type=Rung)
    found = (
        queries.ended_alerts(page_number(), viewer=viewer, now=now)
        if shows_ended
        else queries.open_alerts(page_number(), viewer=viewer, now=now, level=level, rung=rung)
    )
    return page(
        "alerts/alerts.html",
        alerts=found,
        shows_ended=shows_ended,
        counts=queries.counts_by_level_and_rung(viewer=viewer, now=now),
        levels=LEVELS[::-1],
        rungs=RUNGS,
        level=level,
        rung=rung,
        who_looks=who_looks(now),
        silent={alert.id: silent_for(alert, now) for alert in found.items},
        late={alert.id for alert in found.items if is_overdue(alert.due_at, now)},
    )


@bp.route("/alerts/<uuid:alert_id>", methods=["GET", "POST"])
@requires(Permission.ALERT_HANDLE)
def alert(alert_id: UUID) -> ResponseReturnValue:
    actor, now, found, form = current_actor(), clock.now(), _at(alert_id), AttemptForm()
    form.offer_hours(found)
    if form.validate_on_submit():
        with form.refusals():
            next_look_at = form.next_look(now) if form.is_put_off else None
            actions.see_to_alert(
                found,
                form.tried,
                begun_by=form.begun_by.data,
                ending=form.ending,
                next_look_at=next_look_at,
                until_on=form.until_on.data,
                actor=actor,
                now=now,
            )
            flash(_("적었습니다. 경보를 마쳤습니다.") if form.ending else _("적었습니다."))
            return redirect(back_or(url_for(".alert", alert_id=alert_id)) if form.ending else _here(alert_id))
    return _page(alert_id, form)


def _here(alert_id: UUID) -> str:
    return url_for("alerts.alert", alert_id=alert_id)


def _page(alert_id: UUID, form: AttemptForm) -> ResponseReturnValue:
    now, found = clock.now(), _at(alert_id)
    awaits, question = queries.awaits_follow_up(found.id), queries.question_of(found)
    record_read(actor=current_actor(), now=now, subject=(SUBJECT, found.id), fields="alert")
    return page(
        "alerts/alert.html",
        form=form,
        act=ActionForm(),
        alert=found,
        is_open=found.ended_at is None,
        turn=turn_of(found, now),
        person=found.household.person,
        file=links.link_to("household", found.household_id),
        question=what_became(question, now) if question else "",
        silent=silent_for(found, now),
        is_late=is_overdue(found.due_at, now),
        who_looks=who_looks(now),
        follow=_follow(found),
        follows=following_of(found, clock.day_of(now)) if awaits else None,
        steps=history(ALERT_STATES, found.id),
    )


def _follow(alert: Alert) -> tuple[str, str] | None:
    """Address and words of what is done about the household after the alert, for whoever sees to it."""
    if alert.ending not in FOLLOWED_BY or links.link_to("household", alert.household_id) is None:
        return None
    permission, endpoint, words = FOLLOWED_BY[alert.ending]
    if not current_actor().can(permission):
        return None
    return url_for(endpoint, household_id=alert.household_id), _(words)


@bp.post("/alerts/<uuid:alert_id>/next")
@requires(Permission.ALERT_HANDLE)
def go_on(alert_id: UUID) -> ResponseReturnValue:
    actions.go_on(_at(alert_id), actor=current_actor(), now=clock.now())
    flash(_("다음 차례로 넘겼습니다."))
    return redirect(_here(alert_id))


@bp.get("/alerts/<uuid:alert_id>/rescue")
@requires(Permission.ALERT_HANDLE)
def rescue(alert_id: UUID) -> ResponseReturnValue:
    """What is told to 119 or 112, or to whoever goes there: one screen that can be read aloud."""
    now, found = clock.now(), _at(alert_id)
    record_read(actor=current_actor(), now=now, subject=(SUBJECT, found.id), fields="rescue")
    person = found.household.person
    facts = known_facts(person, now)
    return page(
        "alerts/rescue.html",
        alert=found,
        person=person,
        facts=facts,
        lead=why_to_open(found, now),
        who_looks=who_looks(now),
    )


@bp.route("/households/<uuid:household_id>/alert", methods=["GET", "POST"])
@requires(Permission.ALERT_HANDLE)
def ask(household_id: UUID) -> ResponseReturnValue:
    """By hand: somebody worries."""
    actor, now, form = current_actor(), clock.now(), LookForm()
    case = case_of_household(household_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            raised = actions.ask_to_look(household_id, form.what.data, level=form.level.data, actor=actor, now=now)
            flash(_("안부 경보를 시작했습니다."))
            return redirect(_here(raised.id))
    case = case_of_household(household_id, viewer=actor)
    record_read(actor=actor, now=now, subject=("household", household_id), fields="alert")
    return page("alerts/ask.html", form=form, case=case, open=queries.open_alert_of(household_id))


@bp.route("/alerts/new", methods=["GET", "POST"])
@requires(Permission.ALERT_HANDLE)
def ask_by_number() -> ResponseReturnValue:
    """By hand, of whoever is on call also for the household of a colleague."""
    actor, now, form = current_actor(), clock.now(), NumberedForm()
    if form.validate_on_submit():
        with form.refusals():
            household_id = queries.household_numbered(form.household.data, viewer=actor, now=now)
            raised = actions.ask_to_look(household_id, form.what.data, level=form.level.data, actor=actor, now=now)
            flash(_("안부 경보를 시작했습니다."))
            return redirect(_here(raised.id))
    return page("alerts/by_number.html", form=form)


@bp.route("/worries/<uuid:worry_id>/alert", methods=["GET", "POST"])
@requires(Permission.ALERT_HANDLE)
def ask_for_worry(worry_id: UUID) -> ResponseReturnValue:
    """What a neighbour told of becomes an alert of the household that it is about."""
    actor, now, form = current_actor(), clock.now(), NumberedForm()
    worry = get_worry(worry_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            household_id = queries.household_numbered(form.household.data, viewer=actor, now=now)
            raised = actions.ask_for_worry(
                worry, household_id, form.what.data, level=form.level.data, actor=actor, now=now
            )
            flash(_("안부 경보를 시작했습니다."))
            return redirect(_here(raised.id))
    return page("alerts/worry.html", form=form, worry=get_worry(worry_id, viewer=actor))


@bp.get("/households/<uuid:household_id>/watch-sheet")
@requires(Permission.ALERT_HANDLE)
@hands_out(Inside.SHOWN, "for the person themselves: name and coordinator, as the page of the household shows them")
def sheet(household_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    case = case_of_household(household_id, viewer=actor)
    record_read(actor=actor, now=now, subject=("household", household_id), fields="watch_sheet")
    return attached(document_pdf(sheet_document(case, now=now)), PDF, f"{_(TITLE)}.pdf")


@bp.get("/alerts/figures")
@requires(Permission.FIGURES_READ)
def figures() -> ResponseReturnValue:
    """A year and the one before."""
    viewer, now = current_actor(), clock.now()
    this_year = clock.day_of(now).year
    year = request.args.get("year", this_year, type=int)
    if not this_year - YEARS_SHOWN < year <= this_year:
        raise NotFound
    present, before = years_compared(year, now, viewer=viewer)
    shown = range(this_year - YEARS_SHOWN + 1, this_year + 1)
    return page(
        "alerts/figures.html",
        year=year,
        years=[(_("%(year)s년", year=each), url_for(".figures", year=each), each == year, None) for each in shown],
        series=[_("%(year)s년", year=each) for each in (year, year - 1)],
        heads=heads(present, before),
        charts=charts(present, before),
    )


def on_household(person: Person, **_context: object) -> str:
    """The open alert, how to ask for one, and the sheet."""
    if not current_actor().can(Permission.ALERT_HANDLE):
        return ""
    found = queries.alerts_of(person.household_id, limit=3)
    is_open = any(each.ended_at is None for each in found)
    return render_template("alerts/_on_household.html", person=person, alerts=found, is_open=is_open)


def on_contact(case: CareCase, **_context: object) -> str:
    """While somebody looks for the person, for whoever writes a contact with them."""
    found = queries.open_alert_of(case.household_id)
    link = link_to_alert(found.id) if found is not None else None
    return render_template("alerts/_on_contact.html", alert=found, link=link) if link else ""


def link_to_alert(alert_id: UUID) -> links.Link | None:
    viewer, now = current_actor(), clock.now()
    if not viewer.can(Permission.ALERT_HANDLE) or not queries.is_in_scope(alert_id, viewer=viewer, now=now):
        return None
    return links.Link(_("안부 경보"), _here(alert_id))


def badge(viewer: Actor) -> Select[int]:
    return queries.open_count(viewer, PRESENT)
