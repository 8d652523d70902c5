"""Whether what staff were told about a leave is still so."""

from datetime import datetime

from portal.core import clock
from portal.extensions import db
from portal.leave.models import Leave
from portal.leave.states import COVERING, LeaveState
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

OPEN, ASKED, COVERED = "open", "asked", "covered"
"""What a message says: nobody stands in; somebody is to answer; somebody stands in. Without one it stays so."""


def untruth_of_leave(message: OutboxMessage, now: datetime) -> Unsent | None:
    """Nobody is asked about days that are over or called off, or that somebody else has taken over since."""
    leave = db.session.get(Leave, message.subject_id) if message.subject_id else None
    if leave is None or not message.says:
        return None
    if leave.state is LeaveState.CALLED_OFF or leave.until_on < clock.day_of(now):
        return Unsent.ENDED
    said, _, deputy_id = message.says.partition(":")
    is_so = {
        OPEN: leave.state is LeaveState.OPEN,
        ASKED: leave.state is LeaveState.ASKED and str(leave.deputy_id) == deputy_id,
        COVERED: leave.state in COVERING and str(leave.deputy_id) == deputy_id,
    }
    return None if is_so[said] else Unsent.SUPERSEDED
