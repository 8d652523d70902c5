"""What follows for the call desk of a contact on the form, when a number becomes another one and when care ends."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from portal.coordinators.contacts.models import Contact
from portal.core.actors import Actor
from portal.core.events import Happened
from portal.extensions import db
from portal.monitoring.calls.actions import end_task, follow_contact
from portal.monitoring.calls.models import CallTurn
from portal.monitoring.calls.queries import open_task, open_tasks_of
from portal.monitoring.calls.states import CallTaskKind, CallTaskVerb
from portal.residents.households.models import FactChange, Person
from portal.residents.households.queries import get_person, is_cared_for
from portal.residents.households.states import Fact


def follow_logged(contact: Contact, actor: Actor, now: datetime) -> None:
    """What `contacts.actions.LOGGED` asks."""
    follow_contact(contact, actor=actor, now=now)


def mend_number(person: Person, changes: Sequence[FactChange], actor: Actor, now: datetime) -> None:
    """With another number the task to mend it is done."""
    if any(change.fact is Fact.PHONE for change in changes):
        end_task(open_task(person.household_id, CallTaskKind.NUMBER), CallTaskVerb.DO, actor=actor, now=now)


def end_with_care(happened: Happened) -> None:
    _end_all(happened.subject_id, happened)


def end_with_life(happened: Happened) -> None:
    """Of the one whom the household's care is about; others who live there are still called."""
    person = get_person(happened.subject_id)
    if is_cared_for(person):
        _end_all(person.household_id, happened)


def _end_all(household_id: UUID, happened: Happened) -> None:
    """Nobody is called or visited any more because of an earlier call."""
    for task in open_tasks_of(household_id):
        end_task(task, CallTaskVerb.DROP, actor=happened.actor, now=happened.now)
    turns = update(CallTurn).where(CallTurn.household_id == household_id)
    db.session.execute(turns.values(again_at=None, rests_until=None, taken_until=None, tries=0))
