"""What a hold keeps: the file, and whatever belongs to it in any table, as long as the hold lasts."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, false, func, or_, select

from portal.accounts.grants import residents_ever
from portal.audit.models import Step
from portal.db.base import Base
from portal.db.expiring import EXPIRING
from portal.db.inserting import table_of
from portal.privacy.belonging import HOUSEHOLD, belonging
from portal.privacy.retention.models import RetentionHold, holding
from portal.residents.helpers.models import Helping
from portal.residents.households.models import Household, Person


def held_households(day: date) -> Select[UUID]:
    """The files that are held on a day, with those that were joined to them."""
    held = select(RetentionHold.household_id).where(holding(day))
    return select(Household.id).where(or_(Household.id.in_(held), Household.joined_into_id.in_(held)))


def held_things(day: date) -> Select[UUID]:
    """The ids that the audit names of them: whoever asks for a file in court asks who saw it as well."""
    held = held_households(day)
    people = select(Person.id).where(Person.household_id.in_(held))
    things = select(Step.thing_id).where(Step.household_id.in_(held))
    return select(held.union(people, things).subquery().c[0])


def held_accounts(day: date) -> Select[UUID]:
    """The accounts that open a file that is held, of the person and of who helps, or acted on it as a resident.

    Nothing leads from somebody who died or moved to the account that ended then, but what was done by it. One that
    never acted is not found, and goes three years after it ended.
    """
    held = held_households(day)
    own = select(Person.user_id).where(Person.household_id.in_(held), Person.user_id.is_not(None))
    helpers = select(Helping.user_id).where(Helping.household_id.in_(held))
    acted = select(Step.by_id).where(Step.household_id.in_(held), Step.by_id.in_(residents_ever()))
    return select(own.union(helpers, acted).subquery().c[0])


def is_held(table: Table, day: date) -> ColumnElement[bool]:
    """SQL on a table, never NULL: the row belongs to a file that is held, or such rows stand on it."""
    return func.coalesce(or_(false(), *_held_by(table, HOUSEHOLD.c.id.in_(held_households(day)))), false())


def _held_by(table: Table, households: ColumnElement[bool]) -> Iterator[ColumnElement[bool]]:
    tables = Base.metadata.sorted_tables
    yield from belonging([table], households, within=tables).values()
    expiring = [table_of(each.model) for each in EXPIRING]
    keys = [key for child in expiring if child is not table for key in child.foreign_keys if key.column.table is table]
    theirs = belonging([key.parent.table for key in keys], households, within=tables)
    for key in keys:
        if key.parent.table in theirs:
            yield key.column.in_(select(key.parent).where(theirs[key.parent.table], key.parent.is_not(None)))
