"""Minutes that are out to be confirmed."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.consortium.meetings import actions
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.minutes.models import Minutes, MinutesReply
from portal.consortium.minutes.queries import find_minutes
from portal.consortium.minutes.states import MinutesAnswer
from portal.core.actors import ANONYMOUS, Actor
from portal.core.clock import day_bounds
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from tests.factories.meetings import AFTER, make_held, write

AMENDMENT = "세탁기는 두 대를 삽니다."
SOON = AFTER + timedelta(hours=1)


def make_out(office: Actor, *, kind: MeetingKind = MeetingKind.WORKING) -> Minutes:
    """Of a meeting that decided something and was closed by the office."""
    meeting = make_held(office, kind=kind)
    write(meeting.items[0], "세탁기를 한 대 삽니다.", office)
    actions.close_meeting(meeting, actor=office, now=AFTER)
    return minutes_of(meeting)


def minutes_of(meeting: Meeting) -> Minutes:
    found = find_minutes(meeting)
    assert found is not None
    return found


def make_amendment(minutes: Minutes) -> MinutesReply:
    """Of the first point, by the first who was there."""
    from portal.consortium.minutes.actions import say_of_minutes  # noqa: PLC0415 factories are imported by it

    meeting = minutes.meeting
    seat, item = meeting.attendees[0], meeting.items[0]
    return say_of_minutes(minutes, seat, MinutesAnswer.AMENDS, actor=ANONYMOUS, now=AFTER, words=AMENDMENT, item=item)


def over(minutes: Minutes) -> datetime:
    """When nothing may be said of them any more."""
    return day_bounds(minutes.until)[1]


def mails(kind: str = "meeting_minutes") -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)))
