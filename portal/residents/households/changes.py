"""Whom a change of a file concerns: what higher features do then, in the same transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime

from portal.core.actors import Actor
from portal.core.sockets import Socket, Takes
from portal.residents.households.models import FactChange, Person
from portal.residents.households.rules import CONTACTS
from portal.residents.households.states import Fact

FileChanged = Callable[[Person, Sequence[FactChange], Actor, datetime], None]

FILE_CHANGED: Socket[FileChanged] = Socket("changed files", Takes.MANY)
"""Called with (person, changes, actor, now) once the changes are written; a death is one of them."""


AccountEnded = Callable[[Person, Actor, datetime], None]

ACCOUNT_ENDED: Socket[AccountEnded] = Socket("ended accounts of residents", Takes.MANY)
"""Called with (person, actor, now) when somebody died or moved away and signs in no more."""


def tell_file_changed(person: Person, changes: Sequence[FactChange], *, by: Actor, now: datetime) -> None:
    for follow in FILE_CHANGED:
        follow(person, changes, by, now)


def is_another_contact(change: FactChange) -> bool:
    """Whether somebody is reached elsewhere since."""
    return change.fact in CONTACTS


def is_death(change: FactChange) -> bool:
    """Whether somebody is known to have died since; not where one is taken back, or destroyed."""
    return change.fact is Fact.DEATH and change.after.get("death_known_on") is not None


def is_another_dong(change: FactChange) -> bool:
    """Whether somebody lives in another dong since."""
    return change.fact is Fact.ADDRESS and change.before["dong_code"] != change.after["dong_code"]
