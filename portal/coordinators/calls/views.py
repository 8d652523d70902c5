"""The buttons that say what came of a call in place of a message, for one and for several."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.coordinators.calls.actions import record_call
from portal.coordinators.calls.forms import SeveralCallsForm
from portal.coordinators.calls.queries import Call, calls_to_make, get_call
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.masking import mask_name
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.notifications.states import CallOutcome
from portal.notifications.telling import flash_with_messages
from portal.web.access import current_actor, requires
from portal.web.labels import label
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.several import act_on_each, chosen_ids, tell_refused
from portal.web.words import gettext as _

bp = Blueprint("calls", __name__)


@bp.route("/calls/messages/several", methods=["GET", "POST"])
@requires(Permission.CALL_MAKE)
def record_several() -> ResponseReturnValue:
    """Says which calls were chosen, then writes down what came of all of them."""
    actor, now, form = current_actor(), clock.now(), SeveralCallsForm()
    ids = set(chosen_ids())
    found = [call for call in calls_to_make(actor, now=now) if call.message.id in ids]
    if not found:
        flash(_("고른 일이 없습니다. 목록에서 먼저 골라 주십시오."), "warning")
        return redirect(_list())
    if form.validate_on_submit():
        outcome = form.outcome.data

        def act(call: Call) -> None:
            record_call(get_call(call.message.id, viewer=actor), outcome, actor=actor, now=now)

        done = act_on_each(found, act, lambda call: _("%(name)s 님", name=mask_name(call.person.name)))
        if done.done:
            words = _(
                "%(count)d건을 적었습니다: %(outcome)s (%(names)s)",
                count=len(done.done),
                outcome=label(outcome),
                names=done.names,
            )
            flash_with_messages(words)
        tell_refused(done)
        return redirect(_list())
    return page("calls/several.html", form=form, calls=found)


@bp.post("/calls/messages/<uuid:message_id>")
@requires(Permission.CALL_MAKE)
def record(message_id: UUID) -> ResponseReturnValue:
    """What came of one call; leads back to the list that it was made from."""
    actor = current_actor()
    outcome = _outcome()
    record_call(get_call(message_id, viewer=actor), outcome, actor=actor, now=clock.now())
    flash_with_messages(label(outcome))
    return redirect(back_or(_list()))


def _list() -> str:
    """The call desk, narrowed to what a message could not tell."""
    return url_for("calling.calls", kind="messages")


def _outcome() -> CallOutcome:
    try:
        return CallOutcome(request.form.get("outcome", ""))
    except ValueError:
        raise DomainError(N_("전화한 결과를 골라 주십시오.")) from None
