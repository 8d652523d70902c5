"""What waits for the office, whatever it belongs to: each feature tells its own, one list shows all by urgency."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.core.permissions import Permission
from portal.core.sockets import Socket, Takes
from portal.web.agenda import Desk, Entry, Item, entry_of, in_order


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of what waits: its words in the filter, who is told, and the items."""

    words: str
    permission: Permission
    items: Callable[[Desk], Iterable[Item]]
    several: str = ""
    """The endpoint of the page where many of them are done at once."""

    everything: str = ""
    """The endpoint of the list on which all of them stand, page by page."""


WAITING: Socket[Waiting] = Socket("what waits for the office, by kind", Takes.ONE)


def all_waiting(desk: Desk) -> list[Entry]:
    """Everything that waits, the most urgent first."""
    found = [
        entry_of(kind, item, desk.now)
        for kind, waiting in WAITING.items()
        if desk.viewer.can(waiting.permission)
        for item in waiting.items(desk)
    ]
    return in_order(found, desk.now)
