"""The second fact that somebody tells where a number or an e-mail alone does not say who they are."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from portal.core.sockets import Socket, Takes

Knows = Callable[[UUID, date], bool]

BIRTHS: Socket[Knows] = Socket("birth dates of residents", Takes.MANY)
"""Tell by (user_id, birth_on) whether whoever tells this birth date may be the person of the account."""


def is_proved(user_id: UUID, birth_on: date) -> bool:
    return all(knows(user_id, birth_on) for knows in BIRTHS)
