"""How what belongs to a file comes to another one, and goes back: each feature carries what is its own."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select

from portal.core import clock
from portal.core.actors import Actor
from portal.core.messages import N_
from portal.core.sockets import Socket, Takes
from portal.extensions import db
from portal.residents.households.actions import end_account_of, kept_fact, open_account_of, write_facts
from portal.residents.households.models import FactChange, Household, Person
from portal.residents.households.rules import kept_value, read_kept
from portal.residents.households.states import Fact

TAKEN_OVER = N_("같은 분의 다른 파일에서 가져왔습니다.")
GIVEN_BACK = N_("합친 것을 되돌렸습니다.")
FACTS, FOLLOWING = "facts", "households"


@dataclass
class Joining:
    """One file that comes to another one, or goes back; `carried` notes what came, by kind, as it is kept."""

    gone: Person
    kept: Person
    actor: Actor
    now: datetime
    carried: dict[str, list[str]] = field(default_factory=dict)

    def note(self, what: str, ids: Iterable[UUID]) -> None:
        self.carried[what] = [str(each) for each in ids]

    def noted(self, what: str) -> list[UUID]:
        return [UUID(each) for each in self.carried.get(what, ())]


Carry = Callable[[Joining], None]


@dataclass(frozen=True)
class Carrier:
    """`refuse` raises `Conflict` before anything is carried."""

    carry: Carry
    give_back: Carry
    refuse: Carry | None = None


CARRIERS: Socket[Carrier] = Socket("what comes along when two files are joined", Takes.MANY)
"""Carried in the order in which the features are installed, given back in the opposite one."""


class OfPerson(Protocol):
    """A row that belongs to a person."""

    id: Any
    person_id: Any


def point_to(rows: Iterable[OfPerson], person: Person) -> list[UUID]:
    """Let rows belong to `person`; answers their ids."""
    moved = []
    for row in rows:
        row.person_id = person.id
        moved.append(row.id)
    return moved


def join_files(joining: Joining, facts: Collection[Fact]) -> None:
    """The file that goes points to the one that stays, which takes `facts` from it; its account ends.

    Nobody knows yet who holds the number of that account. Whatever had come to it earlier follows.
    """
    gone, kept = joining.gone, joining.kept
    end_account_of(gone, actor=joining.actor, now=joining.now)
    following = db.session.scalars(select(Household).where(Household.joined_into_id == gone.household_id)).all()
    for household in (gone.household, *following):
        household.joined_into_id = kept.household_id
    gone.joined_into_id = kept.id
    joining.note(FOLLOWING, (household.id for household in following))
    db.session.flush()
    told = {fact: kept_fact(gone, fact) for fact in facts}
    changed = _write(joining, told, TAKEN_OVER)
    joining.note(FACTS, (change.id for change in changed))


def part_files(joining: Joining) -> None:
    """Both stand alone again; what was taken over goes back where nobody has changed it since."""
    gone, kept = joining.gone, joining.kept
    taken = db.session.scalars(select(FactChange).where(FactChange.id.in_(joining.noted(FACTS)))).all()
    _write(joining, {one.fact: _before(one) for one in taken if _still_holds(kept, one)}, GIVEN_BACK)
    following = select(Household).where(Household.id.in_(joining.noted(FOLLOWING)))
    for household in db.session.scalars(following):
        household.joined_into_id = gone.household_id
    gone.joined_into_id = gone.household.joined_into_id = None
    open_account_of(gone, now=joining.now)
    db.session.flush()


def _write(joining: Joining, told: Mapping[Fact, Mapping[str, Any]], reason: str) -> list[FactChange]:
    return write_facts(
        joining.kept,
        told,
        from_on=clock.day_of(joining.now),
        reason=reason,
        actor=joining.actor,
        now=joining.now,
        keeps_way_in=True,
    )


def _before(change: FactChange) -> dict[str, Any]:
    return {column: read_kept(column, value) for column, value in change.before.items()}


def _still_holds(person: Person, change: FactChange) -> bool:
    return {column: kept_value(value) for column, value in kept_fact(person, change.fact).items()} == change.after
