"""Households that went over to another coordinator, and what follows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.core.actors import Actor
from portal.core.sockets import Socket, Takes


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A case with the pairing that began, and who accompanied it before."""

    case: CareCase
    pairing: Pairing
    former: User


Follow = Callable[[Sequence[HandedOver], Actor, datetime], None]
HANDED_OVER: Socket[Follow] = Socket("what follows households that go over", Takes.MANY)
"""Called with all of one act, its actor and the time."""


def tell_handed_over(handed: Sequence[HandedOver], *, actor: Actor, now: datetime) -> None:
    for follow in HANDED_OVER:
        follow(handed, actor, now)
