"""What is done while a meeting is held: it begins, and its points are taken one after the other."""

from datetime import datetime

from portal.audit.steps import take
from portal.consortium.meetings.actions.writable import record_for, require_writable
from portal.consortium.meetings.models import AgendaItem, Meeting
from portal.consortium.meetings.queries import has_words
from portal.consortium.meetings.rules import refuse_beginning
from portal.consortium.meetings.states import MEETING_STATES, MeetingState, MeetingVerb, Presence
from portal.consortium.meetings.timing import minutes_taken
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.extensions import db

NOT_UNDER_WAY = N_("안건의 시간은 회의를 진행하는 동안 잽니다. 회의를 먼저 시작해 주십시오.")
WRITTEN = N_("참석이나 회의록을 적은 회의는 시작을 되돌릴 수 없습니다.")


def begin_meeting(meeting: Meeting, *, actor: Actor, now: datetime) -> None:
    """It is under way from now on; one whose minutes are typed afterwards need never be."""
    require_writable(meeting, actor)
    refuse_beginning(meeting, now=now)
    take(MEETING_STATES, meeting, MeetingVerb.BEGIN, actor=actor, now=now)
    meeting.begun_at = now
    db.session.flush()


def take_begin_back(meeting: Meeting, *, actor: Actor, now: datetime) -> None:
    """Somebody clicked too early: while nothing is written it is planned again."""
    require_writable(meeting, actor)
    if is_written_in(meeting):
        raise Conflict(WRITTEN)
    take(MEETING_STATES, meeting, MeetingVerb.TAKE_BACK, actor=actor, now=now)
    meeting.begun_at = None
    db.session.flush()


def is_written_in(meeting: Meeting) -> bool:
    """Whether anybody was noted, or anything of a point."""
    noted = any(seat.presence is not Presence.ASKED for seat in meeting.attendees)
    return noted or any(has_words(item) or item.taken_minutes or item.running_since for item in meeting.items)


def start_point(item: AgendaItem, *, actor: Actor, now: datetime) -> None:
    """The meeting comes to a point, once more if it left it before; whichever it spoke about ends."""
    meeting = item.meeting
    require_writable(meeting, actor)
    if meeting.state is not MeetingState.UNDER_WAY:
        raise Conflict(NOT_UNDER_WAY)
    if item.running_since is None:
        end_running(meeting, now=now)
        item.running_since = now
    record_for(meeting, "point", actor, now, item=item.position)


def end_point(item: AgendaItem, *, actor: Actor, now: datetime) -> None:
    require_writable(item.meeting, actor)
    _end(item, now)
    record_for(item.meeting, "point", actor, now, item=item.position)


def end_running(meeting: Meeting, *, now: datetime) -> None:
    """Whatever is spoken about is over; what was left running until another day tells no time."""
    for item in meeting.items:
        _end(item, now)


def _end(item: AgendaItem, now: datetime) -> None:
    if item.running_since is not None and day_of(item.running_since) == day_of(now):
        item.taken_minutes = minutes_taken(item.taken_minutes, item.running_since, now=now)
    item.running_since = None
