"""The papers that lie on the table of a meeting, told by whoever keeps them."""

from collections.abc import Callable

from portal.consortium.meetings.models import Meeting
from portal.core.sockets import Socket, Takes
from portal.documents.tabled import TabledPaper

TABLED: Socket[Callable[[Meeting], tuple[TabledPaper, ...]]] = Socket("papers of a meeting", Takes.ONE)


def papers_on(meeting: Meeting) -> tuple[TabledPaper, ...]:
    """In the order in which they were added."""
    look_up = TABLED.find()
    return look_up(meeting) if look_up else ()
