"""Residents sign in with a mobile number or e-mail and the six digits that they are sent."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions
from portal.accounts.forms import CodeForm, SignInForm, WhomForm
from portal.accounts.models import User
from portal.accounts.proofs import is_proved
from portal.accounts.queries import get_user
from portal.accounts.rules import CODE_CHECKS, SECOND_STEP_WITHIN, Contact
from portal.accounts.throttling import forgive
from portal.accounts.views import device
from portal.accounts.views.blueprint import bp, onward
from portal.accounts.views.identity import enter
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.extensions import current_settings
from portal.web.access import public
from portal.web.forms import ActionForm
from portal.web.once import repeatable
from portal.web.pages import page
from portal.web.words import gettext as _

WAY = "resident"
ENDED = N_("이 계정으로는 로그인하실 수 없습니다. 다른 분을 고르시거나 전화해 주십시오.")
OTHER_BIRTH = N_("고르신 분의 생년월일이 아닙니다. 다시 적어 주시거나 전화해 주십시오.")
WRONG = N_("인증번호가 맞지 않거나 시간이 지났습니다. 5번 틀리셨으면 새 번호를 받아 주십시오.")


@bp.route("/sign-in", methods=["GET", "POST"])
@public("nobody is known before signing in")
@repeatable("sends one more code, which the limit counts")
def sign_in() -> ResponseReturnValue:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for(".home"))
    if request.method == "GET" and device.usual_way() == "staff" and "way" not in request.args:
        return redirect(onward(".staff_sign_in"))
    form = SignInForm()
    if form.validate_on_submit():
        contact: Contact = form.contact.data
        with form.refusals():
            _send_code(contact)
            session["contact"] = {"phone": contact.phone, "email": contact.email}
            return redirect(onward(".code"))
    return page("accounts/sign_in.html", form=form)


@bp.route("/code", methods=["GET", "POST"])
@public("nobody is known before signing in")
@repeatable("a code opens once")
def code() -> ResponseReturnValue:
    contact = _contact()
    if contact is None:
        return redirect(onward(".sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        with form.refusals():
            counted = device.count_attempt(WAY, contact.key, CODE_CHECKS)
            users = actions.use_code(contact, form.code.data or "", now=clock.now())
            if not users:
                raise DomainError(WRONG, "code")
            forgive(counted)
            if len(users) == 1:
                return enter(users[0], way=WAY, key=contact.key)
            session["whom"] = {"users": [str(user.id) for user in users], "at": clock.now().isoformat()}
            return redirect(onward(".whom"))
    shown = format_phone(contact.phone) if contact.phone else contact.email
    minutes = current_settings().code_minutes
    return page("accounts/code.html", form=form, contact=contact, shown=shown, minutes=minutes, again=ActionForm())


@bp.route("/sign-in/whom", methods=["GET", "POST"])
@public("who signs in has shown the code, and not yet said whom of several they are")
@repeatable("signs in the same device again")
def whom() -> ResponseReturnValue:
    contact, users = _contact(), _whom()
    if contact is None or not users:
        return redirect(onward(".sign_in"))
    form = WhomForm()
    form.offer(users)
    if form.validate_on_submit():
        chosen = next(user for user in users if str(user.id) == form.whom.data)
        with form.refusals():
            counted = device.count_attempt(WAY, contact.key, CODE_CHECKS)
            if not is_proved(chosen.id, form.birth_on.data):
                raise DomainError(OTHER_BIRTH, "birth_on")
            forgive(counted)
            if not actions.still_opens(chosen, contact):
                raise DomainError(ENDED, "whom")
            return enter(chosen, way=WAY, key=contact.key)
    return page("accounts/whom.html", form=form)


@bp.post("/code/again")
@public("nobody is known before signing in")
@repeatable("sends one more code, which the limit counts")
def send_code_again() -> ResponseReturnValue:
    contact = _contact()
    if contact is None:
        return redirect(onward(".sign_in"))
    _send_code(contact)
    flash(_("등록된 번호나 이메일이면 새 인증번호가 곧 옵니다. 마지막에 받은 번호만 쓸 수 있습니다."))
    return redirect(onward(".code"))


@bp.get("/sign-in/no-phone")
@public("help for those who cannot sign in")
def no_phone() -> ResponseReturnValue:
    return page("accounts/no_phone.html")


def _send_code(contact: Contact) -> None:
    device.count_sending(WAY, contact.key)
    users = actions.send_code(contact, now=clock.now())
    device.count_sent(was_sent=bool(users))


def _whom() -> list[User]:
    """Who may be chosen by whoever showed the right code on this device a moment ago."""
    kept = session.get("whom")
    if kept is None or datetime.fromisoformat(kept["at"]) + SECOND_STEP_WITHIN <= clock.now():
        return []
    return [get_user(UUID(user_id)) for user_id in kept["users"]]


def _contact() -> Contact | None:
    """What was typed on the page before, kept in this visitor's own cookie."""
    kept = session.get("contact")
    return Contact(kept["phone"], kept["email"]) if kept else None
