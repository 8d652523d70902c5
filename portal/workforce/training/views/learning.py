"""Who takes part in a session, what became of it, and the certificates."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.documents.pdf import document_pdf
from portal.documents.views import attached
from portal.extensions import current_settings
from portal.web.access import current_actor, requires
from portal.web.handing import Inside, hands_out
from portal.web.pages import page
from portal.web.words import gettext as _
from portal.workforce.training import actions, needs, queries
from portal.workforce.training.forms import (
    EnrolForm,
    RevokeForm,
    results_form,
    results_in,
)
from portal.workforce.training.paper import certificate_document
from portal.workforce.training.states import ENROLMENT_STATES, EnrolmentState
from portal.workforce.training.views.blueprint import bp


@bp.get("/training/sessions/<uuid:session_id>")
@requires(Permission.TRAINING_READ)
def session(session_id: UUID) -> ResponseReturnValue:
    """Each sees those of their own; the office all."""
    actor, now = current_actor(), clock.now()
    found = queries.get_session(session_id)
    enrolments = queries.enrolments_of(found, viewer=actor)
    own = next((each for each in enrolments if each.user_id == actor.user_id), None)
    if enrolments:
        record_read(actor=actor, now=now, subject=("training_session", session_id), fields="training")
    return page("training/session.html", session=found, enrolments=enrolments, own=own, now=now)


@bp.route("/training/sessions/<uuid:session_id>/enrolment", methods=["GET", "POST"])
@requires(Permission.TRAINING_ENROL)
def enrol(session_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found, now = queries.get_session(session_id), clock.now()
    form = EnrolForm()
    form.offer(*queries.to_enrol(found, viewer=actor, now=now), with_member=actor.can(Permission.TRAINING_MANAGE))
    places = found.places
    if form.validate_on_submit():
        with form.refusals():
            made = actions.enrol(found, *form.chosen, actor=actor, now=now)
            _tell_enrolled([each.state for each in made])
            if found.places > places:
                flash(_("자리가 모자라 %(places)d자리로 늘렸습니다.", places=found.places))
            return redirect(url_for(".session", session_id=session_id))
    return page("training/enrol.html", form=form, session=found, has_begun=found.starts_at <= now)


@bp.post("/training/sessions/<uuid:session_id>/joining")
@requires(Permission.CASELOAD_OWN)
def join(session_id: UUID) -> ResponseReturnValue:
    """Whoever accompanies people takes part themselves."""
    actor = current_actor()
    user_ids = [actor.user_id] if actor.user_id else []
    made = actions.enrol(queries.get_session(session_id), [], user_ids, actor=actor, now=clock.now())
    _tell_enrolled([each.state for each in made])
    return redirect(url_for(".session", session_id=session_id))


def _tell_enrolled(states: list[EnrolmentState]) -> None:
    waiting = states.count(EnrolmentState.WAITING)
    booked = len(states) - waiting
    if booked:
        flash(_("%(count)d명이 참가합니다.", count=booked))
    if waiting:
        flash(_("자리가 차서 %(count)d명은 대기합니다. 자리가 나면 차례대로 참가합니다.", count=waiting))


@bp.post("/training/enrolments/<uuid:enrolment_id>/withdrawal")
@requires(Permission.TRAINING_ENROL)
def withdraw(enrolment_id: UUID) -> ResponseReturnValue:
    found = queries.get_enrolment(enrolment_id, viewer=current_actor())
    actions.withdraw(found, actor=current_actor(), now=clock.now())
    flash(_("참가를 취소했습니다."))
    return redirect(url_for(".session", session_id=found.session_id))


@bp.route("/training/sessions/<uuid:session_id>/results", methods=["GET", "POST"])
@requires(Permission.TRAINING_MANAGE)
def results(session_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_session(session_id)
    enrolments = queries.enrolments_of(found, viewer=actor)
    open_ones = [each for each in enrolments if each.state is EnrolmentState.BOOKED]
    form = results_form(open_ones, has_test=found.course.pass_score is not None)
    if form.validate_on_submit():
        with form.refusals():
            passed = actions.write_results(found, results_in(form, open_ones), actor=actor, now=clock.now())
            flash(_("결과를 적었습니다. 수료증 %(count)d장이 나왔습니다.", count=len(passed)))
            return redirect(url_for(".session", session_id=session_id))
    return page("training/results.html", form=form, session=found, enrolments=open_ones)


@bp.post("/training/enrolments/<uuid:enrolment_id>/reopening")
@requires(Permission.TRAINING_MANAGE)
def reopen(enrolment_id: UUID) -> ResponseReturnValue:
    found = queries.get_enrolment(enrolment_id, viewer=current_actor())
    actions.reopen_result(found, actor=current_actor(), now=clock.now())
    flash(_("결과를 지웠습니다. 다시 적어 주십시오."))
    return redirect(url_for(".results", session_id=found.session_id))


@bp.route("/training/enrolments/<uuid:enrolment_id>/revocation", methods=["GET", "POST"])
@requires(Permission.TRAINING_MANAGE)
def revoke(enrolment_id: UUID) -> ResponseReturnValue:
    found = queries.get_enrolment(enrolment_id, viewer=current_actor())
    form = RevokeForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.revoke_certificate(found, form.reason.data, actor=current_actor(), now=clock.now())
            flash(_("이수를 취소했습니다. 수료증 번호로 확인하는 사람에게도 그렇게 보입니다."))
            return redirect(url_for(".session", session_id=found.session_id))
    steps = history(ENROLMENT_STATES, found.id)
    return page("training/revoke.html", form=form, enrolment=found, steps=steps)


@bp.get("/training/enrolments/<uuid:enrolment_id>/certificate")
@requires(Permission.TRAINING_READ)
@hands_out(
    Inside.SHOWN, "of one worker or of whoever fetches it, as the page of the session shows them, which is noted"
)
def certificate(enrolment_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_enrolment(enrolment_id, viewer=actor)
    if found.state is not EnrolmentState.PASSED:
        raise NotFound
    record_read(actor=actor, now=now, subject=("training_enrolment", enrolment_id), fields="training")
    name = _("수료증 %(number)s.pdf", number=found.certificate_number)
    return attached(document_pdf(certificate_document(found)), "application/pdf", name)


@bp.get("/training/needs")
@requires(Permission.TRAINING_READ)
def required() -> ResponseReturnValue:
    """What is required of whom and how it stands: the office of all, others of their own."""
    show_all = request.args.get("show") == "all"
    found = needs.needs_for(current_actor(), clock.day_of(clock.now()))
    return page("training/needs.html", members=found, show_all=show_all, stops=current_settings().training_stops)
