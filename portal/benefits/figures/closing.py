"""How the months of a year stand: what each was closed with, what it says now, and what changed since it was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, extract, func, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.benefits.figures.models import ClosedMonth, MonthRow, Restatement
from portal.benefits.figures.queries import IS_SPENT, PAGE_SIZE, spending_by
from portal.benefits.figures.rules import LAST_MONTH, month_bounds, year_bounds
from portal.benefits.figures.selection import DONG, FIELDS, Key, Selection, charges, conditions
from portal.benefits.figures.states import Dimension, MonthState
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeState
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.db.paged import page_of
from portal.extensions import db
from portal.residents.households.models import Person

MONEY = ("cases", "amount", "own_share", "support")
PARTS = (Dimension.PROGRAMME, Dimension.SERVICE, Dimension.ORGANISATION, Dimension.DONG)
WHOSE = ("charge_id", "person_id", "programme_id", "service_id", "organisation_id", "service_on")


@dataclass(frozen=True)
class Stated:
    """What rows of closed months add up to, in won."""

    cases: int = 0
    people: int = 0
    amount: int = 0
    own_share: int = 0
    support: int = 0


@dataclass(frozen=True)
class MonthStanding:
    """One month of a year: as it was closed, as it is told now, and what its charges say."""

    month: date
    state: MonthState
    closed: ClosedMonth | None
    at_closing: Stated
    told: Stated
    now: Stated
    changes: int

    @property
    def restated(self) -> int:
        """Support in won that restatements added to what was closed."""
        return self.told.support - self.at_closing.support

    @property
    def untold(self) -> int:
        """Support in won that changed and was not restated yet."""
        return self.now.support - self.told.support


@dataclass(frozen=True)
class Change:
    """What a charge says more (or, negative, less) than the closed month; programme, service and member as `Charge`."""

    closed_month_id: UUID
    charge_id: UUID
    person_id: UUID
    programme_id: UUID | None
    service_id: UUID
    organisation_id: UUID
    service_on: date
    dong_code: str
    cases: int
    amount: int
    own_share: int
    support: int


def closed_month(month: date) -> ClosedMonth | None:
    """The closing of the month that begins on `month`, with its restatements."""
    return db.session.scalar(_closings().where(ClosedMonth.month == month))


def get_closed_month(month: date) -> ClosedMonth:
    """Raises `NotFound` for a month that is not closed."""
    found = closed_month(month)
    if found is None:
        raise NotFound
    return found


def closed_month_by_id(closed_month_id: UUID) -> ClosedMonth | None:
    return db.session.get(ClosedMonth, closed_month_id)


def _closings() -> Select[ClosedMonth]:
    told = selectinload(ClosedMonth.restatements).joinedload(Restatement.restated_by)
    rows = selectinload(ClosedMonth.restatements).selectinload(Restatement.rows)
    return select(ClosedMonth).options(joinedload(ClosedMonth.closed_by), told, rows)


def standings(year: int, today: date) -> list[MonthStanding]:
    """The months of `year` with something to tell; those that have not begun are left out."""
    closings = {row.month: row for row in db.session.scalars(_closings().where(_in_year(year)))}
    at_closing, told = _stated_by_month(year, closing_only=True), _stated_by_month(year)
    now = {int(str(row.key)): row for row in spending_by(Dimension.MONTH, Selection(year))}
    changed = changes_by_month(list(closings.values()))
    found = []
    for number in range(1, LAST_MONTH + 1):
        month = date(year, number, 1)
        if month > today:
            break
        closed, row = closings.get(month), now.get(number)
        if closed is None and row is None and month_bounds(month)[1] < today:
            continue
        changes = changed.get(closed.id, 0) if closed else 0
        found.append(
            MonthStanding(
                month,
                month_state(month, today, is_closed=closed is not None, is_changed=changes > 0),
                closed,
                at_closing.get(month, Stated()),
                told.get(month, Stated()),
                Stated(row.cases, row.people, row.amount, row.own_share, row.support) if row else Stated(),
                changes,
            )
        )
    return found


def standing_of(month: date, today: date) -> MonthStanding:
    """How one month stands; raises `NotFound` for one with nothing to tell."""
    found = next((each for each in standings(month.year, today) if each.month == month), None)
    if found is None:
        raise NotFound
    return found


def month_state(month: date, today: date, *, is_closed: bool, is_changed: bool) -> MonthState:
    if is_closed:
        return MonthState.CHANGED if is_changed else MonthState.CLOSED
    return MonthState.RUNNING if month_bounds(month)[1] >= today else MonthState.TO_CLOSE


def _in_year(year: int) -> ColumnElement[bool]:
    first, last = year_bounds(year)
    return and_(ClosedMonth.month >= first, ClosedMonth.month <= last)


def _stated_by_month(year: int, *, closing_only: bool = False) -> dict[date, Stated]:
    persons = _sums_of_persons(ClosedMonth.month.label("key"), _in_year(year), closing_only=closing_only)
    return {key: stated for key, stated in _add_up(persons).items() if isinstance(key, date)}


def stated_by(dimension: Dimension, closed: ClosedMonth) -> dict[Key, Stated]:
    """What a closed month is told to have spent, restatements counted, by programme, service, member or dong."""
    key = getattr(MonthRow, FIELDS[dimension]).label("key")
    return _add_up(_sums_of_persons(key, MonthRow.closed_month_id == closed.id))


def _sums_of_persons(key: ColumnElement[Any], wanted: ColumnElement[bool], *, closing_only: bool = False) -> Subquery:
    """A row a person and key, so that somebody whose rows were all taken back is not counted."""
    sums = [func.sum(getattr(MonthRow, name)).label(name) for name in MONEY]
    query = select(key, *sums).join(ClosedMonth, ClosedMonth.id == MonthRow.closed_month_id).where(wanted)
    if closing_only:
        query = query.where(MonthRow.restatement_id.is_(None))
    return query.group_by(key, MonthRow.person_id).subquery()


def _add_up(persons: Subquery) -> dict[Any, Stated]:
    column = persons.c
    people = func.sum(case((column.cases > 0, 1), else_=0))
    query = select(
        column.key, func.sum(column.cases), people, *(func.sum(column[name]) for name in MONEY[1:])
    ).group_by(column.key)
    return {key: Stated(*map(int, sums)) for key, *sums in db.session.execute(query)}


def changes_by_month(closings: Sequence[ClosedMonth]) -> dict[UUID, int]:
    """How many rows of each closed month are not what its charges say now."""
    if not closings:
        return {}
    difference = _differences(closings).subquery()
    query = select(difference.c.closed_month_id, func.count()).group_by(difference.c.closed_month_id)
    return dict(db.session.execute(query).all())


def changes_of(closed: ClosedMonth) -> list[Change]:
    """What a restatement of the month would write, by day."""
    difference = _differences([closed]).subquery()
    query = (
        charges(*difference.c, DONG.label("dong_code"))
        .join(difference, difference.c.charge_id == Charge.id)
        .order_by(difference.c.service_on, difference.c.charge_id, difference.c.cases)
    )
    return [Change(**row) for row in db.session.execute(query).mappings()]


def _differences(closings: Sequence[ClosedMonth]) -> Select[Any]:
    """The charges of the months less the rows of their closings; what is left was changed since."""
    months = [closing.month for closing in closings]
    present = (
        select(
            ClosedMonth.id.label("closed_month_id"),
            Charge.id.label("charge_id"),
            *(getattr(Charge, name) for name in WHOSE[1:]),
            case((IS_SPENT, 1)).label("cases"),
            *(getattr(Charge, name) for name in MONEY[1:]),
        )
        .join(ClosedMonth, _same_month())
        .where(IS_SPENT, ClosedMonth.id.in_([closing.id for closing in closings]))
        .where(Charge.service_on >= min(months), Charge.service_on <= month_bounds(max(months))[1])
    )
    row = aliased(MonthRow)
    stated = select(
        row.closed_month_id,
        *(getattr(row, name) for name in WHOSE),
        *((-getattr(row, name)).label(name) for name in MONEY),
    ).where(row.closed_month_id.in_([closing.id for closing in closings]))
    both = union_all(present, stated).subquery()
    whose = [both.c[name] for name in ("closed_month_id", *WHOSE)]
    sums = {name: func.sum(both.c[name]) for name in MONEY}
    left = select(*whose, *(total.label(name) for name, total in sums.items())).group_by(*whose)
    return left.having(or_(*(total != 0 for total in sums.values())))


def _same_month() -> ColumnElement[bool]:
    return and_(
        extract("year", Charge.service_on) == extract("year", ClosedMonth.month),
        extract("month", Charge.service_on) == extract("month", ClosedMonth.month),
    )


def rows_to_close(month: date) -> list[dict[str, Any]]:
    """What a closing of `month` keeps of each of its charges."""
    first, last = month_bounds(month)
    columns = (Charge.id.label("charge_id"), *(getattr(Charge, name) for name in (*WHOSE[1:], *MONEY[1:])))
    query = charges(*columns, DONG.label("dong_code")).where(
        IS_SPENT, Charge.service_on >= first, Charge.service_on <= last
    )
    return [{**row, "cases": 1} for row in db.session.execute(query).mappings()]


def booked_in(month: date) -> int:
    """Visits of the month that are neither recorded nor ended yet."""
    booked = conditions(Selection(month.year, month.month), ChargeState.HELD)
    return db.session.scalar(charges(func.count()).where(booked)) or 0


def rows_told(closed: ClosedMonth, selection: Selection, number: int) -> Page[MonthRow]:
    """The rows with which a closed month is told, restatements among them, by day."""
    narrowed = {FIELDS[dimension]: getattr(selection, FIELDS[dimension]) for dimension in PARTS}
    wanted = [MonthRow.closed_month_id == closed.id]
    wanted += [getattr(MonthRow, field) == value for field, value in narrowed.items() if value]
    if selection.self_paid:
        wanted.append(MonthRow.programme_id.is_(None))
    charge = joinedload(MonthRow.charge)
    query = (
        select(MonthRow)
        .where(*wanted)
        .options(
            charge.joinedload(Charge.person).joinedload(Person.household),
            charge.joinedload(Charge.service),
            charge.joinedload(Charge.organisation),
            joinedload(MonthRow.programme),
            joinedload(MonthRow.restatement),
        )
        .order_by(MonthRow.service_on, MonthRow.charge_id, MonthRow.id)
    )
    return page_of(db.session, query, number, PAGE_SIZE)
