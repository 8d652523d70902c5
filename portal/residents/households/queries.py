"""Reads of households and people."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from portal.core.errors import NotFound
from portal.extensions import db
from portal.residents.households.models import Household, Person
from portal.residents.households.rules import Search, SearchBy, tails_ending_in, understand_search

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


def person_of_user(user_id: UUID) -> Person | None:
    """The resident who signs in as this user."""
    return db.session.scalars(select(Person).where(Person.user_id == user_id)).one_or_none()


def likely_duplicates(
    name: str, birth_on: date, phone: str | None, *, excluding_person_id: UUID | None = None
) -> list[Person]:
    """People of whom two of name, birth date and telephone number agree; for staff only."""
    by_name = and_(Person.name == name, Person.birth_on == birth_on)
    alike = [by_name]
    if phone:
        alike += [
            and_(Person.phone == phone, Person.name == name),
            and_(Person.phone == phone, Person.birth_on == birth_on),
        ]
    statement = select(Person).join(Person.household).options(contains_eager(Person.household)).where(or_(*alike))
    if excluding_person_id is not None:
        statement = statement.where(Person.id != excluding_person_id)
    return list(db.session.scalars(statement.order_by(Person.created_at.desc(), Person.id).limit(FOUND_AT_MOST)))


def search_people(
    text: str, *, within: ColumnElement[bool] | None = None, limit: int = FOUND_AT_MOST
) -> Sequence[Person]:
    """People by name, initial consonants, telephone number or its end, or household number: one indexed query.

    `within` bounds it to the caller's scope, a condition on `Person` or `Household`; None is for those who see all.
    """
    statement = (
        select(Person)
        .join(Person.household)
        .options(contains_eager(Person.household))
        .where(matching(understand_search(text)))
        .order_by(Person.name, Person.id)
        .limit(limit)
    )
    return db.session.scalars(_within(statement, within)).all()


def _within(statement: Select[Person], within: ColumnElement[bool] | None) -> Select[Person]:
    return statement if within is None else statement.where(within)


def matching(search: Search) -> ColumnElement[bool]:
    """The condition on `Person` and its `Household` for a search; other lists filter by it, too."""
    match search.by:
        case SearchBy.NAME:
            return beginning_with(Person.name, search.text)
        case SearchBy.INITIALS:
            return beginning_with(Person.initials, search.text)
        case SearchBy.PHONE:
            return Person.phone == search.text
        case SearchBy.PHONE_TAIL:
            return Person.phone_tail.in_(tails_ending_in(search.text))
        case SearchBy.HOUSEHOLD_NUMBER:
            return Household.number == search.text
        case SearchBy.NOTHING:
            return false()


def beginning_with(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """A range instead of LIKE: an ordinary index answers it on both databases."""
    return and_(column >= text, column < text + _AFTER_ALL_TEXT)
