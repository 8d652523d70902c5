"""Whether the outbox waits for somebody's word before anything leaves."""

from collections.abc import Callable
from datetime import datetime

from portal.core.sockets import Socket, Takes

HELD_SINCE: Socket[Callable[[], datetime | None]] = Socket("since when the outbox is held", Takes.ONE)
"""None while it is not. What somebody asked for since then to sign in goes nevertheless."""


def held_since() -> datetime | None:
    ask = HELD_SINCE.find()
    return ask() if ask else None
