"""Reads of what is to be done after meetings."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.consortium.meetings.models import Meeting, MeetingAction
from portal.consortium.meetings.queries import last_closed
from portal.consortium.meetings.rules import asks_reminder, may_finish
from portal.consortium.meetings.states import MeetingKind, MeetingState, hands_on
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.db.plain import plain
from portal.extensions import db

RECENTLY_DONE = 10
IS_TO_DO = MeetingAction.done_at.is_(None) & (Meeting.state == MeetingState.CLOSED)
"""Of a task and its meeting: what a meeting that is not closed writes down is nobody's yet."""


def open_actions_of(user_id: UUID) -> list[MeetingAction]:
    """What a user has to do after closed meetings, the most urgent first."""
    return list(db.session.scalars(_open_actions().where(MeetingAction.owner_id == user_id)))


def open_actions() -> list[MeetingAction]:
    """What anybody has to do after closed meetings, the most urgent first."""
    return list(db.session.scalars(_open_actions()))


def left_undone(kind: MeetingKind) -> list[MeetingAction]:
    """What the next meeting of a kind looks back at: what is still to be done after the earlier ones."""
    return list(db.session.scalars(_open_actions().where(Meeting.kind == kind))) if hands_on(kind) else []


def done_since_last(kind: MeetingKind) -> list[MeetingAction]:
    """What was done since the last meeting of a kind was closed, in that order: the next one hears how it ended."""
    last = last_closed(kind) if hands_on(kind) else None
    if last is None:
        return []
    of_earlier = (
        select(MeetingAction)
        .join(MeetingAction.meeting)
        .where(Meeting.kind == kind, Meeting.state == MeetingState.CLOSED, MeetingAction.done_at > last.closed_at)
    )
    return list(db.session.scalars(of_earlier.order_by(MeetingAction.done_at, MeetingAction.id)))


def done_actions_of(user_id: UUID) -> list[MeetingAction]:
    """What a user did last."""
    statement = (
        select(MeetingAction)
        .where(MeetingAction.owner_id == user_id, MeetingAction.done_at.is_not(None))
        .options(joinedload(MeetingAction.meeting))
    )
    return list(db.session.scalars(statement.order_by(MeetingAction.done_at.desc()).limit(RECENTLY_DONE)))


def get_action(action_id: UUID, *, viewer: Actor) -> MeetingAction:
    """An action of a closed meeting, for its owner and for the office. Raises `NotFound`."""
    action = db.session.get(MeetingAction, action_id)
    if action is None or action.meeting.state is not MeetingState.CLOSED:
        raise NotFound
    if not may_finish(action.owner_id, viewer):
        raise NotFound
    return action


def find_task(action_id: UUID) -> MeetingAction | None:
    """Whoever shows it asks whether the viewer may read of the meeting."""
    return db.session.get(MeetingAction, action_id)


def waiting_on(user_id: UUID | None) -> Select[int]:
    """How much a user has to do after closed meetings, for the menu."""
    closed = MeetingAction.meeting.has(Meeting.state == plain(MeetingState.CLOSED))
    mine = select(func.count(MeetingAction.id)).where(MeetingAction.owner_id == user_id, closed)
    return mine.where(MeetingAction.done_at.is_(None))


def tasks_to_remind(day: date, today: date) -> list[MeetingAction]:
    """What somebody has to do by `day` and was not reminded of, or is late by `today` and was not told that it is."""
    is_known = MeetingAction.owner_id.is_not(None) | MeetingAction.owner_seat_id.is_not(None)
    due = db.session.scalars(_open_actions().where(MeetingAction.due_on <= day, is_known))
    return [task for task in due if asks_reminder(task.due_on, task.reminded_at, today=today)]


def _open_actions() -> Select[MeetingAction]:
    return (
        select(MeetingAction)
        .join(MeetingAction.meeting)
        .where(IS_TO_DO)
        .options(joinedload(MeetingAction.meeting))
        .order_by(MeetingAction.due_on, MeetingAction.id)
    )
