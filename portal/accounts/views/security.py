"""One's own account: where it leads after signing in, which devices are signed in, and the way out."""

from uuid import UUID

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from portal.accounts import actions
from portal.accounts.devices import describe
from portal.accounts.hashing import NO_PASSWORD
from portal.accounts.providers.offered import provider_by_issuer, providers_to_link
from portal.accounts.providers.queries import links_of
from portal.accounts.queries import get_user, open_sessions, passkeys_of, unused_recovery_codes
from portal.accounts.views.blueprint import bp
from portal.accounts.views.identity import leave_idle
from portal.core import clock
from portal.core.errors import Forbidden
from portal.core.permissions import Permission
from portal.web.access import current_actor, public, requires
from portal.web.forms import ActionForm
from portal.web.once import repeatable
from portal.web.pages import page
from portal.web.words import gettext as _
from portal.web.words import ngettext

LEAVES_NOTHING = '"cache", "storage"'
"""A computer may be shared. Cookies stay: the one of the session is emptied, the others say nothing of anybody."""
HOMES = {
    Permission.CASELOAD_OWN: "desk.today",
    Permission.APPLICATION_PAIR: "caseload.inbox",
    Permission.REFERRAL_ANSWER: "referrals.referrals",
    Permission.AUDIT_READ: "audit.log",
    Permission.MY_CASE: "mycare.home",
    Permission.NEIGHBOUR_WATCH: "teams.rounds",
    Permission.FINDING_REPORT: "teams.findings",
    Permission.APPLICATION_REFER: "residents.dong_office",
}
"""Where one begins one's day by what one does: at the first that one may."""


@bp.get("/home")
@requires(Permission.ACCOUNT_OWN)
def home() -> ResponseReturnValue:
    endpoint = next((endpoint for permission, endpoint in HOMES.items() if current_actor().can(permission)), None)
    if endpoint is None:
        raise Forbidden
    return redirect(url_for(endpoint))


@bp.post("/sign-out")
@requires(Permission.ACCOUNT_OWN)
@repeatable("who is signed out stays so")
def sign_out() -> ResponseReturnValue:
    actions.end_session(current_user.session_id, actor=current_actor(), now=clock.now())
    target = _after_signing_out()
    logout_user()
    session.clear()
    flash(_("로그아웃했습니다."))
    response = redirect(target)
    response.headers["Clear-Site-Data"] = LEAVES_NOTHING
    return response


def _after_signing_out() -> str:
    """Whoever came by a provider may still have a session there."""
    provider = provider_by_issuer(current_user.issuer)
    return url_for("providers.signed_out_here", key=provider.key) if provider else url_for("residents.front")


@bp.get("/stay")
@requires(Permission.ACCOUNT_OWN)
def stay() -> ResponseReturnValue:
    """Asked by the idle warning: that it was asked is what counts, as with every page."""
    return "", 204


@bp.get("/sign-in/idle")
@public("where the idle warning leads when nobody answers it")
def idle() -> ResponseReturnValue:
    leave_idle()
    return redirect(url_for(".staff_sign_in", ended="idle", next=request.args.get("next")))


@bp.get("/account/security")
@requires(Permission.ACCOUNT_OWN)
def security() -> ResponseReturnValue:
    user = get_user(current_user.user_id)
    return page(
        "accounts/security.html",
        user=user,
        devices=[(row, describe(row.device)) for row in open_sessions(user.id)],
        here=current_user.session_id,
        is_staff=current_user.is_staff,
        recovery_codes=len(unused_recovery_codes(user.id)),
        passkeys=len(passkeys_of(user.id)),
        has_password=user.password_hash != NO_PASSWORD,
        links=[(link, provider_by_issuer(link.issuer)) for link in links_of(user.id)],
        providers=providers_to_link(user),
        act=ActionForm(),
    )


@bp.post("/account/devices/<uuid:session_id>/end")
@requires(Permission.ACCOUNT_OWN)
def end_device(session_id: UUID) -> ResponseReturnValue:
    actions.end_session(session_id, actor=current_actor(), now=clock.now())
    flash(_("그 기기에서 로그아웃했습니다."))
    return redirect(url_for(".security"))


@bp.post("/account/devices/end")
@requires(Permission.ACCOUNT_OWN)
def end_elsewhere() -> ResponseReturnValue:
    actor = current_actor()
    ended = actions.end_sessions(current_user.user_id, actor=actor, now=clock.now(), but=current_user.session_id)
    flash(ngettext("다른 기기 %(num)d대에서 로그아웃했습니다.", "다른 기기 %(num)d대에서 로그아웃했습니다.", ended))
    return redirect(url_for(".security"))
