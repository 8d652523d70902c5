"""Staff add passkeys beside the authenticator and sign in by one; without scripts the authenticator does."""

from base64 import b64decode, b64encode
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions
from portal.accounts.actions.passkeys import REFUSED
from portal.accounts.forms import NewPasskeyForm, PasskeyForm
from portal.accounts.models import User
from portal.accounts.queries import get_user, passkeys_of
from portal.accounts.rules import PASSWORD_TRIES, SECOND_STEP_WITHIN, Asked
from portal.accounts.throttling import forgive
from portal.accounts.views import device
from portal.accounts.views.blueprint import bp, onward
from portal.accounts.views.half_way import WAY, came_by, half_way
from portal.accounts.views.identity import enter
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.permissions import Permission
from portal.extensions import current_settings
from portal.web.access import needs_proof, public, requires
from portal.web.forms import ActionForm
from portal.web.once import repeatable
from portal.web.pages import page
from portal.web.words import gettext as _

CHALLENGE = "passkey_challenge"


@bp.route("/account/passkeys", methods=["GET", "POST"])
@requires(Permission.STAFF_OWN)
@needs_proof
def passkeys() -> ResponseReturnValue:
    user = get_user(current_user.user_id)
    form = NewPasskeyForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.add_passkey(user, form.name.data, form.credential.data or "", _asked(), now=clock.now())
            flash(_("패스키를 등록했습니다. 다음 로그인부터 인증 앱 번호 대신 쓸 수 있습니다."))
            return redirect(url_for(".passkeys"))
    known = passkeys_of(user.id)
    return page("accounts/passkeys.html", form=form, passkeys=known, options=_new(user), act=ActionForm())


@bp.post("/account/passkeys/<uuid:passkey_id>/remove")
@requires(Permission.STAFF_OWN)
@needs_proof
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    actions.remove_passkey(get_user(current_user.user_id), passkey_id, now=clock.now())
    flash(_("패스키를 뺐습니다. 그것으로는 더 로그인할 수 없습니다."))
    return redirect(url_for(".passkeys"))


@bp.post("/sign-in/passkey")
@public("who signs in has shown a password, not yet a second factor")
@repeatable("a challenge is answered once")
def passkey_step() -> ResponseReturnValue:
    user = half_way()
    if user is None:
        return redirect(onward(".staff_sign_in"))
    form = PasskeyForm()
    if form.validate_on_submit():
        counted = device.count_attempt("passkey", str(user.id), PASSWORD_TRIES)
        if actions.check_passkey(user, form.credential.data or "", _asked(), now=clock.now()):
            forgive(counted)
            return enter(user, way=WAY, key=user.email or "", second_factor=True, shown=came_by())
    flash(_(REFUSED), "warning")
    return redirect(onward(".second_step"))


def options_to_sign_in(user: User) -> str:
    """What the device is asked for; empty where the account has no passkey."""
    known = passkeys_of(user.id)
    if not known:
        return ""
    from portal.accounts.ceremonies import ask_for_one_of  # noqa: PLC0415 six megabytes for who has no passkey

    question = ask_for_one_of(known, host=_host())
    _keep(question.challenge)
    return question.options


def _new(user: User) -> str:
    from portal.accounts.ceremonies import ask_for_new  # noqa: PLC0415 six megabytes for who has no passkey

    question = ask_for_new(user, passkeys_of(user.id), host=_host(), site_name=current_settings().site_name)
    _keep(question.challenge)
    return question.options


def _keep(challenge: bytes) -> None:
    session[CHALLENGE] = {"challenge": b64encode(challenge).decode("ascii"), "at": clock.now().isoformat()}


def _asked() -> Asked:
    """What this device was asked a moment ago, once."""
    kept = session.pop(CHALLENGE, None)
    if kept is None or datetime.fromisoformat(kept["at"]) + SECOND_STEP_WITHIN <= clock.now():
        raise DomainError(REFUSED)
    return Asked(b64decode(kept["challenge"]), _host(), request.host_url.rstrip("/"))


def _host() -> str:
    return request.host.partition(":")[0]
