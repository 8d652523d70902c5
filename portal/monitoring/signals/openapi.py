"""The description of the door for machines (OpenAPI 3.1), made from the same words by which it reads."""

from typing import Any

from portal.monitoring.signals.rules import LONGEST_REF, MOST_BYTES, MOST_SIGNALS, MOST_VALUE
from portal.monitoring.signals.states import SignalKind, SignalReply
from portal.web.labels import label
from portal.web.words import gettext as _

HEADS = ("X-Portal-Key", "X-Portal-Signature")
_TEXT = {"type": "string", "minLength": 1, "maxLength": LONGEST_REF}
_REFUSALS = (400, 401, 409, 413, 415, 422, 429)


def description(title: str, address: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": _("%(title)s: 안부 기기의 신호", title=title), "version": "1", "description": _about()},
        "servers": [{"url": address}],
        "paths": {"/api/signals": {"post": _post()}},
        "components": {
            "schemas": {"Signal": _signal(), "Result": _result(), "Error": _error()},
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": HEADS[0], "description": _("열쇠의 이름")},
                "signature": {
                    "type": "apiKey",
                    "in": "header",
                    "name": HEADS[1],
                    "description": _(
                        "t=초,v1=서명. 초는 1970년부터 센 지금, 서명은 초와 점과 본문의 HMAC-SHA256(16진수)"
                    ),
                },
            },
        },
    }


def _about() -> str:
    return _(
        "신호 하나는 번호(id)로 한 번만 셉니다. 답을 못 받았으면 새로 서명해 같은 신호를 다시 보내십시오. "
        "늦거나 순서가 바뀐 신호도 보내십시오. 한 번에 %(most)d개, %(size)dkB까지 받습니다. "
        "이 포털은 24시간 관제 센터가 아닙니다.",
        most=MOST_SIGNALS,
        size=MOST_BYTES // 1024,
    )


def _post() -> dict[str, Any]:
    signals = {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_SIGNALS,
        "items": {"$ref": "#/components/schemas/Signal"},
    }
    results = {"type": "array", "items": {"$ref": "#/components/schemas/Result"}}
    error = _json({"$ref": "#/components/schemas/Error"})
    return {
        "operationId": "sendSignals",
        "summary": _("신호 보내기"),
        "security": [{"key": [], "signature": []}],
        "requestBody": {"required": True} | _json(_object({"signals": signals})),
        "responses": {
            "200": {"description": _("신호마다 하나씩의 답")} | _json(_object({"results": results})),
            **{str(status): {"description": _("받지 않은 까닭")} | error for status in _REFUSALS},
        },
    }


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _object(properties: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def _signal() -> dict[str, Any]:
    kinds = "\n".join(f"* `{kind.value}`: {label(kind)}" for kind in SignalKind)
    fields = {
        "id": _TEXT | {"description": _("공급처가 매긴 신호의 번호")},
        "device": _TEXT | {"description": _("기기에 적힌 번호")},
        "at": {"type": "string", "format": "date-time", "description": _("기기가 겪은 때, 시간대와 함께")},
        "type": {"type": "string", "enum": [kind.value for kind in SignalKind], "description": kinds},
        "value": {
            "type": ["number", "null"],
            "minimum": 0,
            "maximum": MOST_VALUE,
            "description": _("걸음 수 같은 값. 0은 움직임으로 보지 않습니다. 값은 남기지 않습니다."),
        },
    }
    return _object(fields, optional=("value",))


def _result() -> dict[str, Any]:
    statuses = "\n".join(f"* `{told.value}`: {label(told)}" for told in SignalReply)
    return _object(
        {
            "id": {"type": ["string", "null"]},
            "status": {"type": "string", "enum": [told.value for told in SignalReply], "description": statuses},
            "code": {"type": "string"},
            "message": {"type": "string"},
        }
    )


def _error() -> dict[str, Any]:
    return _object({"error": _object({"code": {"type": "string"}, "message": {"type": "string"}})})
