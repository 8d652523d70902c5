"""Staff bind an authenticator and keep recovery codes; production lets nobody work without."""

import pyotp
import segno
from flask import flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions
from portal.accounts.forms import AuthenticatorForm
from portal.accounts.queries import get_user
from portal.accounts.views.blueprint import bp
from portal.accounts.views.trying import try_present_password
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.keyring import keyring
from portal.extensions import current_settings
from portal.web.access import needs_proof, requires
from portal.web.early import prepared, prepares
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.words import gettext as _

NEW_SECRET = "new_authenticator"  # noqa: S105 the name of a place in the cookie
RECOVERY_CODES = "recovery_codes"
OPEN_WITHOUT = frozenset({"accounts.authenticator", "accounts.sign_out", "accounts.stay", "accounts.home"})
WRONG_PASSWORD = N_("비밀번호가 맞지 않습니다.")


def ask_for_authenticator(endpoint: str) -> ResponseReturnValue | None:
    """The gate of production: staff set up an authenticator before anything else."""
    if not current_settings().is_production or not current_user.is_staff:
        return None
    if current_user.has_authenticator or current_user.by_two_factors:
        return None
    if endpoint in OPEN_WITHOUT:
        return None
    flash(_("먼저 인증 앱을 등록해 주십시오. 등록하면 모든 화면을 쓸 수 있습니다."), "info")
    return redirect(url_for("accounts.authenticator"))


def _try_password() -> None:
    """Where an authenticator is bound already; raises a refusal beside the field."""
    form = AuthenticatorForm()
    if not current_user.has_authenticator or not form.validate_on_submit():
        return
    shown = try_present_password(get_user(current_user.user_id), form.password.data or "", way="authenticator")
    if not shown.tried.right:
        raise DomainError(WRONG_PASSWORD, "password")


@bp.route("/account/authenticator", methods=["GET", "POST"])
@requires(Permission.STAFF_OWN)
@prepares(_try_password)
def authenticator() -> ResponseReturnValue:
    user = get_user(current_user.user_id)
    secret = _taken(NEW_SECRET) or pyotp.random_base32()
    _keep(NEW_SECRET, secret)
    form = AuthenticatorForm()
    if not current_user.has_authenticator:
        del form.password
    if form.validate_on_submit():
        with form.refusals():
            prepared()
            codes = actions.set_authenticator(user, secret, form.code.data or "", now=clock.now())
            actions.end_sessions(user.id, actor=current_user.actor, now=clock.now(), but=current_user.session_id)
            session.pop(NEW_SECRET)
            _keep(RECOVERY_CODES, " ".join(codes))
            return redirect(url_for(".recovery_codes"))
    address = pyotp.TOTP(secret).provisioning_uri(
        name=user.email or user.name, issuer_name=current_settings().site_name
    )
    picture = segno.make(address, error="m").png_data_uri(scale=6, border=4)
    return page("accounts/authenticator.html", form=form, picture=picture, secret=_in_groups(secret))


@bp.get("/account/recovery-codes")
@requires(Permission.STAFF_OWN)
def recovery_codes() -> ResponseReturnValue:
    codes = _taken(RECOVERY_CODES)
    if codes is None:
        return redirect(url_for(".security"))
    return page("accounts/recovery_codes.html", codes=codes.split(), kept=ActionForm())


@bp.post("/account/recovery-codes")
@requires(Permission.STAFF_OWN)
@needs_proof
def renew_recovery_codes() -> ResponseReturnValue:
    user = get_user(current_user.user_id)
    if user.authenticator_secret is None:
        return redirect(url_for(".authenticator"))
    _keep(RECOVERY_CODES, " ".join(actions.renew_recovery_codes(user, now=clock.now())))
    return redirect(url_for(".recovery_codes"))


@bp.post("/account/recovery-codes/kept")
@requires(Permission.STAFF_OWN)
def keep_recovery_codes() -> ResponseReturnValue:
    session.pop(RECOVERY_CODES, None)
    flash(_("인증 앱을 등록했습니다. 다음부터 로그인할 때 앱의 번호를 입력합니다."))
    return redirect(url_for(".home"))


def _keep(name: str, value: str) -> None:
    """In the person's own cookie, readable to us alone, until it is no longer shown."""
    session[name] = keyring().seal(value, f"session.{name}", current_user.user_id.hex)


def _taken(name: str) -> str | None:
    kept = session.get(name)
    return keyring().open(kept, f"session.{name}", current_user.user_id.hex) if kept else None


def _in_groups(secret: str) -> str:
    """JBSW Y3DP …: for those who type it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
