"""What was spent, by what it may be told apart, against the budget, and the very charges behind each figure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, extract, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.benefits.figures import rules
from portal.benefits.figures.models import Budget
from portal.benefits.figures.selection import KEYS, Key, Selection, charges, conditions
from portal.benefits.figures.states import Dimension
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeState
from portal.benefits.programmes.models import Programme
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.core.errors import NotFound
from portal.core.paging import Page, page_within
from portal.extensions import db
from portal.residents.households.models import Person

PAGE_SIZE = 50
IS_SPENT = Charge.state == ChargeState.COMMITTED
IS_BOOKED = Charge.state == ChargeState.HELD


@dataclass(frozen=True)
class Spending:
    """What a selection adds up to, in won; `booked` is the support of visits that are still to come or to be recorded.

    `people` are distinct persons with something spent: those of several rows do not add up to those of the whole.
    """

    key: Key
    cases: int
    people: int
    amount: int
    own_share: int
    support: int
    booked: int


@dataclass(frozen=True)
class ProgrammeYear:
    """A programme's year against its budget, in won."""

    programme: Programme
    budget: Budget | None
    spending: Spending
    forecast: int

    @property
    def planned(self) -> int | None:
        return self.budget.amount if self.budget else None

    @property
    def used_percent(self) -> int | None:
        return rules.percent(self.spending.support, self.planned)

    @property
    def forecast_percent(self) -> int | None:
        return rules.percent(self.forecast, self.planned)


NOTHING = Spending(None, 0, 0, 0, 0, 0, 0)


def _sums() -> tuple[ColumnElement[Any], ...]:
    def spent(column: Any) -> ColumnElement[Any]:
        return func.coalesce(func.sum(case((IS_SPENT, column), else_=0)), 0)

    return (
        spent(1),
        func.count(case((IS_SPENT, Charge.person_id)).distinct()),
        spent(Charge.amount),
        spent(Charge.own_share),
        spent(Charge.support),
        func.coalesce(func.sum(case((IS_BOOKED, Charge.support), else_=0)), 0),
    )


def spending_by(dimension: Dimension, selection: Selection) -> list[Spending]:
    """One row for each programme, service, co-operative, dong or month with something spent or booked.

    The most spent first; months in their order.
    """
    key = KEYS[dimension]
    query = charges(key, *_sums()).where(conditions(selection)).group_by(key)
    found = [Spending(first, *map(int, sums)) for first, *sums in db.session.execute(query)]
    used = [row for row in found if row.cases or row.booked]
    if dimension is Dimension.MONTH:
        return sorted(used, key=lambda row: int(str(row.key)))
    return sorted(used, key=lambda row: (-row.support, -row.amount, -row.booked, str(row.key)))


def spending_of(selection: Selection) -> Spending:
    """The whole of a selection."""
    sums = db.session.execute(charges(*_sums()).where(conditions(selection))).one()
    return Spending(None, *map(int, sums))


def names_of(dimension: Dimension, keys: list[Key]) -> dict[Key, str]:
    """What the rows of a figure are called, for those that are kept as rows themselves."""
    named: dict[Dimension, type[Programme | Service | Organisation]] = {
        Dimension.PROGRAMME: Programme,
        Dimension.SERVICE: Service,
        Dimension.ORGANISATION: Organisation,
    }
    table = named.get(dimension)
    if table is None:
        return {}
    return dict(db.session.execute(select(table.id, table.name).where(table.id.in_(keys))).all())


def short_names_of(dimension: Dimension, keys: list[Key]) -> dict[Key, str]:
    """What members are called where there is little room; the rows of other figures have one name."""
    if dimension is not Dimension.ORGANISATION:
        return {}
    found = select(Organisation.id, Organisation.short_name).where(Organisation.id.in_(keys))
    return dict(db.session.execute(found).all())


def rows_behind(selection: Selection, state: ChargeState, number: int) -> Page[Charge]:
    """The charges that a figure counts, by day; as many as its `cases` when they are spent."""
    wanted = conditions(selection, state)
    total = db.session.scalar(charges(func.count()).where(wanted)) or 0
    number = page_within(number, PAGE_SIZE, total)
    query = (
        charges(Charge)
        .where(wanted)
        .options(
            contains_eager(Charge.person).contains_eager(Person.household),
            joinedload(Charge.service),
            joinedload(Charge.organisation),
            joinedload(Charge.programme),
        )
        .order_by(Charge.service_on, Charge.starts_at, Charge.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page(list(db.session.scalars(query)), number, PAGE_SIZE, total)


def budgets_of(year: int) -> dict[UUID, Budget]:
    """The budget in force of each programme that has one for `year`."""
    query = select(Budget).where(Budget.year == year).order_by(Budget.set_at, Budget.id)
    return {budget.programme_id: budget for budget in db.session.scalars(query)}


def budgets_set(programme_id: UUID, year: int) -> list[Budget]:
    """Every budget that was ever set for a programme and year, the last first."""
    query = select(Budget).where(Budget.programme_id == programme_id, Budget.year == year)
    last_first = query.options(joinedload(Budget.set_by)).order_by(Budget.set_at.desc(), Budget.id.desc())
    return list(db.session.scalars(last_first))


def programme_years(year: int, today: date) -> list[ProgrammeYear]:
    """Each programme with a budget, something spent or something booked in `year`, in the order of the programmes."""
    budgets = budgets_of(year)
    spent = {row.key: row for row in spending_by(Dimension.PROGRAMME, Selection(year))}
    paces = _paces(year, today)
    left = rules.days_left(year, today)
    return [
        ProgrammeYear(
            programme,
            budgets.get(programme.id),
            row := spent.get(programme.id, NOTHING),
            rules.year_end_forecast(row.support, row.booked, paces.get(programme.id, rules.Pace(0, 0)), left),
        )
        for programme in all_programmes()
        if programme.id in budgets or programme.id in spent
    ]


def _paces(year: int, today: date) -> dict[UUID | None, rules.Pace]:
    """How fast each programme has been spending lately."""
    first, last = rules.year_bounds(year)
    since = min(today, last) - timedelta(days=rules.PACE_DAYS - 1)
    lately = and_(Charge.service_on >= since, Charge.service_on <= today)
    query = (
        select(
            Charge.programme_id,
            func.coalesce(func.sum(case((lately, Charge.support), else_=0)), 0),
            func.min(Charge.service_on),
        )
        .where(IS_SPENT, Charge.service_on >= first, Charge.service_on <= last)
        .group_by(Charge.programme_id)
    )
    return {
        programme_id: rules.Pace(int(amount), rules.pace_days(year, today, begun))
        for programme_id, amount, begun in db.session.execute(query)
    }


def all_programmes() -> list[Programme]:
    return list(db.session.scalars(select(Programme).order_by(Programme.position, Programme.name)))


def programme_by_id(programme_id: UUID) -> Programme:
    """Raises `NotFound`."""
    programme = db.session.get(Programme, programme_id)
    if programme is None:
        raise NotFound
    return programme


def years(today: date) -> list[int]:
    """The years of which there is something to tell, the latest first; this one always."""
    year = extract("year", Charge.service_on)
    told = {int(each) for each in db.session.scalars(select(year).distinct())}
    return sorted(told | {today.year}, reverse=True)
