"""Tells whoever watches over households that staff met somebody or spoke with them, or could not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.core.actors import Actor
from portal.core.sockets import Socket, Takes


@dataclass(frozen=True, slots=True)
class Met:
    """How somebody tried at `at` and what came of it, in words; `spoke` only where they saw or heard the person."""

    household_id: UUID
    said: str
    at: datetime
    spoke: bool


Follow = Callable[[Met, Actor, datetime], None]
MET: Socket[Follow] = Socket("what follows a contact, a call or a visit that staff wrote down", Takes.MANY)
"""Called in the transaction of the act with (met, actor, now), once everything else of it is done."""


FIRST: Socket[Callable[[UUID, Actor | None, datetime], None]] = Socket(
    "what is locked before anything is written of how somebody was met or called", Takes.MANY
)
"""Called with (household_id, who gives their turn at the call desk back, now): what the desk locks, in its order."""


def lock_first(household_id: UUID, now: datetime, *, done_by: Actor | None = None) -> None:
    for lock in FIRST:
        lock(household_id, done_by, now)


def tell_met(met: Met, *, actor: Actor, now: datetime) -> None:
    for follow in MET:
        follow(met, actor, now)
