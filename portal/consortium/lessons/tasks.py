"""What the worker brings to the working meeting by itself."""

from datetime import datetime

from portal.consortium.lessons.actions import bring_what_is_due
from portal.core.actors import SYSTEM


def bring(now: datetime) -> int:
    """Propose what happened as often as the consortium set; runs in the transaction of its caller."""
    return bring_what_is_due(actor=SYSTEM, now=now)
