"""Households in the charge of watchers, for whoever accompanies them, and what watchers told."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.coordinators.caseload.queries import case_of_household
from portal.core import clock
from portal.core.permissions import Permission
from portal.monitoring.teams import actions, queries
from portal.monitoring.teams.forms import ChargeForm, SeeToForm, WhyForm
from portal.monitoring.teams.states import REPORT_STATES
from portal.monitoring.teams.views.blueprint import bp
from portal.notifications.telling import flash_with_messages
from portal.residents.consents.queries import has_consent
from portal.residents.consents.states import ConsentKind
from portal.residents.households.models import Person
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.words import gettext as _

FEW = 3


@bp.route("/households/<uuid:household_id>/neighbours", methods=["GET", "POST"])
@requires(Permission.NEIGHBOUR_ASSIGN)
def household(household_id: UUID) -> ResponseReturnValue:
    """Who watches over it, what they told, and the form to give it to somebody."""
    actor, now, form = current_actor(), clock.now(), ChargeForm()
    case_of_household(household_id, viewer=actor)
    form.offer(queries.watchers_at_work(clock.day_of(now)))
    if form.validate_on_submit():
        with form.refusals():
            actions.assign(household_id, form.charge, actor=actor, now=now)
            flash_with_messages(_("이웃지킴이에게 맡겼습니다."))
            return redirect(url_for(".household", household_id=household_id))
    case = case_of_household(household_id, viewer=actor)
    record_read(actor=actor, now=now, subject=("household", household_id), fields="neighbours")
    return page(
        "teams/household.html",
        form=form,
        case=case,
        agrees=has_consent(case.household.person.id, ConsentKind.NEIGHBOUR),
        assignments=queries.assignments_of_household(household_id),
        reports=queries.reports_of_household(household_id),
    )


@bp.route("/neighbour-assignments/<uuid:assignment_id>/end", methods=["GET", "POST"])
@requires(Permission.NEIGHBOUR_ASSIGN)
def end_assignment(assignment_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), WhyForm()
    found = queries.get_assignment(assignment_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.end_assignment(found, form.why.data, actor=actor, now=clock.now())
            flash(_("끝냈습니다. 이웃지킴이는 이 가구를 더 볼 수 없습니다."))
            return redirect(url_for(".household", household_id=found.household_id))
    record_read(actor=actor, now=clock.now(), subject=("household", found.household_id), fields="neighbours")
    return page("teams/end_assignment.html", form=form, assignment=found)


@bp.route("/neighbour-reports/<uuid:report_id>", methods=["GET", "POST"])
@requires(Permission.NEIGHBOUR_ASSIGN)
def report(report_id: UUID) -> ResponseReturnValue:
    """What a watcher told, and what was done about it."""
    actor, now, form = current_actor(), clock.now(), SeeToForm()
    found = queries.get_report(report_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.see_to(found, form.answer.data, actor=actor, now=now)
            flash(_("적었습니다."))
            return redirect(back_or(url_for(".report", report_id=report_id)))
    record_read(actor=actor, now=now, subject=("household", found.household_id), fields="neighbours")
    return page(
        "teams/report.html",
        form=form,
        report=found,
        home=links.link_to("household", found.household_id),
        steps=history(REPORT_STATES, report_id),
    )


def link_to_report(report_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_report, report_id)
    return links.Link(_("이웃지킴이가 알린 일"), url_for("teams.report", report_id=report_id)) if found else None


def link_to_assignment(assignment_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_assignment, assignment_id)
    if found is None:
        return None
    return links.Link(_("이웃지킴이"), url_for("teams.household", household_id=found.household_id))


def on_household(person: Person, day: date) -> str:  # noqa: ARG001 what the place hands over
    """Who watches over it, and the last reports."""
    if not current_actor().can(Permission.NEIGHBOUR_ASSIGN):
        return ""
    return render_template(
        "teams/_on_household.html",
        person=person,
        assignments=queries.open_assignments_at(person.household_id),
        reports=queries.reports_of_household(person.household_id, limit=FEW),
    )
