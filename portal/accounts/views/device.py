"""Devices that signed in before: others' failures never lock them, and they are shown the form they use."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from werkzeug.wrappers import Response

from portal.accounts import keys, throttling, visitors
from portal.accounts.actions import record_failure
from portal.accounts.rules import (
    BIRTHS_TOLD,
    CODES_A_DAY,
    CODES_SENT,
    FAILURES_A_DAY,
    FAILURES_FROM_ADDRESS,
    TEXTS_FROM_ADDRESS,
    Limit,
)
from portal.accounts.throttling import Counter
from portal.core import clock
from portal.web.cookies import set_own_cookie

ACCOUNTS_KEPT = 10
FILE = "file"
"""Beside how somebody signed in, a device remembers whose file it opened."""

UNLIMITED = replace(TEXTS_FROM_ADDRESS, first=timedelta(0), longest=timedelta(0))


def counters(way: str, typed: str, limit: Limit) -> list[Counter]:
    """What a guess counts against: the account, or a device that signed in to it before, and the address.

    The account counts what comes from this address, and apart from it what comes in a day from anywhere.
    """
    account = keys.account_digest(way, typed)
    known = _known_counter(account, limit)
    if known is not None:
        return [known]
    network = visitors.network()
    return [
        Counter(keys.keyed_digest("attempts", account, network, limit.name), limit, owner=account),
        Counter(keys.keyed_digest("attempts", account, FAILURES_A_DAY.name), FAILURES_A_DAY, owner=account),
        Counter(keys.keyed_digest("address", network), FAILURES_FROM_ADDRESS, shared=True),
    ]


def births_told(user_id: UUID, way: str, typed: str) -> Counter:
    """What a birth date counts against, from whatever device it is told."""
    owner = keys.account_digest(way, typed)
    return Counter(keys.keyed_digest("attempts", str(user_id), BIRTHS_TOLD.name), BIRTHS_TOLD, owner=owner)


def count_attempt(way: str, typed: str, limit: Limit) -> list[Counter]:
    """Count a guess at once; raises `TooManyAttempts`. Returns what to forgive when it turns out right."""
    return _count(way, counters(way, typed, limit))


def count_sending(way: str, typed: str) -> None:
    """Count that a code or a link goes to an account, within the hour and the day; raises `TooManyAttempts`."""
    account = keys.account_digest(way, typed)
    known = _known_counter(account, CODES_SENT)
    if known is not None:
        _count(way, [known])
        return
    sendings = [
        Counter(keys.keyed_digest("attempts", account, limit.name), limit, owner=account)
        for limit in (CODES_SENT, CODES_A_DAY)
    ]
    if not visitors.is_trusted():
        throttling.refuse_blocked(_texts(was_sent=True), now=clock.now())
    _count(way, sendings)


def count_sent(*, was_sent: bool) -> None:
    """Count what really went out against the address; asking for strangers costs nobody beside a message.

    The same is written where nothing went out, so that the answer takes as long.
    """
    if not visitors.is_trusted():
        throttling.count_here(_texts(was_sent=was_sent), now=clock.now())


def _texts(*, was_sent: bool) -> Counter:
    what, limit = ("texts", TEXTS_FROM_ADDRESS) if was_sent else ("no texts", UNLIMITED)
    return Counter(keys.keyed_digest(what, visitors.network()), limit)


def _count(way: str, counted: list[Counter]) -> list[Counter]:
    now = clock.now()
    try:
        throttling.count_attempt(counted, now=now)
    except throttling.TooManyAttempts:
        record_failure(way, "blocked", user_id=None, now=now)
        raise
    return counted


def _known_counter(account: str, limit: Limit) -> Counter | None:
    known = visitors.known()
    if account not in known["accounts"]:
        return None
    return Counter(keys.keyed_digest("device", known["mark"], account, limit.name), limit, owner=account)


def usual_way() -> str:
    """How this device signed in last: "staff", "resident" or nothing."""
    return str(visitors.known()["way"])


def has_opened(user_id: UUID) -> bool:
    """Whether this account was entered on this device before, whatever its number was then."""
    return keys.account_digest(FILE, str(user_id)) in visitors.known()["accounts"]


def remember(response: Response, typed: str, way: str, user_id: UUID) -> None:
    """Note in a signed cookie that this device signed in to the account."""
    known = visitors.known()
    entered = [keys.account_digest(way, typed), keys.account_digest(FILE, str(user_id))]
    others = [kept for kept in known["accounts"] if kept not in entered]
    value = {"mark": known["mark"], "accounts": [*entered, *others][:ACCOUNTS_KEPT], "way": way}
    set_own_cookie(response, visitors.COOKIE, visitors.sealed(value))
