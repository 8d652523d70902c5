"""Signing in by the provider of one's organisation: the way there, the way back, and what is then done by a button.

The provider is asked on pages that only read. What it said waits, sealed in the visitor's own cookie, for the button
under it: nobody is signed in, linked or proved without pressing one.
"""

from typing import NamedTuple
from uuid import UUID

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import keys, throttling
from portal.accounts.providers import actions
from portal.accounts.providers.offered import is_offered, provider_by_issuer, provider_of
from portal.accounts.providers.queries import user_shown
from portal.accounts.providers.shown import put_in_words, taken_from_words
from portal.accounts.queries import get_user, invitation_by_token
from portal.accounts.rules import PROVIDER_ASKED, Shown
from portal.accounts.throttling import Counter
from portal.accounts.views.blueprint import onward
from portal.accounts.views.half_way import WAY, begin_half_way
from portal.accounts.views.identity import enter
from portal.accounts.visitors import network
from portal.core import clock
from portal.core.errors import DomainError, NotFound
from portal.core.permissions import Permission
from portal.core.providers import SignInProvider
from portal.db.keyring import NotOpened
from portal.extensions import csrf, current_settings
from portal.web.access import needs_proof, public, requires
from portal.web.early import prepared, prepares
from portal.web.forms import ActionForm, translated
from portal.web.once import repeatable
from portal.web.pages import local_target, page
from portal.web.words import gettext as _
from portal.web.words import lazy_gettext

bp = Blueprint("providers", __name__)

SHOWN = "shown_by_provider"
SIGN_IN, LINK, PROVE, INVITATION = "sign-in", "link", "prove", "invitation"


class Deed(NamedTuple):
    """What the button under the provider's answer does: its words and where it leads."""

    words: str
    endpoint: str


DEEDS = {
    SIGN_IN: Deed(lazy_gettext("로그인하기"), "providers.enter_by_provider"),
    LINK: Deed(lazy_gettext("내 계정에 잇기"), "providers.link_provider"),
    PROVE: Deed(lazy_gettext("하던 일 이어서 하기"), "providers.prove_by_provider"),
    INVITATION: Deed(lazy_gettext("계정 열기"), "providers.accept_by_provider"),
}


@bp.get("/sign-in/provider/<key>")
@public("nobody is known before signing in")
def go_to_provider(key: str) -> ResponseReturnValue:
    return _go(key, SIGN_IN, next=request.args.get("next") or "")


@bp.get("/account/provider/<key>")
@requires(Permission.STAFF_OWN)
@needs_proof
def go_to_link(key: str) -> ResponseReturnValue:
    return _go(key, LINK)


@bp.get("/account/prove/provider/<key>")
@requires(Permission.STAFF_OWN)
def go_to_prove(key: str) -> ResponseReturnValue:
    return _go(key, PROVE, afresh=True, next=request.args.get("next") or "")


@bp.get("/invitation/<token>/provider/<key>")
@public("the link proves who it is")
def go_to_accept(token: str, key: str) -> ResponseReturnValue:
    invited = invitation_by_token(token, now=clock.now())
    if invited is None or not is_offered(provider_of(key), invited.organisation_id):
        raise NotFound
    return _go(key, INVITATION, token=token)


@bp.get("/sign-in/provider/<key>/back")
@public("what the provider says is checked before anybody is known")
def back_from_provider(key: str) -> ResponseReturnValue:
    from portal.accounts.providers.client import what_was_kept, what_was_shown  # noqa: PLC0415 the client is large

    provider = provider_of(key)
    _count()
    try:
        kept = what_was_kept(provider)
        shown = what_was_shown(provider)
    except DomainError as refusal:
        actions.note_refusal(now=clock.now())
        return _told(refusal)
    if kept["purpose"] == SIGN_IN and shown.is_too_old(clock.now()):
        return _go(key, SIGN_IN, afresh=True, next=kept.get("next", ""))
    if kept["purpose"] == SIGN_IN and user_shown(shown) is None:
        actions.note_failure(shown, now=clock.now())
        return _told(DomainError(actions.UNKNOWN))
    session[SHOWN] = put_in_words(shown)
    deed = DEEDS[kept["purpose"]]
    target = url_for(deed.endpoint, next=kept.get("next") or None, token=kept.get("token"))
    return page("providers/shown.html", provider=provider, deed=deed, target=target, act=ActionForm())


@bp.post("/sign-in/provider/enter")
@public("who signs in was shown by a provider a moment ago")
@repeatable("what a provider said opens once")
def enter_by_provider() -> ResponseReturnValue:
    shown = _taken_shown()
    user = actions.enter_by_provider(shown, now=clock.now())
    if user is None:
        return _told(DomainError(actions.UNKNOWN))
    if shown.second_factor or user.authenticator_secret is None:
        return enter(user, way=WAY, key=user.email or "", second_factor=shown.second_factor, shown=shown)
    begin_half_way(user, shown)
    return redirect(onward("accounts.second_step"))


