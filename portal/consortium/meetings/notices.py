"""What those who are asked to a meeting hear of it."""

from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import User
from portal.consortium.meetings.models import Meeting, MeetingAction
from portal.consortium.meetings.rules import is_overdue
from portal.consortium.meetings.states import MEETING_STATES
from portal.consortium.meetings.task_mailing import mail_owner
from portal.consortium.meetings.truth import TASK, TO_DO, says_of, says_of_owner
from portal.core.actors import Actor
from portal.core.dates import format_day, format_moment
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.notifications.actions import About

PLANNED = N_("회의가 잡혔습니다: %(when)s %(place)s")
CHANGED = N_("회의가 바뀌었습니다: %(when)s %(place)s")
CANCELLED = N_("회의가 취소되었습니다: %(when)s %(place)s")
TASK_CHANGED = N_("결정이 바뀌어 맡으신 일도 바뀌었습니다.")
TASK_GIVEN = N_("회의에서 맡으신 일이 있습니다.")
TASK_DUE = N_("회의에서 맡으신 일의 기한이 다가옵니다: %(day)s까지")
TASK_LATE = N_("회의에서 맡으신 일의 기한이 지났습니다: %(day)s까지")
TASK_GONE = N_("결정이 지워져 맡으신 일도 없어졌습니다.")


def tell_invited(meeting: Meeting, words: str, *, actor: Actor, now: datetime) -> None:
    """Everybody who is asked and has an account, but whoever has just done it; `mailing` writes to all."""
    said = words % {"when": format_moment(meeting.starts_at), "place": meeting.place}
    asked = {attendee.user_id for attendee in meeting.attendees if attendee.user_id} - {actor.user_id}
    users = db.session.scalars(select(User).where(User.id.in_(asked)).order_by(User.id)).all()
    news = News(
        Matter.MEETING,
        About(MEETING_STATES.kind, meeting.id, says_of(meeting)),
        said.strip(),
        f"/meetings/{meeting.id}",
        is_mailed=meeting.starts_at > now,
    )
    tell_staff(users, news, now=now)


def remind_owner(task: MeetingAction, *, now: datetime) -> bool:
    """Whoever has it still to do, of the day by which it is to be done: on their desk, or by mail.

    Answers whether they are reached.
    """
    words = (TASK_LATE if is_overdue(task.due_on, task.done_at, now=now) else TASK_DUE) % {
        "day": format_day(task.due_on)
    }
    about = About(TO_DO, task.id, says_of_owner(task))
    if task.owner_id is None:
        return mail_owner(task, words, "meeting_task_due", about, now=now)
    owner = db.session.get_one(User, task.owner_id)
    tell_staff([owner], News(Matter.MEETING, about, words, "/meetings/actions"), now=now)
    return True


def tell_owner(task: MeetingAction, words: str, *, actor: Actor, now: datetime) -> None:
    """Whoever has something to do after a meeting, but for whoever has just written it down."""
    about = About(MEETING_STATES.kind, task.meeting_id, TASK)
    if task.owner_id is None:
        mail_owner(task, words, "meeting_task", about, now=now)
        return
    if task.owner_id == actor.user_id:
        return
    owner = db.session.get_one(User, task.owner_id)
    tell_staff([owner], News(Matter.MEETING, about, words, f"/meetings/{task.meeting_id}"), now=now)
