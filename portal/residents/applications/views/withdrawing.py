"""Withdrawing an application: by the person who is signed in, or by staff on the person's word."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.core import clock
from portal.core.errors import Conflict, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.residents.applications import actions
from portal.residents.applications.forms import WithdrawForm
from portal.residents.applications.models import Application
from portal.residents.applications.queries import get_application
from portal.residents.applications.rules import may_be_withdrawn
from portal.residents.applications.views.blueprint import bp
from portal.residents.households.scope import require_scope
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.route("/my/applications/<uuid:application_id>/withdrawal", methods=["GET", "POST"])
@requires(Permission.MY_CASE)
def withdraw_application(application_id: UUID) -> ResponseReturnValue:
    """Says what follows; the second click withdraws."""
    actor, form = current_actor(), ActionForm()
    application = still_open(get_application(application_id))
    if application.person.user_id != actor.user_id:
        raise NotFound
    if form.validate_on_submit():
        with form.refusals():
            actions.withdraw_application(application, actor=actor, now=clock.now())
            flash(_("신청을 거두었습니다. 다시 필요하시면 언제든 신청해 주십시오."))
            return redirect(url_for("mycare.home"))
    return page("residents/withdraw_application.html", form=form, application=application)


@bp.route("/applications/<uuid:application_id>/withdrawal", methods=["GET", "POST"])
@requires(Permission.APPLICATION_ENTER)
def withdraw_application_for(application_id: UUID) -> ResponseReturnValue:
    """What the person said goes with it."""
    actor, now, form = current_actor(), clock.now(), WithdrawForm()
    application = get_application(application_id)
    require_scope(application.household_id, actor)
    if form.validate_on_submit():
        with form.refusals():
            told = actions.withdraw_application(application, actor=actor, now=now, reason=form.reason.data)
            if told:
                flash(_("신청을 거두었습니다. 문자로 알려 드립니다."))
            else:
                flash(_("신청을 거두었습니다. 문자를 받을 번호가 없으니 말로 확인해 주십시오."), "warning")
            return redirect(url_for("caseload.application", application_id=application_id))
    application = still_open(get_application(application_id))
    record_read(actor=actor, now=now, subject=("household", application.household_id), fields="application")
    texted = actions.phone_of_person(application) is not None
    return page("residents/withdraw_application_for.html", form=form, application=application, texted=texted)


def still_open(application: Application) -> Application:
    """Raises `Conflict` for one that was decided."""
    if not may_be_withdrawn(application.state):
        raise Conflict(N_("이미 정해진 신청이라 거둘 수 없습니다. 돌봄을 그만두시려면 코디네이터에게 말씀해 주십시오."))
    return application
