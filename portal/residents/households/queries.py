"""Reads of households and people."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, false, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from portal.accounts.models import User
from portal.accounts.rules import contact_to_sign_in
from portal.audit.models import Step
from portal.core.actors import Actor
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.names import name_key
from portal.core.series import Series
from portal.extensions import db
from portal.residents.households.changes import is_death
from portal.residents.households.models import FactChange, Household, Person
from portal.residents.households.rules import (
    TAIL_LENGTH,
    Identity,
    Search,
    SearchBy,
    may_be_one_person,
    tails_ending_in,
    traits_in_common,
)
from portal.residents.households.scope import households_in_scope, require_scope
from portal.residents.households.states import Fact, Trait

FOUND_AT_MOST = 20
_AFTER_ALL_TEXT = "\U0010ffff"


def get_household(household_id: UUID) -> Household:
    household = db.session.get(Household, household_id)
    if household is None:
        raise NotFound
    return household


def get_person(person_id: UUID) -> Person:
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def is_known_dead(person_id: UUID) -> bool:
    person = db.session.get(Person, person_id)
    return person is not None and person.death_known_on is not None


def is_cared_for(person: Person) -> bool:
    """Whether the care of the household is about this one of those who live there."""
    return person.household.person.id == person.id


def death_of(person_id: UUID) -> FactChange | None:
    """The newest record of a death, taken back or not."""
    told = select(FactChange).where(FactChange.person_id == person_id, FactChange.fact == Fact.DEATH)
    newest_first = db.session.scalars(told.order_by(FactChange.at.desc(), FactChange.id.desc()))
    return next(filter(is_death, newest_first), None)


def ended_with(death: FactChange) -> Sequence[Step]:
    """What the record of a death ended: the steps that were taken in the same moment by the same hand."""
    same = (Step.household_id == death.household_id, Step.at == death.at, Step.by_id == death.by_id)
    return db.session.scalars(select(Step).where(*same).order_by(Step.id)).all()


def person_of_user(user_id: UUID) -> Person | None:
    """The resident who signs in as this user."""
    return db.session.scalars(select(Person).where(Person.user_id == user_id)).one_or_none()


def has_account_by(name: str, phone: str | None, email: str | None) -> bool:
    """Whether somebody of this name signs in by the contact already."""
    contact = contact_to_sign_in(phone, email)
    same_contact = User.phone == contact.phone if contact.phone else User.email == contact.email
    found = (
        select(Person.id).join(User, User.id == Person.user_id).where(same_contact, Person.name_key == name_key(name))
    )
    return db.session.scalar(found.limit(1)) is not None


def shares_phone(person: Person) -> bool:
    """Whether somebody else has the same telephone number."""
    others = select(Person.id).where(Person.phone == person.phone, Person.id != person.id).limit(1)
    return db.session.scalar(others) is not None


def knows_birth(user_id: UUID, birth_on: date) -> bool:
    """Whether this is the birth date of whoever signs in as the user; true for whoever has no file."""
    person = person_of_user(user_id)
    return person is None or person.birth_on == birth_on


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody on file and what they have in common with somebody who may be the same person."""

    person: Person
    traits: frozenset[Trait]


def people_alike(identity: Identity, *, excluding_person_id: UUID | None = None) -> list[Alike]:
    """Whoever may be the same person or has the same number, the likeliest first, then the newest; for staff only."""
    statement = (
        select(Person)
        .join(Person.household)
        .options(contains_eager(Person.household))
        .where(Person.joined_into_id.is_(None), Person.id.in_(_meeting(identity)))
    )
    if excluding_person_id is not None:
        statement = statement.where(Person.id != excluding_person_id)
    order = (_unlikeness(identity), Person.created_at.desc(), Person.id)
    found = db.session.scalars(statement.order_by(*order).limit(FOUND_AT_MOST))
    return [Alike(person, traits_in_common(identity, person.identity)) for person in found]


def _unlikeness(identity: Identity) -> ColumnElement[int]:
    """A welfare office's number, or a house of many, must not hide whoever has the name and the birth date as well."""
    same_name, same_birth = Person.name_key == identity.name_key, Person.birth_on == identity.birth_on
    return case((and_(same_name, same_birth), 0), (same_name, 1), (same_birth, 2), else_=3)


def _meeting(identity: Identity) -> CompoundSelect[UUID]:
    """Whom two traits recognise, or a number alone: an index answers each, one condition for all reads everybody."""
    same_name, same_birth = Person.name_key == identity.name_key, Person.birth_on == identity.birth_on
    alike = [select(Person.id).where(same_name, same_birth)]
    if identity.phone:
        alike.append(select(Person.id).where(Person.phone == identity.phone))
    if identity.address_key:
        lives_there = select(Person.id).join(Person.household).where(Household.address_key == identity.address_key)
        alike.append(lives_there.where(or_(same_name, same_birth)))
    return union(*alike)


