"""What matters most asks for the password once more, unless it was shown within the last minutes."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions
from portal.accounts.forms import ProveForm
from portal.accounts.providers.offered import linked_providers
from portal.accounts.queries import get_user
from portal.accounts.rules import PROOF_LASTS
from portal.accounts.throttling import forgive
from portal.accounts.views.blueprint import bp
from portal.accounts.views.trying import Counted, try_present_password
from portal.core import clock
from portal.core.permissions import Permission
from portal.web.access import page_to_return_to, requires, wants_proof
from portal.web.early import prepared, prepares
from portal.web.once import repeatable
from portal.web.pages import local_target, page
from portal.web.unsent import put_aside
from portal.web.words import gettext as _


def ask_for_proof(endpoint: str) -> ResponseReturnValue | None:
    """The gate before views that want it; staff have a password, residents none."""
    if not wants_proof(endpoint) or not current_user.is_staff or current_user.proved_at > clock.now() - PROOF_LASTS:
        return None
    target = page_to_return_to()
    back = put_aside(target) if request.method != "GET" else target
    return redirect(url_for("accounts.prove", next=back or None))


def _try_password() -> Counted | None:
    form = ProveForm()
    if not form.validate_on_submit():
        return None
    return try_present_password(get_user(current_user.user_id), form.password.data or "")


@bp.route("/account/prove", methods=["GET", "POST"])
@requires(Permission.STAFF_OWN)
@repeatable("shows the same password again")
@prepares(_try_password)
def prove() -> ResponseReturnValue:
    form = ProveForm()
    if form.validate_on_submit():
        with form.refusals():
            shown: Counted = prepared()
            user = get_user(current_user.user_id)
            actions.prove(user, current_user.session_id, shown.tried, now=clock.now())
            forgive(shown.counters)
            flash(_("확인했습니다. 하던 일을 이어서 해 주십시오."))
            return redirect(local_target(request.args.get("next"), url_for(".security")))
    return page("accounts/prove.html", form=form, providers=linked_providers(current_user.user_id))
