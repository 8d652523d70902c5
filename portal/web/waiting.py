"""What waits for the office, whatever it belongs to: each feature tells its own, one list shows all by urgency."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portal.core.permissions import Actor
from portal.core.sockets import Socket, Takes
from portal.core.urgency import Due, end_of, is_overdue


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to be done, where, since when it waits, and by when it should be done where that is promised."""

    words: str
    url: str
    since: datetime
    due: Due = None

    def is_overdue(self, now: datetime) -> bool:
        return is_overdue(self.due, now)


WAITING: Socket[Callable[[Actor, datetime], list[Waiting]]] = Socket("what waits for the office", Takes.MANY)
"""Called with the viewer and the time; whoever may not do it is told nothing."""


def all_waiting(viewer: Actor, now: datetime) -> list[Waiting]:
    """What is overdue first, then what waits longest."""
    found = [one for tell in WAITING for one in tell(viewer, now)]
    return sorted(found, key=lambda one: (not one.is_overdue(now), end_of(one.due) or one.since, one.words))
