"""Staff sign in with e-mail, password and authenticator; they change a password or set it anew by a mailed link."""

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions
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
from portal.accounts.queries import get_user, reset_link_by_token
from portal.accounts.rules import PASSWORD_TRIES
from portal.accounts.throttling import forgive
from portal.accounts.views import device
from portal.accounts.views.blueprint import bp, onward
from portal.accounts.views.half_way import WAY, half_way
from portal.accounts.views.identity import enter
from portal.accounts.views.passkeys import options_to_sign_in
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.access import public, requires
from portal.web.once import repeatable
from portal.web.pages import page
from portal.web.words import gettext as _

WRONG = N_("이메일이나 비밀번호가 맞지 않습니다. 다시 입력해 주십시오.")
WRONG_CODE = N_("번호가 맞지 않거나 이미 쓰였습니다. 앱에 다음 번호가 나오면 그것을 입력해 주십시오.")


@bp.route("/sign-in/staff", methods=["GET", "POST"])
@public("nobody is known before signing in")
@repeatable("signs in the same device again")
def staff_sign_in() -> ResponseReturnValue:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for(".home"))
    form = StaffSignInForm()
    if form.validate_on_submit():
        email, now = form.email.data, clock.now()
        with form.refusals():
            counted = device.count_attempt(WAY, email, PASSWORD_TRIES)
            user = actions.check_password(email, form.password.data or "", now=now)
            if user is None:
                raise DomainError(WRONG)
            forgive(counted)
            if user.authenticator_secret is None:
                return enter(user, way=WAY, key=email)
            session.clear()
            mark = actions.password_mark(user)
            session["second_step"] = {"user": str(user.id), "at": now.isoformat(), "password": mark}
            return redirect(onward(".second_step"))
    return page("accounts/staff_sign_in.html", form=form, ran_out=request.args.get("ended") == "idle")


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
            return enter(user, way=WAY, key=user.email or "", second_factor=True)
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


@bp.route(RESET, methods=["GET", "POST"])
@public("the link proves who it is")
def reset(token: str) -> ResponseReturnValue:
    link = reset_link_by_token(token, now=clock.now())
    if link is None:
        return page("accounts/link_ended.html", again=url_for(".ask_reset"))[0], 404
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.reset_password(link, form.password.data or "", now=clock.now())
            flash(_("비밀번호를 바꾸고 모든 기기에서 로그아웃했습니다. 새 비밀번호로 로그인해 주십시오."))
            return redirect(url_for(".staff_sign_in"))
    return page("accounts/new_password.html", form=form)


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.STAFF_OWN)
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            counted = device.count_attempt("present password", str(current_user.user_id), PASSWORD_TRIES)
            user = get_user(current_user.user_id)
            present, password = form.present.data or "", form.password.data or ""
            actions.change_password(user, present, password, keep_session=current_user.session_id, now=clock.now())
            forgive(counted)
            flash(_("비밀번호를 바꾸고 다른 기기에서 로그아웃했습니다."))
            return redirect(url_for(".security"))
    return page("accounts/change_password.html", form=form)
