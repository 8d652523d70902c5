"""Residents sign in with a mobile number or e-mail and the six digits that they are sent."""

from datetime import date, datetime
from uuid import UUID

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions
from portal.accounts.forms import CodeForm, SignInForm, WhomForm
from portal.accounts.models import User
from portal.accounts.proofs import asks_birth, is_proved, tell_clash
from portal.accounts.queries import get_user
from portal.accounts.rules import BIRTHS_TOLD, CODE_CHECKS, SECOND_STEP_WITHIN, Contact
from portal.accounts.throttling import attempts_of, count_attempt, forgive
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
OTHER_BIRTH = N_("등록된 생년월일과 다릅니다. 다시 적어 주시거나 전화해 주십시오.")
CLASHED = N_("생년월일이 세 번 달라 로그인을 멈추었습니다. 위의 번호로 전화해 주시면 확인해 드립니다.")
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
            if len(users) == 1 and (device.has_opened(users[0].id) or not asks_birth(users[0].id)):
                return enter(users[0], way=WAY, key=contact.key)
            session["whom"] = {"users": [str(user.id) for user in users], "at": clock.now().isoformat()}
            return redirect(onward(".whom"))
    shown = format_phone(contact.phone) if contact.phone else contact.email
    minutes = current_settings().code_minutes
    return page("accounts/code.html", form=form, contact=contact, shown=shown, minutes=minutes, again=ActionForm())


@bp.route("/sign-in/whom", methods=["GET", "POST"])
@public("who signs in has shown the code, and not yet who they are")
@repeatable("signs in the same device again")
def whom() -> ResponseReturnValue:
    """Asks the second fact of whoever has a number: it may have a new owner, or have been written down wrongly."""
    contact, users = _contact(), _whom()
    if contact is None or not users:
        return redirect(onward(".sign_in"))
    form = WhomForm()
    form.offer(users)
    if form.validate_on_submit():
        with form.refusals():
            return _enter_by_birth(form.chosen(users), form.birth_on.data, contact)
    return page("accounts/whom.html", form=form, several=len(users) > 1)


def _enter_by_birth(user: User, birth_on: date, contact: Contact) -> ResponseReturnValue:
    """The third wrong birth date ends the attempt, and staff hear of it; nothing of the file is told."""
    now = clock.now()
    counted = [device.births_told(user.id, WAY, contact.key), *device.counters(WAY, contact.key, CODE_CHECKS)]
    count_attempt(counted, now=now)
    if not is_proved(user.id, birth_on):
        actions.record_failure(WAY, "wrong birth", user_id=user.id, now=now)
        if attempts_of(counted[0], now=now) < BIRTHS_TOLD.free:
            raise DomainError(OTHER_BIRTH, "birth_on")
        tell_clash(user.id, now=now)
        session.pop("whom", None)
        flash(_(CLASHED), "warning")
        return redirect(onward(".sign_in"))
    forgive(counted)
    if not actions.still_opens(user, contact):
        raise DomainError(ENDED)
    return enter(user, way=WAY, key=contact.key)


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
