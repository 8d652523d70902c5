"""Whoever was invited opens their account by the link."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import actions
from portal.accounts.forms import NewPasswordForm
from portal.accounts.links import INVITATION
from portal.accounts.organisations import organisation_name
from portal.accounts.providers.offered import is_offered, providers
from portal.accounts.queries import invitation_by_token
from portal.accounts.views.blueprint import bp
from portal.core import clock
from portal.web.access import public
from portal.web.early import prepared, prepares
from portal.web.pages import page
from portal.web.words import gettext as _


def _hash_for_invited(token: str) -> str | None:
    invited, form = invitation_by_token(token, now=clock.now()), NewPasswordForm()
    if invited is None or not form.validate_on_submit():
        return None
    return actions.checked_hash(form.password.data or "", (invited.email, invited.name))


@bp.route(INVITATION, methods=["GET", "POST"])
@public("the link proves who it is")
@prepares(_hash_for_invited)
def invitation(token: str) -> ResponseReturnValue:
    invited = invitation_by_token(token, now=clock.now())
    if invited is None:
        return page("accounts/link_ended.html", again="")[0], 404
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.accept_invitation(invited, prepared(), now=clock.now())
            flash(_("계정을 열었습니다. 정하신 비밀번호로 로그인해 주십시오."))
            return redirect(url_for(".staff_sign_in"))
    return page(
        "accounts/invitation.html",
        form=form,
        invited=invited,
        organisation=organisation_name(invited.organisation_id),
        providers=[each for each in providers() if is_offered(each, invited.organisation_id)],
        token=token,
    )
