"""How features that watch over a household tell by what they do, and hear that somebody knows how the person is."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from portal.core.actors import Actor
from portal.core.sockets import Socket, Takes
from portal.monitoring.alerts.states import AlertEnding

WatchedBy = Callable[[UUID], Sequence[str]]
WATCHED_BY: Socket[WatchedBy] = Socket("by what a household is watched", Takes.MANY)
"""Called with the household; answers words that a resident understands, none where nothing watches."""

Known = Callable[[UUID, AlertEnding, datetime], None]
KNOWN: Socket[Known] = Socket("what follows when an alert ends", Takes.MANY)
"""Called with the household, before the alert is locked, in the transaction of the ending."""

Away = Callable[[UUID, AlertEnding, date, Actor, datetime], None]
AWAY: Socket[Away] = Socket("what follows when somebody is known to be away until a day", Takes.MANY)
"""Called in the transaction of the ending with the household, the ending, the day of return, and who heard of it."""


def watched_by(household_id: UUID) -> list[str]:
    return [words for tell in WATCHED_BY for words in tell(household_id)]


def tell_known(household_id: UUID, ending: AlertEnding, now: datetime) -> None:
    for hear in KNOWN:
        hear(household_id, ending, now)


def tell_away(household_id: UUID, ending: AlertEnding, until_on: date, *, actor: Actor, now: datetime) -> None:
    for hear in AWAY:
        hear(household_id, ending, until_on, actor, now)