def likely_duplicates(identity: Identity, *, excluding_person_id: UUID | None = None) -> list[Alike]:
    """Those of them of whom two traits agree."""
    found = people_alike(identity, excluding_person_id=excluding_person_id)
    return [one for one in found if may_be_one_person(one.traits)]


def matching(search: Search) -> ColumnElement[bool]:
    """The condition on `Person` and its `Household` for a search; an index answers each."""
    match search.by:
        case SearchBy.NAME:
            key = name_key(search.text)
            return or_(beginning_with(Person.name_key, key), beginning_with(Person.given_name_key, key))
        case SearchBy.INITIALS:
            return beginning_with(Person.initials, search.text)
        case SearchBy.PHONE:
            return Person.phone == search.text
        case SearchBy.PHONE_END:
            return phone_ending_in(search.phone_end)
        case SearchBy.NUMBER:
            of_household = search.typed is None or search.typed.series in (None, Series.HOUSEHOLD)
            by_number = Household.number == search.text if of_household else false()
            return or_(by_number, phone_ending_in(search.phone_end)) if search.phone_end else by_number
        case SearchBy.NOTHING:
            return false()


def phone_ending_in(digits: str) -> ColumnElement[bool]:
    """An index on the last four digits answers it; of more than four, what it found is compared in full."""
    if len(digits) <= TAIL_LENGTH:
        return Person.phone_tail.in_(tails_ending_in(digits))
    return and_(Person.phone_tail == digits[-TAIL_LENGTH:], Person.phone.endswith(digits, autoescape=True))


def beginning_with(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """A range instead of LIKE: an ordinary index answers it on both databases."""
    return and_(column >= text, column < text + _AFTER_ALL_TEXT)


def changes_of(household_id: UUID) -> list[FactChange]:
    """Everything that ever changed in the file and in those that were joined to it, the newest first."""
    files = select(Household.id).where(or_(Household.id == household_id, Household.joined_into_id == household_id))
    statement = select(FactChange).where(FactChange.household_id.in_(files))
    return list(db.session.scalars(statement.order_by(FactChange.at.desc(), FactChange.id.desc())))


def news_of(household_id: UUID) -> list[FactChange]:
    """What the person changed and nobody of the staff has looked at, the oldest first."""
    statement = select(FactChange).where(FactChange.household_id == household_id, IS_NEWS)
    return list(db.session.scalars(statement.order_by(FactChange.at, FactChange.id)))


NEWS_AT_MOST = 50


def news_for(viewer: Actor) -> Sequence[FactChange]:
    """The news of all households in scope, the oldest first."""
    return _news(viewer, IS_NEWS)


def news_among(ids: Collection[UUID], *, viewer: Actor) -> Sequence[FactChange]:
    """Those of `ids` that the person told, of households in scope; somebody may have looked at them."""
    return _news(viewer, FactChange.id.in_(ids), FactChange.told_by_person.is_(True))


def _news(viewer: Actor, *conditions: ColumnElement[bool]) -> Sequence[FactChange]:
    told = select(FactChange).join(Household, Household.id == FactChange.household_id)
    told = told.where(households_in_scope(viewer), *conditions).options(joinedload(FactChange.person))
    return db.session.scalars(told.order_by(FactChange.at, FactChange.id).limit(NEWS_AT_MOST)).all()


def get_news(change_id: UUID, *, viewer: Actor) -> FactChange:
    """A change that the person told, of a household in scope."""
    change = db.session.get(FactChange, change_id)
    if change is None or not change.told_by_person:
        raise NotFound
    require_scope(change.household_id, viewer)
    return change


IS_NEWS = and_(FactChange.told_by_person, FactChange.seen_at.is_(None))


def traces() -> Iterator[Trace]:
    """What residents are known by, with those whom to call for them."""
    key = func.coalesce(Person.user_id, Person.id)
    known = select(key, Person.name, Person.phone, Household.address, Person.birth_on).join(Person.household)
    for person in db.session.execute(known):
        yield Trace(*person)
    for other in db.session.execute(select(Household.emergency_name, Household.emergency_phone).distinct()):
        yield Trace(None, *other)


def people_of(household_id: UUID) -> Select[UUID]:
    """The ids of those who belong to a household, as a statement."""
    return select(Person.id).where(Person.household_id == household_id)
