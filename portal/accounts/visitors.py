"""Who visits, as far as can be told before they sign in: their device, and the place that they share with others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from portal.accounts import keys
from portal.accounts.rules import Limit
from portal.accounts.throttling import Counter, count_here
from portal.core.hosts import is_within, network_of
from portal.extensions import current_settings
from portal.web.cookies import cookie_name

COOKIE = "device"


def network() -> str:
    """What stands for the place that the visitor's address belongs to."""
    return network_of(request.remote_addr or "")


def is_trusted() -> bool:
    """Whether the visitor sits where many people share an address: an office or a library that the settings name."""
    return is_within(request.remote_addr or "", current_settings().trusted_addresses)


def known() -> dict[str, Any]:
    """What the device's cookie says: its mark, the accounts that signed in on it, and the way they did."""
    try:
        said: dict[str, Any] = _serializer().loads(request.cookies.get(cookie_name(COOKIE), ""))
    except BadSignature:
        return {"mark": keys.new_token(), "accounts": [], "way": ""}
    return said


def sealed(said: dict[str, Any]) -> str:
    """The value of the cookie that says this."""
    return str(_serializer().dumps(said))


def count_unproved(limits: Sequence[Limit], *, now: datetime) -> None:
    """Count what anybody may do without an account, in the transaction of the act; raises `TooManyAttempts`.

    A device on which somebody signed in counts for itself; a trusted address is not counted.
    """
    if is_trusted():
        return
    device = known()
    place = device["mark"] if device["accounts"] else network()
    for limit in limits:
        count_here(Counter(keys.keyed_digest("unproved", limit.name, place), limit), now=now)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known device")
