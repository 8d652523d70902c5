"""Devices that signed in before: others' failures never lock them, and they are shown the form they use."""

from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from portal.accounts import keys, throttling
from portal.accounts.actions import record_failure
from portal.accounts.rules import FROM_ONE_ADDRESS, Limit
from portal.accounts.throttling import Counter
from portal.core import clock

COOKIE = "device"
YEAR_SECONDS = 365 * 24 * 3600
ACCOUNTS_KEPT = 5


def account_key(way: str, typed: str) -> str:
    """A digest of what was typed as account, whether or not there is one."""
    return keys.keyed_digest("account", way, typed)


def counters(way: str, typed: str, limit: Limit) -> list[Counter]:
    """What an attempt counts against: the account and the address, or a device that signed in to the account before."""
    account = account_key(way, typed)
    known = _known()
    if account in known["accounts"]:
        return [Counter(keys.keyed_digest("device", known["mark"], account, limit.name), limit)]
    address = keys.keyed_digest("address", request.remote_addr or "", limit.name)
    own = keys.keyed_digest("attempts", account, limit.name)
    return [Counter(own, limit), Counter(address, FROM_ONE_ADDRESS, shared=True)]


def count_attempt(way: str, typed: str, limit: Limit) -> list[Counter]:
    """Count an attempt at once; raises `TooManyAttempts`. Returns what to forgive when it turns out right."""
    now = clock.now()
    counted = counters(way, typed, limit)
    try:
        throttling.count_attempt(counted, now=now)
    except throttling.TooManyAttempts:
        record_failure(way, "blocked", user_id=None, now=now)
        raise
    return counted


def usual_way() -> str:
    """How this device signed in last: "staff", "resident" or nothing."""
    return str(_known()["way"])


def remember(response: Response, typed: str, way: str) -> None:
    """Note in a signed cookie that this device signed in to the account."""
    known = _known()
    account = account_key(way, typed)
    others = [kept for kept in known["accounts"] if kept != account]
    value = {"mark": known["mark"], "accounts": [account, *others][:ACCOUNTS_KEPT], "way": way}
    response.set_cookie(
        COOKIE,
        _serializer().dumps(value),
        max_age=YEAR_SECONDS,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )


def _known() -> dict[str, Any]:
    try:
        known: dict[str, Any] = _serializer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return {"mark": keys.new_token(), "accounts": [], "way": ""}
    return known


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known device")
