"""What the worker brings to advisory meetings by itself."""

from datetime import datetime

from portal.consortium.advice.actions import bring_open
from portal.core.actors import SYSTEM


def bring(now: datetime) -> int:
    """Put open advice on the agenda to come; runs in the transaction of its caller."""
    return bring_open(actor=SYSTEM, now=now)
