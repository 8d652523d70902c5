"""The outbox as the office sees it: no words of messages, no full addresses."""

from typing import TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.errors import Conflict, Forbidden, NotFound
from portal.core.permissions import Permission
from portal.core.worded import Worded
from portal.extensions import csrf, current_settings
from portal.monitoring.outbox import actions, queries
from portal.monitoring.outbox.presentation import masked_recipient, words_of_kind
from portal.notifications.actions import may_be_queued_again
from portal.notifications.receipts import read_receipt, take_receipt
from portal.notifications.states import Delivery, Unsent
from portal.web import links
from portal.web.access import current_actor, public, requires
from portal.web.failures import status_of
from portal.web.once import repeatable
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

bp = Blueprint("outbox", __name__)
W = TypeVar("W", bound=Worded)
SIGNATURE, MOST_BYTES = "X-Portal-Signature", 4096


@bp.get("/messages")
@requires(Permission.MESSAGE_MANAGE)
def messages() -> ResponseReturnValue:
    actor = current_actor()
    state, why = named(Delivery, request.args.get("state")), named(Unsent, request.args.get("why"))
    return page(
        "outbox/messages.html",
        standings=queries.standings(actor),
        messages=queries.messages(actor, state=state, why=why, page=page_number()),
        chosen=(state, why),
        words_of_kind=words_of_kind,
        masked_recipient=masked_recipient,
    )


@bp.post("/texts/receipts")
@csrf.exempt
@public("the text gateway tells by a signature what became of a message")
@repeatable("what is settled stays so")
def receipt() -> ResponseReturnValue:
    key, now = current_settings().text_gateway_receipt_key.get_secret_value(), clock.now()
    body = request.get_data(cache=False)[:MOST_BYTES]
    try:
        take_receipt(read_receipt(body, request.headers.get(SIGNATURE, ""), key=key, now=now), now=now)
    except Conflict:
        return {"status": "early"}, 409, {"Retry-After": "60"}
    except (Forbidden, NotFound) as refusal:
        return {"status": "refused"}, status_of(refusal)
    return "", 204


def named(words: type[W], asked: str | None) -> W | None:
    """The member that an address names; nonsense means all."""
    return next((member for member in words if member.value == asked), None)


@bp.get("/messages/<uuid:message_id>")
@requires(Permission.MESSAGE_MANAGE)
def message(message_id: UUID) -> ResponseReturnValue:
    found = queries.get_message(message_id, viewer=current_actor())
    return page(
        "outbox/message.html",
        message=found,
        events=queries.events_of(found),
        about=links.link_to(found.subject_kind, found.subject_id) if found.subject_id else None,
        may_try_again=may_be_queued_again(found),
        words_of_kind=words_of_kind,
        masked_recipient=masked_recipient,
    )


@bp.post("/messages/<uuid:message_id>/arrival")
@requires(Permission.MESSAGE_MANAGE)
def arrival(message_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.confirm_arrival(queries.get_message(message_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("받으신 것으로 적었습니다."))
    return redirect(url_for(".message", message_id=message_id))


@bp.post("/messages/<uuid:message_id>/again")
@requires(Permission.MESSAGE_MANAGE)
def again(message_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.send_again(queries.get_message(message_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("다시 보낼 것으로 돌려놓았습니다."))
    return redirect(url_for(".message", message_id=message_id))
