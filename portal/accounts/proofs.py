"""The second fact that somebody tells where a number or an e-mail alone does not say who they are."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from portal.core.sockets import Socket, Takes

Knows = Callable[[UUID, date], bool]

BIRTHS: Socket[Knows] = Socket("birth dates of residents", Takes.MANY)
"""Tell by (user_id, birth_on) whether whoever tells this birth date may be the person of the account."""


def is_proved(user_id: UUID, birth_on: date) -> bool:
    return all(knows(user_id, birth_on) for knows in BIRTHS)


NOBODYS = date.min
Clashed = Callable[[UUID, datetime], None]

CLASHES: Socket[Clashed] = Socket(
    "who hears that somebody with the number of an account does not know its birth", Takes.MANY
)


def asks_birth(user_id: UUID) -> bool:
    """Whether the account opens somebody's file, whose birth date then is the second fact."""
    return not is_proved(user_id, NOBODYS)


def tell_clash(user_id: UUID, *, now: datetime) -> None:
    """The number may have a new owner, or was written down wrongly: people find out."""
    for tell in CLASHES:
        tell(user_id, now)
