"""What those who are asked to a meeting hear of it."""

from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import User
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MEETING_STATES
from portal.consortium.meetings.truth import says_of
from portal.core.dates import format_moment
from portal.core.messages import N_
from portal.core.permissions import Actor
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.notifications.actions import About

PLANNED = N_("회의가 잡혔습니다: %(when)s %(place)s")
CHANGED = N_("회의가 바뀌었습니다: %(when)s %(place)s")
CANCELLED = N_("회의가 취소되었습니다: %(when)s %(place)s")


def tell_invited(meeting: Meeting, words: str, *, actor: Actor, now: datetime) -> None:
    """Everybody who is asked and has an account, but whoever has just done it."""
    said = words % {"when": format_moment(meeting.starts_at), "place": meeting.place}
    asked = {attendee.user_id for attendee in meeting.attendees if attendee.user_id} - {actor.user_id}
    users = db.session.scalars(select(User).where(User.id.in_(asked)).order_by(User.id)).all()
    news = News(
        Matter.MEETING,
        About(MEETING_STATES.kind, meeting.id, says_of(meeting)),
        said.strip(),
        f"/meetings/{meeting.id}",
    )
    tell_staff(users, news, now=now)
