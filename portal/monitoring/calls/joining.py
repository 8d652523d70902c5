"""Calls, turns and what calls left to do come along when two files turn out to be of one person."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from portal.extensions import db
from portal.monitoring.calls.actions import end_task
from portal.monitoring.calls.models import CallTask, CallTurn, PhoneCall
from portal.monitoring.calls.queries import open_tasks_of, turns_of
from portal.monitoring.calls.states import CallTaskVerb
from portal.residents.households.joining import Carrier, Joining

CALLS, TASKS, TURNS = "calls", "call tasks", "call turns"


def carry(joining: Joining) -> None:
    """Calls and what they left to do come along; of two tasks of one kind the one of the file that goes is dropped."""
    gone, kept = joining.gone.household_id, joining.kept.household_id
    there = {task.kind for task in open_tasks_of(kept)}
    for task in open_tasks_of(gone):
        if task.kind in there:
            end_task(task, CallTaskVerb.DROP, actor=joining.actor, now=joining.now)
    calls = db.session.scalars(select(PhoneCall).where(PhoneCall.household_id == gone)).all()
    tasks = db.session.scalars(select(CallTask).where(CallTask.household_id == gone)).all()
    turns = db.session.scalars(select(CallTurn).where(CallTurn.about_id == gone)).all()
    moved = [] if turns_of([kept]) else list(turns)
    joining.note(TURNS, (turn.id for turn in moved))
    _hand_on(moved, kept)
    joining.note(CALLS, (call.id for call in calls))
    joining.note(TASKS, (task.id for task in tasks))
    _move([*calls, *tasks], kept)


def give_back(joining: Joining) -> None:
    calls = db.session.scalars(select(PhoneCall).where(PhoneCall.id.in_(joining.noted(CALLS)))).all()
    tasks = db.session.scalars(select(CallTask).where(CallTask.id.in_(joining.noted(TASKS)))).all()
    turns = db.session.scalars(select(CallTurn).where(CallTurn.id.in_(joining.noted(TURNS)))).all()
    _hand_on(turns, joining.gone.household_id)
    _move([*calls, *tasks], joining.gone.household_id)


def _hand_on(turns: Sequence[CallTurn], household_id: UUID) -> None:
    """Whose turn it was to call one file it is to call the other, unless that has a turn of its own."""
    for turn in turns:
        turn.about_id = turn.household_id = household_id
    db.session.flush()


def _move(rows: Sequence[PhoneCall | CallTask], household_id: UUID) -> None:
    for row in rows:
        row.household_id = household_id
    db.session.flush()


CARRIER = Carrier(carry, give_back)
