"""How higher features hear that what stands in somebody's home sees otherwise than before."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from portal.core.sockets import Socket, Takes

DevicesChanged = Callable[[UUID, datetime], None]
DEVICES_CHANGED: Socket[DevicesChanged] = Socket("what follows when a home's devices change", Takes.MANY)
"""Called with the household and the moment, in the transaction of the change."""


def tell_changed(household_id: UUID, now: datetime) -> None:
    for hear in DEVICES_CHANGED:
        hear(household_id, now)
