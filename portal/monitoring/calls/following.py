"""What follows for the call desk when a number becomes another one, when care ends and when two files are joined."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from portal.core.events import Happened
from portal.core.permissions import Actor
from portal.extensions import db
from portal.monitoring.calls.actions import end_task
from portal.monitoring.calls.models import CallTask, CallTurn, PhoneCall
from portal.monitoring.calls.queries import open_task, open_tasks_of
from portal.monitoring.calls.states import CallTaskKind, CallTaskVerb
from portal.residents.households.joining import Carrier, Joining
from portal.residents.households.models import FactChange, Person
from portal.residents.households.queries import get_person
from portal.residents.households.states import Fact

CALLS, TASKS = "calls", "call tasks"


def mend_number(person: Person, changes: Sequence[FactChange], actor: Actor, now: datetime) -> None:
    """With another number the task to mend it is done."""
    if any(change.fact is Fact.PHONE for change in changes):
        end_task(open_task(person.household_id, CallTaskKind.NUMBER), CallTaskVerb.DO, actor=actor, now=now)


def end_with_care(happened: Happened) -> None:
    _end_all(happened.subject_id, happened)


def end_with_life(happened: Happened) -> None:
    _end_all(get_person(happened.subject_id).household_id, happened)


def _end_all(household_id: UUID, happened: Happened) -> None:
    """Nobody is called or visited any more because of an earlier call."""
    for task in open_tasks_of(household_id):
        end_task(task, CallTaskVerb.DROP, actor=happened.actor, now=happened.now)
    turns = update(CallTurn).where(CallTurn.household_id == household_id)
    db.session.execute(turns.values(again_at=None, rests_until=None, taken_until=None, tries=0))


def carry(joining: Joining) -> None:
    """Calls and what they left to do come along; of two tasks of one kind the one of the file that goes is dropped."""
    gone, kept = joining.gone.household_id, joining.kept.household_id
    there = {task.kind for task in open_tasks_of(kept)}
    for task in open_tasks_of(gone):
        if task.kind in there:
            end_task(task, CallTaskVerb.DROP, actor=joining.actor, now=joining.now)
    calls = db.session.scalars(select(PhoneCall).where(PhoneCall.household_id == gone)).all()
    tasks = db.session.scalars(select(CallTask).where(CallTask.household_id == gone)).all()
    joining.note(CALLS, (call.id for call in calls))
    joining.note(TASKS, (task.id for task in tasks))
    _move([*calls, *tasks], kept)


def give_back(joining: Joining) -> None:
    calls = db.session.scalars(select(PhoneCall).where(PhoneCall.id.in_(joining.noted(CALLS)))).all()
    tasks = db.session.scalars(select(CallTask).where(CallTask.id.in_(joining.noted(TASKS)))).all()
    _move([*calls, *tasks], joining.gone.household_id)


def _move(rows: Sequence[PhoneCall | CallTask], household_id: UUID) -> None:
    for row in rows:
        row.household_id = household_id
    db.session.flush()


CARRIER = Carrier(carry, give_back)
