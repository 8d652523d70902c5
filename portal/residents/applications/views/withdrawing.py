"""Withdrawing an application: by the person who is signed in, or by staff on the person's word."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.core import clock
from portal.core.errors import Conflict, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.notifications.states import Audience, Channel
from portal.notifications.telling import flash_with_messages, promise
from portal.residents.applications import actions
from portal.residents.applications.forms import WithdrawForm
from portal.residents.applications.models import Application
from portal.residents.applications.queries import get_application
from portal.residents.applications.rules import may_be_withdrawn
from portal.residents.applications.views.blueprint import bp
from portal.residents.households.scope import require_scope
from portal.residents.households.telling import promise_to
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.route("/my/applications/<uuid:application_id>/withdrawal", methods=["GET", "POST"])
@requires(Permission.MY_FILE)
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
            actions.withdraw_application(application, actor=actor, now=now, reason=form.reason.data)
            flash_with_messages(_("신청을 거두었습니다."))
            return redirect(url_for("caseload.application", application_id=application_id))
    application = still_open(get_application(application_id))
    record_read(actor=actor, now=now, subject=("household", application.household_id), fields="application")
    helped = actions.helper_to_text(application)
    promised = promise(Audience.HELPER, Channel.TEXT, now) if helped else promise_to(application.person)
    return page("residents/withdraw_application_for.html", form=form, application=application, promised=promised)


def still_open(application: Application) -> Application:
    """Raises `Conflict` for one that was decided."""
    if not may_be_withdrawn(application.state):
        raise Conflict(N_("이미 정해진 신청이라 거둘 수 없습니다. 돌봄을 그만두시려면 코디네이터에게 말씀해 주십시오."))
    return application
