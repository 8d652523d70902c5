"""Staff sign in with e-mail, password and authenticator; they change a password or set it anew by a mailed link."""

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions
from portal.accounts.actions.passwords import WRONG_PRESENT
from portal.accounts.forms import (
    AskResetForm,
    ChangePasswordForm,
    NewPasswordForm,
    PasskeyForm,
    RecoveryCodeForm,
    SecondFactorForm,
    StaffSignInForm,
)
from portal.accounts.links import RESET
from portal.accounts.providers.offered import providers
from portal.accounts.queries import get_user, reset_link_by_token
from portal.accounts.rules import PASSWORD_TRIES
from portal.accounts.throttling import forgive
from portal.accounts.views import device
from portal.accounts.views.blueprint import bp, onward
from portal.accounts.views.half_way import WAY, begin_half_way, came_by, half_way
from portal.accounts.views.identity import enter
from portal.accounts.views.passkeys import options_to_sign_in
from portal.accounts.views.trying import Counted, hash_for, try_present_password, try_to_enter
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.access import public, requires
from portal.web.early import prepared, prepares
from portal.web.once import repeatable
from portal.web.pages import page
from portal.web.words import gettext as _

WRONG = N_("이메일이나 비밀번호가 맞지 않습니다. 다시 입력해 주십시오.")
WRONG_CODE = N_("번호가 맞지 않거나 이미 쓰였습니다. 앱에 다음 번호가 나오면 그것을 입력해 주십시오.")


def _try_to_sign_in() -> Counted | None:
    form = StaffSignInForm()
    return try_to_enter(WAY, form.email.data, form.password.data or "") if form.validate_on_submit() else None


@bp.route("/sign-in/staff", methods=["GET", "POST"])
@public("nobody is known before signing in")
@repeatable("signs in the same device again")
@prepares(_try_to_sign_in)
def staff_sign_in() -> ResponseReturnValue:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for(".home"))
    form = StaffSignInForm()
    if form.validate_on_submit():
        email, now = form.email.data, clock.now()
        with form.refusals():
            shown: Counted = prepared()
            user = actions.check_password(email, shown.tried, now=now)
            if user is None:
                raise DomainError(WRONG)
            forgive(shown.counters)
            if user.authenticator_secret is None:
                return enter(user, way=WAY, key=email)
            begin_half_way(user)
            return redirect(onward(".second_step"))
    ran_out = request.args.get("ended") == "idle"
    return page("accounts/staff_sign_in.html", form=form, ran_out=ran_out, providers=providers())


@bp.route("/sign-in/authenticator", methods=["GET", "POST"])
@public("who signs in has shown a password, not yet the authenticator")
@repeatable("an authenticator's code opens once")
def second_step() -> ResponseReturnValue:
    user = half_way()
    if user is None:
        return redirect(onward(".staff_sign_in"))
    by_recovery_code = "recovery" in request.args
    form = RecoveryCodeForm() if by_recovery_code else SecondFactorForm()
    if form.validate_on_submit():
        with form.refusals():
            counted = device.count_attempt("authenticator", str(user.id), PASSWORD_TRIES)
            if not actions.check_second_factor(user, form.code.data or "", now=clock.now()):
                raise DomainError(WRONG_CODE, "code")
            forgive(counted)
            return enter(user, way=WAY, key=user.email or "", second_factor=True, shown=came_by())
    options = "" if by_recovery_code else options_to_sign_in(user)
    return page(
        "accounts/second_step.html",
        form=form,
        by_recovery_code=by_recovery_code,
        passkey=PasskeyForm(formdata=None),
        options=options,
    )


@bp.route("/reset", methods=["GET", "POST"])
@public("who forgot a password cannot sign in")
@repeatable("mails one more link, which the limit counts")
def ask_reset() -> ResponseReturnValue:
    form = AskResetForm()
    if form.validate_on_submit():
        with form.refusals():
            device.count_sending("reset", form.email.data)
            sent = actions.send_reset_link(form.email.data, now=clock.now())
            device.count_sent(was_sent=sent is not None)
            return redirect(url_for(".reset_sent"))
    return page("accounts/ask_reset.html", form=form)


@bp.get("/reset/sent")
@public("who forgot a password cannot sign in")
def reset_sent() -> ResponseReturnValue:
    return page("accounts/reset_sent.html")


def _hash_for_link(token: str) -> str | None:
    link, form = reset_link_by_token(token, now=clock.now()), NewPasswordForm()
    if link is None or link.user_id is None or not form.validate_on_submit():
        return None
    return hash_for(get_user(link.user_id), form.password.data or "")


@bp.route(RESET, methods=["GET", "POST"])
@public("the link proves who it is")
@prepares(_hash_for_link)
def reset(token: str) -> ResponseReturnValue:
    link = reset_link_by_token(token, now=clock.now())
    if link is None:
        return page("accounts/link_ended.html", again=url_for(".ask_reset"))[0], 404
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.reset_password(link, prepared(), now=clock.now())
            flash(_("비밀번호를 바꾸고 모든 기기에서 로그아웃했습니다. 새 비밀번호로 로그인해 주십시오."))
            return redirect(url_for(".staff_sign_in"))
    return page("accounts/new_password.html", form=form)


@dataclass(frozen=True)
class ChangeTried:
    """The present password tried and the hash of the next one, before the transaction."""

    shown: Counted
    password_hash: str


def _try_to_change() -> ChangeTried | None:
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return None
    user = get_user(current_user.user_id)
    shown = try_present_password(user, form.present.data or "")
    if not shown.tried.right:
        raise DomainError(WRONG_PRESENT, "present")
    return ChangeTried(shown, hash_for(user, form.password.data or ""))


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.STAFF_OWN)
@prepares(_try_to_change)
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            tried: ChangeTried = prepared()
            user, here = get_user(current_user.user_id), current_user.session_id
            actions.change_password(user, tried.shown.tried, tried.password_hash, keep_session=here, now=clock.now())
            forgive(tried.shown.counters)
            flash(_("비밀번호를 바꾸고 다른 기기에서 로그아웃했습니다."))
            return redirect(url_for(".security"))
    return page("accounts/change_password.html", form=form)
