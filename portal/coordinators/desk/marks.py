"""What a higher feature marks each household of the list with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from portal.core.sockets import Socket, Takes
from portal.core.worded import Worded

Mark = Callable[[Sequence[UUID]], Mapping[UUID, Worded]]
MARKS: Socket[Mark] = Socket("how it stands with the households of a page", Takes.ONE)
"""Asked once a page, whatever its length; the list has a column for it."""


def marks_of(household_ids: Iterable[UUID]) -> Mapping[UUID, Worded]:
    """Those without a mark are left out."""
    ids = list(household_ids)
    return MARKS.only()(ids) if ids else {}
