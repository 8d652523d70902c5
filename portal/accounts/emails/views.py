"""Staff change the address by which they sign in."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.emails import actions
from portal.accounts.emails.forms import NewEmailForm
from portal.accounts.emails.models import EmailChange
from portal.accounts.emails.queries import change_by_token, waiting_change
from portal.accounts.links import EMAIL
from portal.accounts.queries import get_user
from portal.accounts.views import device
from portal.core import clock
from portal.core.permissions import Permission
from portal.web.access import needs_proof, requires
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("emails", __name__)


@bp.route("/account/email", methods=["GET", "POST"])
@requires(Permission.STAFF_OWN)
@needs_proof
def new_email() -> ResponseReturnValue:
    user, now = get_user(current_user.user_id), clock.now()
    form = NewEmailForm()
    if form.validate_on_submit():
        with form.refusals():
            device.count_sending("new email", str(user.id))
            actions.ask_change(get_user(user.id), form.email.data, now=now)
            flash(_("%(email)s로 확인 메일을 보냅니다. 메일의 주소를 열면 바뀝니다.", email=form.email.data))
            return redirect(url_for(".new_email"))
    return page("emails/new_email.html", form=form, user=user, waiting=waiting_change(user.id, now=now))


@bp.get(EMAIL)
@requires(Permission.STAFF_OWN)
@needs_proof
def confirm_email(token: str) -> ResponseReturnValue:
    change = _opened(token)
    if change is None:
        return page("accounts/link_ended.html", again=url_for(".new_email"))[0], 404
    user = get_user(current_user.user_id)
    return page("emails/confirm_email.html", change=change, user=user, token=token, act=ActionForm())


@bp.post(EMAIL)
@requires(Permission.STAFF_OWN)
@needs_proof
def change_email(token: str) -> ResponseReturnValue:
    change = _opened(token)
    if change is None:
        return page("accounts/link_ended.html", again=url_for(".new_email"))[0], 404
    user = get_user(current_user.user_id)
    actions.change_email(change, user, keep_session=current_user.session_id, now=clock.now())
    flash(_("이메일을 바꾸고 다른 기기에서 로그아웃했습니다. 다음부터 새 주소로 로그인해 주십시오."))
    return redirect(url_for("accounts.security"))


def _opened(token: str) -> EmailChange | None:
    return change_by_token(token, current_user.user_id, now=clock.now())
