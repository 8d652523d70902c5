"""The file of a leak, for the office."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import history, locked
from portal.core import clock
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.pdf import document_pdf
from portal.documents.views import attached
from portal.privacy.incidents import actions, queries
from portal.privacy.incidents.forms import IncidentStepForm, LeakForm, values_of
from portal.privacy.incidents.models import Incident
from portal.privacy.incidents.paper import FILE, LETTER, file_of, letter_text, letters, six_items
from portal.privacy.incidents.rules import CLOCK_HOURS, due_at
from portal.privacy.incidents.states import INCIDENT_STATES, IncidentVerb
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.handing import Inside, hands_out
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

bp = Blueprint("incidents", __name__)
PDF = "application/pdf"
NOTED = {
    IncidentVerb.CONTAIN: (actions.contain_incident, N_("막은 일을 남겼습니다.")),
    IncidentVerb.REPORT: (actions.report_incident, N_("신고한 것을 남겼습니다.")),
    IncidentVerb.CLOSE: (actions.close_incident, N_("유출 조치를 마쳤습니다.")),
}


def _at(incident_id: UUID) -> Incident:
    return queries.get_incident(incident_id, viewer=current_actor())


@bp.get("/incidents")
@requires(Permission.INCIDENT_MANAGE)
def incidents() -> ResponseReturnValue:
    found = queries.incidents(current_actor())
    return page("incidents/incidents.html", incidents=found, due_at=due_at, hours=CLOCK_HOURS)


@bp.route("/incidents/new", methods=["GET", "POST"])
@requires(Permission.INCIDENT_MANAGE)
def new() -> ResponseReturnValue:
    form = LeakForm()
    form.offer_accounts()
    if form.validate_on_submit():
        with form.refusals():
            incident = actions.open_incident(form.leak, actor=current_actor(), now=clock.now())
            return redirect(url_for(".incident", incident_id=incident.id))
    return page("incidents/leak.html", form=form, incident=None, hours=CLOCK_HOURS)


@bp.route("/incidents/<uuid:incident_id>/edit", methods=["GET", "POST"])
@requires(Permission.INCIDENT_MANAGE)
def edit(incident_id: UUID) -> ResponseReturnValue:
    incident = locked(_at(incident_id))
    form = LeakForm(data=values_of(incident))
    form.offer_accounts()
    if form.validate_on_submit():
        with form.refusals():
            actions.change_incident(incident, form.leak, actor=current_actor(), now=clock.now())
            form.flash_saved(_("고쳤습니다. 유출된 분도 다시 찾았습니다."))
            return redirect(url_for(".incident", incident_id=incident.id))
    return page("incidents/leak.html", form=form, incident=incident, hours=CLOCK_HOURS)


@bp.get("/incidents/<uuid:incident_id>")
@requires(Permission.INCIDENT_MANAGE)
def incident(incident_id: UUID) -> ResponseReturnValue:
    return _page(_at(incident_id), IncidentStepForm())


def _page(found: Incident, form: IncidentStepForm) -> ResponseReturnValue:
    return page(
        "incidents/incident.html",
        incident=found,
        form=form,
        act=ActionForm(),
        touched=queries.touched_page(found, page_number()),
        due=due_at(found.detected_at),
        is_late=due_at(found.detected_at) < clock.now(),
        must_report=actions.is_to_be_reported(found),
        may_edit=found.state in actions.BEGUN,
        noted=[verb for verb in INCIDENT_STATES.verbs(found.state) if verb in NOTED],
        items=six_items(found),
        steps=history(INCIDENT_STATES, found.id),
    )


@bp.post("/incidents/<uuid:incident_id>/<any(contain, report, close):verb>")
@requires(Permission.INCIDENT_MANAGE)
def step(incident_id: UUID, verb: str) -> ResponseReturnValue:
    found, form = _at(incident_id), IncidentStepForm()
    if form.validate_on_submit():
        with form.refusals():
            act, words = NOTED[IncidentVerb(verb)]
            act(found, form.note.data, actor=current_actor(), now=clock.now())
            flash(_(words))
            return redirect(url_for(".incident", incident_id=incident_id))
    return _page(found, form)


@bp.post("/incidents/<uuid:incident_id>/tell")
@requires(Permission.INCIDENT_MANAGE)
def tell(incident_id: UUID) -> ResponseReturnValue:
    found = _at(incident_id)
    actions.tell_people(found, letter_text(found), actor=current_actor(), now=clock.now())
    flash(_("유출된 분을 알림 대상으로 정했습니다. 편지로 읽을 분의 편지를 받아 부쳐 주십시오."))
    return redirect(url_for(".incident", incident_id=incident_id))


def _touched(incident_id: UUID) -> int:
    return queries.touched_count(_at(incident_id))


@bp.get("/incidents/<uuid:incident_id>/letters")
@requires(Permission.INCIDENT_MANAGE)
@hands_out(Inside.PERSONS, LETTER, count=_touched)
def letters_file(incident_id: UUID) -> ResponseReturnValue:
    found = _at(incident_id)
    made = letters(found, queries.touched_people(found), now=clock.now())
    return attached(document_pdf(made), PDF, f"{_(LETTER)}.pdf")


@bp.get("/incidents/<uuid:incident_id>/file")
@requires(Permission.INCIDENT_MANAGE)
@hands_out(Inside.PERSONS, FILE, count=_touched)
def file(incident_id: UUID) -> ResponseReturnValue:
    found = _at(incident_id)
    made = file_of(found, queries.touched_people(found), history(INCIDENT_STATES, found.id), now=clock.now())
    return attached(document_pdf(made), PDF, f"{_(FILE)}.pdf")


def link_to_incident(incident_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_incident, incident_id)
    return links.Link(_("개인정보 유출"), url_for("incidents.incident", incident_id=incident_id)) if found else None
