"""The list of households: filtered, sorted, one page at a time, at a cost that does not grow with their number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import due_by, overdue_at
from portal.coordinators.caseload.scope import cases_in_scope, open_cases_in_scope
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.desk.rules import ALL_STATES, Due, Filters, Sort
from portal.core.actors import Actor
from portal.core.paging import Page, clamp_page
from portal.core.permissions import Permission
from portal.db.numbers import Numbered
from portal.db.plain import plain
from portal.db.session import plain_rows
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.households.models import Household, Person
from portal.residents.households.queries import matching
from portal.residents.households.rules import understand_search

PAGE_SIZE = 50
_NOW_IN = func.coalesce(Household.joined_into_id, Household.id)
"""The file that goes on, where several were joined."""

HOUSEHOLDS = Numbered("household", Household.number, _NOW_IN, _NOW_IN)
COUNTED_AT_MOST = 500
"""The list is counted and paged no further: whoever seeks one of thousands narrows it instead."""

_SORTS = {
    Sort.CONTACT: CareCase.next_contact_on,
    Sort.NAME: Person.name,
    Sort.OPENED: CareCase.opened_at,
    Sort.NUMBER: Household.number,
}


def people_of(household_ids: Collection[UUID]) -> dict[UUID, Person]:
    """The person whom each household's case is about."""
    statement = select(Person).where(Person.household_id.in_(household_ids)).options(joinedload(Person.household))
    rows = db.session.scalars(statement.order_by(Person.created_at.desc(), Person.id.desc()))
    return {person.household_id: person for person in rows}


class CaseRow(NamedTuple):
    """One household in the list; name and phone are masked where they are shown."""

    id: UUID
    number: str
    dong_code: str
    name: str
    phone: str | None
    state: CaseState
    next_contact_on: date | None
    coordinator_id: UUID
    coordinator: str


@dataclass(frozen=True, slots=True)
class CaseList:
    """`has_more` tells that there are more than could be counted."""

    page: Page[CaseRow]
    has_more: bool


def cases_for(viewer: Actor, filters: Filters, page: int) -> CaseList:
    """The viewer's households and how many there are, in one statement; beyond the last page the last one."""
    viewer.require(Permission.HOUSEHOLD_READ)
    number = min(clamp_page(page), COUNTED_AT_MOST // PAGE_SIZE)
    statement = _statement if filters.text else _kept_statement
    found = plain_rows(statement(viewer, filters, number))
    if not found and number > 1:
        return cases_for(viewer, filters, cases_for(viewer, filters, 1).page.pages)
    total = found[0].counted if found else 0
    items = [CaseRow._make(row[:-1]) for row in found]
    return CaseList(Page(items, number, PAGE_SIZE, min(total, COUNTED_AT_MOST)), total > COUNTED_AT_MOST)


def _statement(viewer: Actor, filters: Filters, number: int) -> Select[*tuple[Any, ...]]:
    conditions = _conditions(viewer, filters)
    counted = _counted(conditions).label("counted")
    rows = _rows(conditions).add_columns(counted).order_by(*_order(filters))
    return rows.limit(plain(PAGE_SIZE)).offset(plain((number - 1) * PAGE_SIZE))


_kept_statement = lru_cache(maxsize=256)(_statement)
"""Building it takes as long as running it; with a text that was sought, which names people, none is kept."""


def _conditions(viewer: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    conditions = [cases_in_scope(viewer) if filters.state else open_cases_in_scope(viewer)]
    if filters.state and filters.state != ALL_STATES:
        conditions.append(CareCase.state == CaseState(filters.state))
    if filters.dong_code:
        of_dong = select(Household.id).where(Household.dong_code == filters.dong_code)
        conditions.append(CareCase.household_id.in_(of_dong))
    if filters.coordinator_id is not None:
        conditions.append(CareCase.coordinator_id == filters.coordinator_id)
    if filters.due is not None:
        conditions.append(_due(filters.due, filters.today))
    if filters.text:
        found = select(_NOW_IN).join(Person.household).where(matching(understand_search(filters.text)))
        conditions.append(or_(CareCase.household_id.in_(found), CareCase.household_id.in_(filters.households)))
    return conditions


def _due(due: Due, today: date) -> ColumnElement[bool]:
    if due is Due.OVERDUE:
        return overdue_at(today)
    return due_by(today if due is Due.TODAY else today + timedelta(days=6))


def _counted(conditions: list[ColumnElement[bool]]) -> ScalarSelect[int]:
    """How many fulfil the conditions; counts one further than the list goes."""
    some = select(CareCase.id).where(*conditions).limit(plain(COUNTED_AT_MOST + 1)).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _rows(
    conditions: list[ColumnElement[bool]],
) -> Select[UUID, str, str, str, str | None, CaseState, date | None, UUID, str]:
    return (
        select(
            CareCase.household_id,
            Household.number,
            Household.dong_code,
            Person.name,
            Person.phone,
            CareCase.state,
            CareCase.next_contact_on,
            CareCase.coordinator_id,
            User.name,
        )
        .join(CareCase.household)
        .join(CareCase.application)
        .join(Person, Person.id == Application.person_id)
        .join(CareCase.coordinator)
        .where(*conditions)
    )


def _order(filters: Filters) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Households without a next contact stand last, so that one index serves both directions."""
    column = _SORTS[filters.sort]
    if filters.backwards:
        return column.desc().nulls_first(), CareCase.id.desc()
    return column.asc().nulls_last(), CareCase.id.asc()
