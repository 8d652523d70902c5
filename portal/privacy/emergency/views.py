"""Opening a household in an emergency, what it shows then, and the review of the office."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, func, select

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.desk.presentation import timeline_item
from portal.coordinators.desk.queries.household import overview
from portal.coordinators.desk.queries.timeline import timeline
from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.core.series import Typed
from portal.db.plain import plain
from portal.privacy.emergency import actions, queries
from portal.privacy.emergency.forms import EmergencyNoteForm, EmergencyReviewForm, OpenForm
from portal.privacy.emergency.models import EmergencyAccess
from portal.privacy.emergency.scope import may_review
from portal.privacy.emergency.states import EMERGENCY_STATES, EmergencyState
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.limits import searches
from portal.web.numbered import said
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

bp = Blueprint("emergency", __name__)


@bp.get("/emergencies")
@requires(Permission.EMERGENCY_READ)
def accesses() -> ResponseReturnValue:
    return page("emergency/accesses.html", accesses=queries.accesses(current_actor(), page_number()), now=clock.now())


@bp.route("/emergencies/new", methods=["GET", "POST"])
@requires(Permission.EMERGENCY_OPEN)
@searches
def open_household() -> ResponseReturnValue:
    form = OpenForm(number=request.args.get("number", ""))
    if form.validate_on_submit():
        with form.refusals():
            access = actions.open_household(form.number.data, form.reason.data, actor=current_actor(), now=clock.now())
            return redirect(url_for(".access", access_id=access.id))
    return page("emergency/open.html", form=form)


@bp.get("/emergencies/<uuid:access_id>")
@requires(Permission.EMERGENCY_READ)
def access(access_id: UUID) -> ResponseReturnValue:
    """The household while it is open to the viewer; otherwise who opened it, why, and what the office found."""
    viewer, now = current_actor(), clock.now()
    found = queries.get_access(access_id, viewer=viewer)
    case = queries.case_opened(found, viewer=viewer, now=now)
    if case is None:
        return _told(found, viewer)
    record_read(actor=viewer, now=now, subject=("household", case.household_id), fields="emergency")
    events = timeline(case, viewer, page_number())
    return page(
        "emergency/household.html",
        access=found,
        case=case,
        person=case.application.person,
        household=case.household,
        charge=in_charge(case, clock.day_of(now)),
        overview=overview(case, now=now),
        events=events,
        items=[timeline_item(event, case.household_id) | {"href": ""} for event in events.items],
        form=EmergencyNoteForm(),
        act=ActionForm(),
    )


def _told(found: EmergencyAccess, viewer: Actor, form: EmergencyReviewForm | None = None) -> ResponseReturnValue:
    form = form or EmergencyReviewForm()
    form.offer_verbs(found)
    return page(
        "emergency/access.html",
        access=found,
        form=form,
        may_review=may_review(found, viewer) and bool(form.verb.choices),
        now=clock.now(),
        steps=history(EMERGENCY_STATES, found.id),
    )


@bp.post("/emergencies/<uuid:access_id>/end")
@requires(Permission.EMERGENCY_OPEN)
def end(access_id: UUID) -> ResponseReturnValue:
    viewer = current_actor()
    actions.end_early(queries.get_access(access_id, viewer=viewer), actor=viewer, now=clock.now())
    flash(_("긴급 열람을 마쳤습니다."))
    return redirect(url_for(".accesses"))


@bp.route("/emergencies/<uuid:access_id>/note", methods=["GET", "POST"])
@requires(Permission.EMERGENCY_OPEN)
def note(access_id: UUID) -> ResponseReturnValue:
    viewer = current_actor()
    found, form = queries.get_access(access_id, viewer=viewer), EmergencyNoteForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.note_contact(found, form.note.data, actor=viewer, now=clock.now())
            flash(_("연락한 내용을 가구의 기록에 남겼습니다."))
            return redirect(url_for(".access", access_id=found.id))
    return page("emergency/note.html", form=form, access=found)


@bp.route("/emergencies/<uuid:access_id>/review", methods=["GET", "POST"])
@requires(Permission.EMERGENCY_REVIEW)
def review(access_id: UUID) -> ResponseReturnValue:
    viewer = current_actor()
    found = queries.get_access(access_id, viewer=viewer)
    form = EmergencyReviewForm()
    form.offer_verbs(found)
    if form.validate_on_submit():
        with form.refusals():
            actions.review_access(found, form.chosen_verb, form.finding.data, actor=viewer, now=clock.now())
            flash(_("확인한 내용을 남겼습니다."))
            return redirect(url_for(".accesses"))
    return _told(found, viewer, form)


def link_to_access(access_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_access, access_id)
    return links.Link(_("긴급 열람"), url_for("emergency.access", access_id=access_id)) if found else None


def badge(viewer: Actor) -> Select[int] | None:
    if not viewer.can(Permission.EMERGENCY_REVIEW):
        return None
    return select(func.count()).where(EmergencyAccess.state == plain(EmergencyState.WAITING))


def way_in(*, typed: Typed) -> str:
    """Offered below a number that somebody typed whole and may not see, where it belongs to a household in care."""
    viewer = current_actor()
    if not viewer.can(Permission.EMERGENCY_OPEN) or len(queries.households_bearing(typed)) != 1:
        return ""
    number = said(typed.number, typed.series) if typed.series else typed.number
    return render_template("emergency/_way_in.html", number=number)
