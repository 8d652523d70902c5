"""How features that watch over a household tell by what they do."""

from collections.abc import Callable, Sequence
from uuid import UUID

from portal.core.sockets import Socket, Takes

WatchedBy = Callable[[UUID], Sequence[str]]
WATCHED_BY: Socket[WatchedBy] = Socket("by what a household is watched", Takes.MANY)
"""Called with the household; answers words that a resident understands, none where nothing watches."""


def watched_by(household_id: UUID) -> list[str]:
    return [words for tell in WATCHED_BY for words in tell(household_id)]