@bp.post("/account/provider/link")
@requires(Permission.STAFF_OWN)
@needs_proof
def link_provider() -> ResponseReturnValue:
    shown = _taken_shown()
    provider = _provider_of(shown)
    actions.link_provider(get_user(current_user.user_id), shown, provider, now=clock.now())
    flash(_("%(name)s 계정을 이었습니다. 다음부터 그 계정으로 로그인할 수 있습니다.", name=provider.name))
    return redirect(url_for("accounts.security"))


@bp.post("/account/provider/<uuid:link_id>/unlink")
@requires(Permission.STAFF_OWN)
@needs_proof
def unlink_provider(link_id: UUID) -> ResponseReturnValue:
    actions.unlink_provider(get_user(current_user.user_id), link_id, now=clock.now())
    flash(_("기관 계정을 끊었습니다. 그것으로는 더 로그인할 수 없습니다."))
    return redirect(url_for("accounts.security"))


@bp.post("/account/prove/provider")
@requires(Permission.STAFF_OWN)
@repeatable("what a provider said proves once")
def prove_by_provider() -> ResponseReturnValue:
    user = get_user(current_user.user_id)
    actions.prove_by_provider(user, current_user.session_id, _taken_shown(), now=clock.now())
    flash(_("확인했습니다. 하던 일을 이어서 해 주십시오."))
    return redirect(local_target(request.args.get("next"), url_for("accounts.security")))


@bp.post("/invitation/<token>/provider")
@public("the link proves who it is")
def accept_by_provider(token: str) -> ResponseReturnValue:
    invited = invitation_by_token(token, now=clock.now())
    if invited is None:
        raise NotFound
    shown = _taken_shown()
    provider = _provider_of(shown)
    actions.accept_by_provider(invited, shown, provider, now=clock.now())
    flash(_("계정을 열었습니다. %(name)s 계정으로 로그인해 주십시오.", name=provider.name))
    return redirect(url_for("accounts.staff_sign_in"))


@bp.get("/sign-out/provider/<key>")
@public("nobody is known after signing out")
def signed_out_here(key: str) -> ResponseReturnValue:
    """The session at the provider is another one; on a shared computer it should end as well."""
    from portal.accounts.providers.client import way_out  # noqa: PLC0415 the client is large

    provider = provider_of(key)
    _count()
    out = way_out(provider, back=_complete(url_for("residents.front")))
    return page("providers/signed_out.html", provider=provider, out=out)


def _read_who_left(key: str) -> tuple[str, str]:
    """Asks the provider for its keys, which takes long."""
    from portal.accounts.providers.client import who_left  # noqa: PLC0415 the client is large

    _count()
    return who_left(provider_of(key), request.form.get("logout_token", ""))


@bp.post("/sign-in/provider/<key>/ended")
@csrf.exempt
@public("a provider tells by a signed token that somebody's session there ended")
@repeatable("what ended stays so")
@prepares(_read_who_left)
def ended_at_provider(key: str) -> ResponseReturnValue:
    try:
        subject, sid = prepared()
    except DomainError:
        return {"error": "invalid_request"}, 400
    actions.leave_with_provider(provider_of(key).issuer, subject, sid, now=clock.now())
    return "", 204


def _go(key: str, purpose: str, *, afresh: bool = False, **kept: str) -> ResponseReturnValue:
    from portal.accounts.providers.client import way_to  # noqa: PLC0415 the client is large

    provider = provider_of(key)
    _count()
    back = _complete(url_for(".back_from_provider", key=key))
    try:
        return redirect(way_to(provider, back=back, afresh=afresh, purpose=purpose, **kept))
    except DomainError as refusal:
        return _told(refusal)


def _told(refusal: DomainError) -> ResponseReturnValue:
    """On the page from which every other way in is open."""
    flash(translated(refusal), "warning")
    return redirect(url_for("accounts.security") if current_user.is_authenticated else onward("accounts.staff_sign_in"))


def _taken_shown() -> Shown:
    """What the provider said a moment ago of whoever sits at this device, once."""
    try:
        shown = taken_from_words(session.pop(SHOWN, ""))
    except NotOpened:
        raise DomainError(actions.USED) from None
    if not shown.is_fresh(clock.now()):
        raise DomainError(actions.USED)
    return shown


def _provider_of(shown: Shown) -> SignInProvider:
    provider = provider_by_issuer(shown.issuer)
    if provider is None:
        raise NotFound
    return provider


def _complete(path: str) -> str:
    return current_settings().base_url.rstrip("/") + path


def _count() -> None:
    """Each way there and back asks another machine; raises `TooManyAttempts`."""
    counter = Counter(keys.keyed_digest("visitor", PROVIDER_ASKED.name, network()), PROVIDER_ASKED)
    throttling.count_attempt([counter], now=clock.now())
