"""The door for the machines of suppliers: JSON in, an answer to each signal out, and a description of it all."""

import json
from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from portal.core import clock
from portal.core.messages import N_
from portal.extensions import csrf
from portal.monitoring.signals.blueprint import bp
from portal.monitoring.signals.intake import Answer, Delivery, take_in
from portal.monitoring.signals.openapi import HEADS, description
from portal.monitoring.signals.requests import (
    Refused,
    count_request,
    refuse_size,
    sender_of,
    take_once,
    too_large,
    too_many,
)
from portal.monitoring.signals.rules import MOST_BYTES, MOST_SIGNALS
from portal.monitoring.signals.states import SignalWay
from portal.monitoring.watching.steady import steady
from portal.web.access import public
from portal.web.hygiene import for_machines
from portal.web.once import repeatable
from portal.web.words import gettext as _

__all__ = ["bp"]
KEY, SIGNATURE = HEADS


@bp.post("/api/signals")
@csrf.exempt
@public("suppliers of devices show by a signature who they are")
@for_machines
@repeatable("a signal counts once, by its supplier's number of it")
def signals() -> ResponseReturnValue:
    try:
        return _take()
    except Refused as refusal:
        heads = {"Retry-After": "60"} if refusal.status == 429 else {}
        message = _(refusal.message, **refusal.params)
        return {"error": {"code": refusal.code, "message": message}}, refusal.status, heads


def _take() -> ResponseReturnValue:
    now, body = steady(clock.now()), _body()
    mark, signature = request.headers.get(KEY, ""), request.headers.get(SIGNATURE, "")
    sender = sender_of(mark, signature, body, now=now)
    count_request(sender, now=now)
    told = _signals_in(body)
    take_once(mark, signature, now=now)
    answers = take_in(told, Delivery(sender.supplier.id, SignalWay.API, sender.sent_at, now))
    return {"results": [_said(answer) for answer in answers]}, 200


def _body() -> bytes:
    refuse_size(request.content_length)
    request.max_content_length = MOST_BYTES
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise too_large() from None


def _signals_in(body: bytes) -> list[Any]:
    if request.mimetype != "application/json":
        raise Refused(415, "not_json", N_("application/json으로 보내 주십시오."))
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "bad_json", N_("JSON으로 읽을 수 없습니다.")) from None
    found = told.get("signals") if isinstance(told, dict) else None
    if not isinstance(found, list) or not found or told.keys() != {"signals"}:
        raise Refused(422, "bad_body", N_("signals라는 이름 하나에 신호를 하나 넘게 적어 주십시오."))
    if len(found) > MOST_SIGNALS:
        raise too_many()
    return found


def _said(answer: Answer) -> dict[str, str | None]:
    words = _(answer.message or answer.reply.words, **dict(answer.params))
    return {"id": answer.ref, "status": answer.reply.value, "code": answer.code or answer.reply.value, "message": words}


@bp.get("/api/signals/openapi.json")
@public("whoever builds a client reads how; it tells of nobody")
def openapi() -> ResponseReturnValue:
    return description(current_app.extensions["settings"].site_name, request.url_root.rstrip("/"))
