"""Whom a task of somebody without an account reaches, and what the link of their mail opens."""

from datetime import date, datetime, timedelta

from portal.consortium.meetings.links import DOING
from portal.consortium.meetings.models import Attendee, MeetingAction
from portal.consortium.meetings.states import Asked, MeetingState
from portal.consortium.meetings.undone import find_task
from portal.consortium.members.models import Organisation
from portal.core.clock import day_of
from portal.extensions import db

OPEN_AFTER = timedelta(days=30)
"""So long after the day by which it is to be done the link opens; later the office is called."""


def open_until(task: MeetingAction) -> date:
    return task.due_on + OPEN_AFTER


def task_by_link(token: str, *, now: datetime) -> MeetingAction | None:
    """What somebody has to do, done or not; None where the link is none of ours, is over, or went to somebody else."""
    task_id = DOING.named_in(token)
    task = find_task(task_id) if task_id else None
    seat = seat_of(task) if task else None
    if task is None or seat is None or task.meeting.state is not MeetingState.CLOSED:
        return None
    today = day_of(now)
    is_open = today <= open_until(task) and DOING.went_to(token, task.id, reached_at(seat, today)[1])
    return task if is_open else None


def seat_of(task: MeetingAction) -> Attendee | None:
    """Of whoever has it to do and has no account."""
    seat = db.session.get(Attendee, task.owner_seat_id) if task.owner_seat_id and task.owner_id is None else None
    return seat if seat and seat.user_id is None else None


def reached_at(seat: Attendee, day: date) -> tuple[str, str]:
    """Name and address of whoever holds the place on a day: a member's contact may have changed since the meeting.

    One that left is written to no more: the address is "".
    """
    of_member = seat.asked_as in (Asked.MEMBER_STAFF, Asked.MEMBER_HEADS)
    member = db.session.get(Organisation, seat.asked_id) if of_member and seat.asked_id else None
    if member is None:
        return seat.name, seat.email
    has_left = member.left_on is not None and member.left_on < day
    return member.contact_name, "" if has_left else member.email
