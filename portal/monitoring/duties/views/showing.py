"""Pages that show what is due: the board, the lists behind its figures, one household; a task done, an exemption."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.audit.actions import record_read
from portal.coordinators.caseload.queries import case_of_household, coordinator_names
from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.monitoring.duties import actions, queries
from portal.monitoring.duties.board import DUTIES_AT_MOST, HOUSEHOLDS_AT_MOST
from portal.monitoring.duties.board import board as board_of
from portal.monitoring.duties.exemptions import exempt_until
from portal.monitoring.duties.exemptions import exemptions as exemptions_on
from portal.monitoring.duties.forms import CoordinatorFilter, DutiesFilter, ExemptionForm
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.presentation import Shown, shown, silent_days
from portal.monitoring.duties.queries import COUNTED_AT_MOST, Sought
from portal.monitoring.duties.states import DutyBy, DutyOutcome, DutyView
from portal.monitoring.duties.views.blueprint import bp
from portal.residents.households.models import Person
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.labels import label
from portal.web.navigation import PRESENT
from portal.web.pages import page, page_number
from portal.web.returning import back_or
from portal.web.words import gettext as _

OWN_FIGURES = (DutyView.SOON, DutyView.OVERDUE)


@bp.get("")
@requires(Permission.DUTY_MANAGE)
def board() -> ResponseReturnValue:
    now = clock.now()
    found = board_of(current_actor(), now, page_number())
    silences = {row.coordinator_id: silent_days(row.silent_since, now) for row in found.items}
    own = {view: queries.count(current_actor(), Sought(view, is_of_office=True), now) for view in OWN_FIGURES}
    most = (HOUSEHOLDS_AT_MOST, DUTIES_AT_MOST)
    return page("duties/board.html", rows=found, silences=silences, own=own, most=most, own_most=COUNTED_AT_MOST)


@bp.get("/duties")
@requires(Permission.DUTY_READ)
def duties() -> ResponseReturnValue:
    viewer, now, form = current_actor(), clock.now(), DutiesFilter()
    form.offer(_coordinators(viewer))
    found = queries.duties(viewer, form.sought, now, page_number())
    return page(
        "duties/list.html",
        filter=form,
        rows=[shown(duty, now, viewer) for duty in found.items],
        action=ActionForm(),
        exempt=exempt_until([duty.case_id for duty in found.items], clock.day_of(now)),
        found=found,
        sought=form.sought,
        at_most=COUNTED_AT_MOST,
        has_more=found.total >= COUNTED_AT_MOST,
    )


@bp.get("/exemptions")
@requires(Permission.DUTY_READ)
def exemptions() -> ResponseReturnValue:
    """What households are not asked for now, why and until when; their reasons are read, so each is logged."""
    viewer, now, form = current_actor(), clock.now(), CoordinatorFilter()
    form.offer(_names() if viewer.can(Permission.DUTY_MANAGE) else [])
    found = exemptions_on(viewer, clock.day_of(now), page_number(), coordinator_id=form.coordinator_id)
    for one in found.items:
        record_read(actor=viewer, now=now, subject=("household", one.case.household_id), fields="contacts")
    return page("duties/exemptions.html", filter=form, found=found)


def _names() -> list[tuple[str, str]]:
    return [(str(user_id), name) for user_id, name in coordinator_names(now=clock.now())]


def _coordinators(viewer: Actor) -> list[tuple[str, str]]:
    """Whose duties may be chosen, the office's own first: whoever sees only their own chooses nobody."""
    if not viewer.can(Permission.DUTY_MANAGE):
        return []
    return [(DutyBy.OFFICE.value, label(DutyBy.OFFICE)), *_names()]


@bp.get("/households/<uuid:household_id>")
@requires(Permission.DUTY_READ)
def household(household_id: UUID) -> ResponseReturnValue:
    """All that is and was due to one household, and what was missed in its earlier cares."""
    actor, now = current_actor(), clock.now()
    case = case_of_household(household_id, viewer=actor)
    record_read(actor=actor, now=now, subject=("household", household_id), fields="contacts")
    return page(
        "duties/household.html",
        case=case,
        rows=[
            row for row in _shown(queries.duties_of_case(case.id), now) if row.duty.outcome is not DutyOutcome.MISSED
        ],
        missed=_shown(queries.missed_by_household(household_id), now),
        exemptions=queries.exemptions_of_case(case.id, clock.day_of(now)),
        action=ActionForm(),
    )


@bp.route("/households/<uuid:household_id>/exempt", methods=["GET", "POST"])
@requires(Permission.DUTY_MANAGE)
def exempt(household_id: UUID) -> ResponseReturnValue:
    actor, now, form = current_actor(), clock.now(), ExemptionForm()
    case = case_of_household(household_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.exempt_household(case, form.act.data, form.until_on.data, form.reason.data, actor=actor, now=now)
            flash(_("면제했습니다. 끝나는 날 다음 근무일에 다시 할 일이 됩니다."))
            return redirect(url_for(".household", household_id=household_id))
    record_read(actor=actor, now=now, subject=("household", household_id), fields="contacts")
    return page("duties/exempt.html", form=form, case=case)


@bp.post("/exemptions/<uuid:exemption_id>/end")
@requires(Permission.DUTY_MANAGE)
def end_exemption(exemption_id: UUID) -> ResponseReturnValue:
    exemption = queries.get_exemption(exemption_id, viewer=current_actor())
    actions.end_exemption(exemption, actor=current_actor(), now=clock.now())
    flash(_("면제를 끝냈습니다. 다시 할 일이 됩니다."))
    return redirect(url_for(".household", household_id=exemption.case.household_id))


@bp.post("/duties/<uuid:duty_id>/finish")
@requires(Permission.DUTY_READ)
def finish(duty_id: UUID) -> ResponseReturnValue:
    duty = queries.get_duty(duty_id, viewer=current_actor())
    actions.finish_task(duty, actor=current_actor(), now=clock.now())
    flash(_("한 일로 적었습니다."))
    return redirect(back_or(url_for(".household", household_id=duty.case.household_id)))


def _shown(duties: Sequence[CareDuty], now: datetime) -> list[Shown]:
    return [shown(duty, now, current_actor()) for duty in duties]


def on_household(person: Person, day: date) -> str:  # noqa: ARG001 what the place hands over
    """What is due to the household and what was missed, on its page."""
    viewer, now = current_actor(), clock.now()
    if not viewer.can(Permission.DUTY_READ):
        return ""
    every = _shown(queries.duties_of_household(person.household_id), now)
    missed = [row for row in every if row.duty.outcome is DutyOutcome.MISSED]
    rows = [row for row in every if row.duty.outcome is not DutyOutcome.MISSED]
    return render_template("duties/_on_household.html", rows=rows, missed=missed, household_id=person.household_id)


def badge(viewer: Actor) -> Select[int]:
    return queries.overdue_count(viewer, PRESENT)
