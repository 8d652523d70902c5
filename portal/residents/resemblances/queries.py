"""Reads of files that look alike; what was joined by another pair is not asked about."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.db.plain import plain
from portal.extensions import db
from portal.residents.households.care import is_cared_for
from portal.residents.households.models import Person
from portal.residents.households.queries import people_alike
from portal.residents.households.rules import may_be_one_person, shares_number
from portal.residents.resemblances.models import Resemblance
from portal.residents.resemblances.states import ResemblanceState

PAGE_SIZE = 20
_LATER, _EARLIER = aliased(Person), aliased(Person)
_WAITS = and_(
    Resemblance.state == plain(ResemblanceState.WAITING),
    _LATER.joined_into_id.is_(None),
    _EARLIER.joined_into_id.is_(None),
)


def _pairs() -> Select[Resemblance]:
    return (
        select(Resemblance)
        .join(_LATER, _LATER.id == Resemblance.person_id)
        .join(_EARLIER, _EARLIER.id == Resemblance.other_id)
        .options(
            joinedload(Resemblance.person).joinedload(Person.household),
            joinedload(Resemblance.other).joinedload(Person.household),
        )
    )


WAITING = (
    select(func.count())
    .select_from(Resemblance)
    .join(_LATER, _LATER.id == Resemblance.person_id)
    .join(_EARLIER, _EARLIER.id == Resemblance.other_id)
    .where(_WAITS)
)
"""How many pairs the office has to judge; stands in the menu."""


def waiting_pairs(page: int = 1) -> Page[Resemblance]:
    """What the office has to judge, the oldest first."""
    statement = _pairs().where(_WAITS).order_by(Resemblance.found_at, Resemblance.id)
    return page_of(db.session, statement, page, PAGE_SIZE)


def judged_pairs(*, limit: int = PAGE_SIZE) -> list[Resemblance]:
    """What was joined or kept apart last."""
    statement = _pairs().where(Resemblance.decided_at.is_not(None))
    return list(db.session.scalars(statement.order_by(Resemblance.decided_at.desc(), Resemblance.id).limit(limit)))


def get_resemblance(resemblance_id: UUID, *, viewer: Actor) -> Resemblance:
    viewer.require(Permission.PERSON_JOIN)
    found = db.session.scalars(_pairs().where(Resemblance.id == resemblance_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def pairs_of(person_id: UUID) -> list[Resemblance]:
    """Every pair that somebody is one of, the newest first."""
    one_of = or_(Resemblance.person_id == person_id, Resemblance.other_id == person_id)
    statement = _pairs().where(one_of).order_by(Resemblance.found_at.desc(), Resemblance.id.desc())
    return list(db.session.scalars(statement))


def waiting_pairs_of(person_id: UUID) -> list[Resemblance]:
    one_of = or_(Resemblance.person_id == person_id, Resemblance.other_id == person_id)
    return list(db.session.scalars(_pairs().where(_WAITS, one_of).order_by(Resemblance.found_at, Resemblance.id)))


def is_in_care(person: Person) -> bool:
    """Whether a higher feature cares for them now."""
    return db.session.scalar(select(Person.id).where(Person.id == person.id, is_cared_for())) is not None


def likely_the_same(pair: Resemblance, person_id: UUID) -> Person | None:
    """The other of two files that more than a number has in common."""
    if not pair.is_likely:
        return None
    return pair.other if pair.person_id == person_id else pair.person


def new_pairs_of(person: Person, now: datetime) -> list[Resemblance]:
    """Pairs of which nobody has heard yet; a file of somebody who is known by another name is one as well."""
    found = people_alike(person.identity, excluding_person_id=person.id)
    telling = [one for one in found if may_be_one_person(one.traits) or shares_number(one.traits)]
    if not telling:
        return []
    known = {frozenset((pair.person_id, pair.other_id)) for pair in pairs_of(person.id)}
    pairs = []
    for alike in telling:
        if frozenset((person.id, alike.person.id)) not in known:
            earlier, later = sorted((person, alike.person), key=lambda one: (one.created_at, one.id))
            traits = sorted(alike.traits)
            pairs.append(Resemblance(person=later, other=earlier, traits=traits, found_at=now))
    return pairs


def people_since(moment: datetime) -> list[Person]:
    """Whoever came in after `moment`."""
    came = (Person.created_at >= moment, Person.joined_into_id.is_(None))
    statement = select(Person).where(*came).options(joinedload(Person.household))
    return list(db.session.scalars(statement.order_by(Person.created_at, Person.id)))
