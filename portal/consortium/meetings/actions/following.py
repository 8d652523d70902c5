"""What follows in the meetings when one is called off, or a decision of one changes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.consortium.meetings.actions.agenda import bring_over, leave_waiting, take_up_waiting
from portal.consortium.meetings.actions.invitations import call_off
from portal.consortium.meetings.actions.writable import record_for
from portal.consortium.meetings.models import Decision, Meeting, MeetingAction
from portal.consortium.meetings.notices import CANCELLED, TASK_CHANGED, TASK_GONE, tell_invited, tell_owner
from portal.consortium.meetings.queries import meeting_to_come
from portal.consortium.meetings.states import hands_on
from portal.core.actors import Actor
from portal.extensions import db


def pass_agenda_on(meeting_id: UUID, *, now: datetime) -> None:
    """What a meeting that is called off was to speak about goes to the next one, or waits until one is planned.

    Where each is about somebody else, it waits until the office chooses one.
    """
    called_off = db.session.get_one(Meeting, meeting_id)
    if not hands_on(called_off.kind):
        leave_waiting(called_off, now=now)
    upcoming = meeting_to_come(called_off.kind, now)
    if upcoming is not None:
        bring_over(called_off, upcoming)
        take_up_waiting(upcoming)


def tell_of_calling_off(meeting_id: UUID, *, why: str, actor: Actor, now: datetime) -> None:
    meeting = db.session.get_one(Meeting, meeting_id)
    call_off(meeting, why, now=now)
    tell_invited(meeting, CANCELLED, actor=actor, now=now)


def change_tasks_of_decision(decision_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Who is to carry a decision out does what it says by now."""
    text = db.session.get_one(Decision, decision_id).text
    for task in _tasks_of(decision_id):
        if task.task != text:
            task.task = text
            tell_owner(task, TASK_CHANGED, actor=actor, now=now)
    db.session.flush()


def end_tasks_of_decision(decision_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Nobody has to carry out what is decided no longer."""
    for task in _tasks_of(decision_id):
        tell_owner(task, TASK_GONE, actor=actor, now=now)
        db.session.delete(task)
    db.session.flush()


def _tasks_of(decision_id: UUID) -> Sequence[MeetingAction]:
    tasks = select(MeetingAction).where(MeetingAction.decision_id == decision_id, MeetingAction.done_at.is_(None))
    return db.session.scalars(tasks.order_by(MeetingAction.id)).all()


def take_tasks_over(user_id: UUID, *, actor: Actor, now: datetime) -> int:
    """What somebody who left had still to do stands on the desk of whoever closed the account; answers how much."""
    left = select(MeetingAction).where(MeetingAction.owner_id == user_id, MeetingAction.done_at.is_(None))
    tasks = db.session.scalars(left.order_by(MeetingAction.id)).all()
    for task in tasks:
        task.owner_id, task.reminded_at = actor.user_id, None
        record_for(task.meeting, "take_over", actor, now, task=str(task.id))
    return len(tasks)
