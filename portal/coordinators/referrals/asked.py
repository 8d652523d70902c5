"""What follows once a line of a plan is referred, or a decline is taken back."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from portal.core.actors import Actor
from portal.core.sockets import Socket, Takes

Asked = Callable[[UUID, Collection[UUID], Actor, datetime], None]
ASKED: Socket[Asked] = Socket("what follows a plan line that is referred", Takes.ONE)
"""Called with (id of the line, ids of slots, actor, now) before places of these are held for it."""
DeclineUndone = Callable[[UUID], None]
DECLINE_UNDONE: Socket[DeclineUndone] = Socket("what follows a decline that is taken back", Takes.ONE)
"""Called with the id of the referral, in the same transaction."""
