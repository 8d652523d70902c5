"""Who may write in a meeting, and that nothing is written once it is closed."""

from datetime import datetime
from typing import Any

from portal.audit.actions import record
from portal.audit.steps import lock
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import NOT_OVER
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db


def require_writable(meeting: Meeting, actor: Actor) -> None:
    """Hold the meeting until the transaction ends; refuse when it is closed or cancelled."""
    actor.require(Permission.MEETING_MANAGE)
    lock(meeting)
    if meeting.state not in NOT_OVER:
        raise Conflict(N_("마친 회의는 고치지 않습니다. 바로잡을 것은 다음 회의 안건으로 올려 주십시오."))


def record_for(meeting: Meeting, verb: str, actor: Actor, now: datetime, **details: Any) -> None:
    """Write what was flushed, and record it."""
    db.session.flush()
    record(f"meeting.{verb}", actor=actor, now=now, subject=("meeting", meeting.id), **details)
