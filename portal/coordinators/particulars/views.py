"""Pages on which the coordinator writes what visits must know."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import locked
from portal.consortium.catalogue.models import Service
from portal.coordinators.particulars import actions
from portal.coordinators.particulars.forms import FactsForm
from portal.coordinators.plans import queries as plans
from portal.coordinators.plans.presentation import line_cadence
from portal.coordinators.referrals.queries import get_referral
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.core.questions import Answers, Question, asked_no_more, read_questions
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.questions import answers_of, asking, fields_of, values_of
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("particulars", __name__)


@bp.route("/households/<uuid:household_id>/plan/lines/<uuid:line_id>/facts", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def line(household_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """What every visit of a line must know."""
    actor, now = current_actor(), clock.now()
    found = locked(plans.line(line_id, actor))
    questions, kept = _questions(found.service, found.facts)
    if found.plan.case.household_id != household_id:
        raise NotFound
    form = asking(FactsForm, questions + kept, found.facts)(data=values_of(questions + kept, found.facts))
    back = url_for("plans.plan", household_id=household_id)
    if not form.is_submitted():
        actions.refuse_over(found)
    if form.validate_on_submit():
        with form.refusals():
            actions.write_line_facts(found, answers_of(form, questions + kept), actor=actor, now=now)
            form.flash_saved(_("알아 둘 것을 저장했습니다."))
            return redirect(back_or(back))
    record_read(actor=actor, now=now, subject=("household", household_id), fields="plan")
    asked = {"asked": fields_of(form, questions), "kept": fields_of(form, kept)}
    return page("particulars/edit.html", form=form, **asked, service=found.service, lead=line_cadence(found), back=back)


@bp.route("/referrals/<uuid:referral_id>/facts", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MANAGE)
def referral(referral_id: UUID) -> ResponseReturnValue:
    """What one visit alone must know."""
    actor, now = current_actor(), clock.now()
    found = locked(get_referral(referral_id, viewer=actor))
    known = found.known_facts
    questions, kept = _questions(found.service, known)
    form = asking(FactsForm, questions + kept, known)(data=values_of(questions + kept, known))
    back = url_for("referrals.referral", referral_id=referral_id)
    if form.validate_on_submit():
        with form.refusals():
            actions.write_referral_facts(found, answers_of(form, questions + kept), actor=actor, now=now)
            form.flash_saved(_("이번 방문에 알아 둘 것을 저장했습니다."))
            return redirect(back_or(back))
    record_read(actor=actor, now=now, subject=("household", found.household_id), fields="visit")
    asked = {"asked": fields_of(form, questions), "kept": fields_of(form, kept)}
    lead = _("이번 한 번에만 해당합니다. 다른 날은 계획의 내용을 따릅니다.")
    return page("particulars/edit.html", form=form, **asked, service=found.service, lead=lead, back=back)


def _questions(service: Service, answers: Answers) -> tuple[list[Question], list[Question]]:
    """What the service asks, and what was answered to questions that it asks no more."""
    questions = read_questions(service.asks)
    kept = asked_no_more(questions, answers)
    if not questions and not kept:
        raise NotFound
    return questions, kept
