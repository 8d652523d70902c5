"""How whatever gave rise to a point of an agenda stands, told by whoever keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.core.sockets import Socket, Takes


@dataclass(frozen=True, slots=True)
class Stand:
    """`words` tell how a thing stands; once it `is_over` no meeting has to speak about it any more."""

    words: str
    is_over: bool = False


STANDS: Socket[Callable[[UUID, datetime], Stand | None]] = Socket("how what gave rise to a point stands", Takes.ONE)
"""By the kind of the source of a proposal."""
