"""Loaded by schemathesis: signs each request as a supplier does, names devices that stand somewhere, judges answers."""

import hashlib
import hmac
import json
import os
import random
import time
from typing import Any

import jsonschema_rs
import schemathesis
from requests import PreparedRequest
from requests.auth import AuthBase

KEY, SECRET, SERIALS = os.environ["FUZZ_KEY"], os.environ["FUZZ_SECRET"], os.environ["FUZZ_SERIALS"].split()
KNOWN_SHARE = 0.5
CHANCE = random.Random(20261129)  # noqa: S311 nothing here is a secret


class Signed(AuthBase):
    """Over the moment and the very bytes that are sent."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        body = request.body or b""
        sent = body.encode() if isinstance(body, str) else body
        moment = int(time.time())
        signature = hmac.new(SECRET.encode(), f"{moment}.".encode() + sent, hashlib.sha256).hexdigest()
        request.headers["X-Portal-Key"] = KEY
        request.headers["X-Portal-Signature"] = f"t={moment},v1={signature}"
        return request


schemathesis.auth.set_from_requests(Signed())


@schemathesis.hook  # type: ignore[untyped-decorator]
def map_body(_context: Any, body: Any) -> Any:
    """Of what names a device, half names one that is known."""
    for signal in body.get("signals", ()) if isinstance(body, dict) and isinstance(body.get("signals"), list) else ():
        if isinstance(signal, dict) and isinstance(signal.get("device"), str) and CHANCE.random() < KNOWN_SHARE:
            signal["device"] = CHANCE.choice(SERIALS)
    return body


@schemathesis.check  # type: ignore[untyped-decorator]
def each_signal_is_answered(_context: Any, response: Any, case: Any) -> None:
    """In its place; what the description allows is read, and what it does not allow is refused."""
    if response.status_code != 200 or case.method.upper() != "POST":
        return
    sent, results = json.loads(response.request.body)["signals"], response.json()["results"]
    if len(sent) != len(results):
        raise AssertionError(f"{len(sent)} signals, {len(results)} answers")
    for signal, result in zip(sent, results, strict=True):
        is_refused = result["status"] == "refused"
        if is_refused and ALLOWED.is_valid(signal) and _is_plain(signal):
            raise AssertionError(f"refused, though the description allows it: {signal!r}: {result!r}")
        if not is_refused and not SHAPED.is_valid(signal):
            raise AssertionError(f"not refused, though the description forbids it: {signal!r}: {result!r}")


def _is_plain(signal: dict[str, Any]) -> bool:
    """What no pattern says: texts are printable, without blanks around them, and a moment lies within our calendar."""
    texts = (signal["id"], signal["device"])
    return all(text.isprintable() and text == text.strip() for text in texts) and "0002" < signal["at"][:4] < "9999"


DESCRIBED = json.loads(os.environ["FUZZ_SIGNAL"])
ALLOWED = jsonschema_rs.Draft202012Validator(DESCRIBED, validate_formats=True)
SHAPED = jsonschema_rs.Draft202012Validator(DESCRIBED, validate_formats=False)
