"""Whether what was written about a meeting is still so."""

from datetime import datetime

from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingState
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

SAYS_LENGTH = 64
TASK = "task"
"""Said of what somebody was to do by a decision that changed, whenever the meeting is."""


def says_of(meeting: Meeting) -> str:
    """What a message says of a meeting: how it stands, when and where it is."""
    return f"{meeting.state} {meeting.starts_at.isoformat()} {meeting.place}"[:SAYS_LENGTH]


def untruth_of_meeting(message: OutboxMessage, now: datetime) -> Unsent | None:
    """It stands as it did, and has not begun."""
    meeting = db.session.get(Meeting, message.subject_id)
    if meeting is not None and message.says == TASK:
        return Unsent.ENDED if meeting.state is MeetingState.CANCELLED else None
    if meeting is None or meeting.state is MeetingState.CLOSED:
        return Unsent.ENDED
    if message.says != says_of(meeting):
        return Unsent.SUPERSEDED
    return Unsent.LATE if meeting.starts_at <= now else None
