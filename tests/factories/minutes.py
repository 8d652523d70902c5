"""Minutes that are out to be confirmed."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.accounts.models import User
from portal.consortium.meetings import actions
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.states import MeetingKind, Presence
from portal.consortium.meetings.voting import Sitting
from portal.consortium.minutes.models import Minutes, MinutesReply
from portal.consortium.minutes.queries import find_minutes
from portal.consortium.minutes.states import MinutesAnswer
from portal.core.actors import ANONYMOUS, Actor
from portal.core.clock import day_bounds
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from tests.factories.meetings import AFTER, BEFORE, START, hold, make_held, make_meeting, write

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


def sent_a_deputy(office: Actor, member: User, kind: MeetingKind) -> tuple[Minutes, Attendee]:
    """박대신 came in the place of the member."""
    meeting = make_held(office, kind=kind)
    write(meeting.items[0], "세탁기를 한 대 삽니다.", office)
    seat = next(each for each in meeting.attendees if each.user_id == member.id)
    sat = {seat.id: Sitting(stand_in="박대신")}
    actions.record_attendance(meeting, {seat.id: Presence.DEPUTY}, actor=office, now=START, sittings=sat)
    actions.close_meeting(meeting, actor=office, now=AFTER)
    return minutes_of(meeting), seat


def asked_by_nobody(office: Actor, kind: MeetingKind = MeetingKind.WORKING) -> tuple[Minutes, Attendee]:
    """강전문 was there, and nobody knows where a mail reaches them."""
    meeting = make_meeting(office, kind=kind)
    guest = actions.add_attendee(meeting, "대학교", "", "강전문", actor=office, now=BEFORE)
    write(hold(meeting, office).items[0], "세탁기를 한 대 삽니다.", office)
    actions.close_meeting(meeting, actor=office, now=AFTER)
    return minutes_of(meeting), guest


def over(minutes: Minutes) -> datetime:
    """When nothing may be said of them any more."""
    return day_bounds(minutes.until)[1]


def mails(kind: str = "meeting_minutes") -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)))
