"""Whoever watches over a household as a neighbour: asked to the door by an alert, and heard when they were there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.accounts.models import User
from portal.core.sockets import Socket, Takes


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An account with the telephone by which they are asked, in E.164."""

    user: User
    phone: str


AT_THE_DOOR: Socket[Callable[[UUID, date], Sequence[Neighbour]]] = Socket(
    "neighbours who may go to the door of a household on a day", Takes.MANY
)


def neighbours_of(household_id: UUID, day: date) -> list[Neighbour]:
    return [each for find in AT_THE_DOOR for each in find(household_id, day)]
