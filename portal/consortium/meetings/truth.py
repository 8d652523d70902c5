"""Whether what was written about a meeting is still so."""

from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

from portal.consortium.meetings.models import Attendee, Meeting, MeetingAction
from portal.consortium.meetings.states import NOT_OVER, InvitationReply, MeetingState
from portal.consortium.meetings.tabled import papers_on
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

SAYS_LENGTH = 64
TASK = "task"
"""Said of what somebody was to do by a decision that changed, whenever the meeting is."""

TO_DO = "meeting_action"
"""The subject of what is written to whoever has something to do after a meeting."""

SEAT = "meeting_attendee"
"""The subject of what is written to somebody who is asked."""


class Said(StrEnum):
    """What a mail tells somebody who is asked."""

    INVITED = "invited"
    REMINDED = "reminded"
    PAPERS = "papers"
    CALLED_OFF = "called_off"


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
    if meeting.state is MeetingState.UNDER_WAY:
        return Unsent.LATE
    if message.says != says_of(meeting):
        return Unsent.SUPERSEDED
    return Unsent.LATE if meeting.starts_at <= now else None


def says_of_owner(task: MeetingAction) -> str:
    """What a reminder says of a task: whose it is."""
    return str(task.owner_id or task.owner_seat_id)


def untruth_of_task(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """It is not done, and on the desk of whoever is reminded."""
    task = db.session.get(MeetingAction, message.subject_id)
    return None if task and task.done_at is None and message.says == says_of_owner(task) else Unsent.ENDED


def says_of_seat(said: Said, meeting: Meeting, deputy: str = "") -> str:
    """What a mail says to somebody who is asked, or to a `deputy` at this address, and of which times and place."""
    told = f"{meeting.starts_at.isoformat()} {meeting.ends_at.isoformat()} {meeting.place}{deputy}"
    return f"{said} {blake2b(told.encode(), digest_size=8).hexdigest()}"


def untruth_of_seat(message: OutboxMessage, now: datetime) -> Unsent | None:
    """They are asked, to the same times and place, and have not answered where that is what is asked."""
    seat = db.session.get(Attendee, message.subject_id)
    if seat is None:
        return Unsent.ENDED
    meeting = seat.meeting
    addresses = {"", seat.deputy_email}
    said = next((each for each in Said for to in addresses if message.says == says_of_seat(each, meeting, to)), None)
    if said is None:
        return Unsent.SUPERSEDED
    if not _holds(said, seat):
        return Unsent.ENDED
    return Unsent.LATE if meeting.starts_at <= now else None


def _holds(said: Said, seat: Attendee) -> bool:
    state = seat.meeting.state
    match said:
        case Said.INVITED:
            return state in NOT_OVER
        case Said.REMINDED:
            return state is MeetingState.PLANNED and seat.reply is InvitationReply.UNANSWERED
        case Said.PAPERS:
            return state is MeetingState.PLANNED and bool(papers_on(seat.meeting))
        case Said.CALLED_OFF:
            return state is MeetingState.CANCELLED
