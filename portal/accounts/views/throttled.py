"""The office sees where signing in failed lately, lets an account go on, and signs out lost devices."""

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import actions, queries
from portal.accounts.forms import LiftThrottleForm
from portal.accounts.presentation import failure_reason, failure_way
from portal.accounts.queries import residents_by_contact, staff_by_email
from portal.accounts.rules import Contact
from portal.accounts.views.blueprint import bp
from portal.core import clock
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _
from portal.web.words import ngettext

SIGN_OUT = "sign_out"
SHOWN_FOR = timedelta(days=7)


@bp.route("/staff/throttled", methods=["GET", "POST"])
@requires(Permission.STAFF_MANAGE)
def throttled() -> ResponseReturnValue:
    viewer, now = current_actor(), clock.now()
    form = LiftThrottleForm()
    if form.validate_on_submit():
        contact: Contact = form.contact.data
        member = staff_by_email(contact.email) if contact.email else None
        users = [member] if member else residents_by_contact(contact)
        with form.refusals():
            if SIGN_OUT in request.form:
                ended = actions.sign_out_everywhere(users, actor=viewer, now=now)
                flash(ngettext("기기 %(num)d대에서 로그아웃했습니다.", "기기 %(num)d대에서 로그아웃했습니다.", ended))
            else:
                actions.lift_throttle(contact, users, actor=viewer, now=now)
                flash(_("막힌 로그인을 풀었습니다. 바로 다시 로그인할 수 있습니다."))
            return redirect(url_for(".throttled"))
    return page(
        "accounts/throttled.html",
        form=form,
        failures=queries.failed_sign_ins(now - SHOWN_FOR, viewer=viewer),
        failure_way=failure_way,
        failure_reason=failure_reason,
    )
