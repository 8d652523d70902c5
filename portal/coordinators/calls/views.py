"""The list of calls to make, and the buttons that say what came of one."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.coordinators.calls.actions import record_call
from portal.coordinators.calls.queries import calls_to_make, get_call
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.notifications.states import CallOutcome
from portal.notifications.telling import flash_with_messages
from portal.web.access import current_actor, requires
from portal.web.labels import label
from portal.web.pages import page
from portal.web.returning import back_or

bp = Blueprint("calls", __name__)


@bp.get("/calls")
@requires(Permission.CALL_MAKE)
def calls() -> ResponseReturnValue:
    found = calls_to_make(current_actor(), now=clock.now())
    return page("calls/calls.html", calls=found)


@bp.post("/calls/<uuid:message_id>")
@requires(Permission.CALL_MAKE)
def record(message_id: UUID) -> ResponseReturnValue:
    """What came of one call; leads back to the list that it was made from."""
    actor = current_actor()
    outcome = _outcome()
    record_call(get_call(message_id, viewer=actor), outcome, actor=actor, now=clock.now())
    flash_with_messages(label(outcome))
    return redirect(back_or(url_for(".calls")))


def _outcome() -> CallOutcome:
    try:
        return CallOutcome(request.form.get("outcome", ""))
    except ValueError:
        raise DomainError(N_("전화한 결과를 골라 주십시오.")) from None
