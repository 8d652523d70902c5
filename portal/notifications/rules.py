"""When a text message may go out, and how long it may be."""

from datetime import datetime, time, timedelta

from portal.core import clock

TEXT_BYTES = 90
ERROR_LENGTH = 200
QUIET_FROM = time(20, 0)
QUIET_TO = time(9, 0)


def text_bytes(body: str) -> int:
    """Bytes as Korean carriers count them: two for a Hangul syllable, one for an ASCII letter."""
    return len(body.encode("cp949", errors="replace"))


def quiet_until(now: datetime) -> datetime:
    """`now` by day; between 20:00 and 9:00 in Seoul the next 9:00."""
    local = now.astimezone(clock.SEOUL)
    if QUIET_TO <= local.time() < QUIET_FROM:
        return now
    day = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return clock.at(day, QUIET_TO)


LEASE = timedelta(minutes=5)
"""Whoever claims a message has so long to send it; what became of it after that is not known."""

MOST_ATTEMPTS = 8
_WAITS = (1, 5, 15, 60, 180, 360, 720)


def wait_after(attempts: int) -> timedelta:
    """How long a message rests after its `attempts`-th failure; all attempts together span about a day."""
    return timedelta(minutes=_WAITS[min(attempts, len(_WAITS)) - 1])
