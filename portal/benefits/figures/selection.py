"""Which charges a figure counts: one selection gives the figure and the rows behind it."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, extract, func, select

from portal.benefits.figures.models import MonthRow
from portal.benefits.figures.rules import month_bounds, year_bounds
from portal.benefits.figures.states import Dimension
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeState
from portal.residents.households.models import Household, Person

Key = UUID | str | int | None
DONG = func.coalesce(MonthRow.dong_code, Household.dong_code)
"""Where the person lived when the month was closed; before that, where they live now."""
MONTH = cast(extract("month", Charge.service_on), Integer)
KEYS: dict[Dimension, ColumnElement[Any]] = {
    Dimension.PROGRAMME: Charge.programme_id.expression,
    Dimension.SERVICE: Charge.service_id.expression,
    Dimension.ORGANISATION: Charge.organisation_id.expression,
    Dimension.DONG: DONG,
    Dimension.MONTH: MONTH,
}

FIELDS = {dimension: f"{dimension}_id" for dimension in Dimension} | {
    Dimension.DONG: "dong_code",
    Dimension.MONTH: "month",
}


@dataclass(frozen=True)
class Selection:
    """A year and what it is narrowed to; `self_paid` are the charges that no programme pays."""

    year: int
    month: int | None = None
    programme_id: UUID | None = None
    self_paid: bool = False
    service_id: UUID | None = None
    organisation_id: UUID | None = None
    dong_code: str = ""

    @property
    def bounds(self) -> tuple[date, date]:
        """The first and the last day."""
        return year_bounds(self.year) if self.month is None else month_bounds(date(self.year, self.month, 1))

    def narrowed(self, dimension: Dimension, key: Key) -> "Selection":
        """The part of this selection that one row of a figure stands for."""
        part: dict[str, Any] = {FIELDS[dimension]: key}
        if dimension == Dimension.PROGRAMME:
            part["self_paid"] = key is None
        return replace(self, **part)

    def arguments(self) -> dict[str, Any]:
        """What an address says of it, without what it does not narrow."""
        told = {name.removesuffix("_id").removesuffix("_code"): value for name, value in asdict(self).items() if value}
        if told.pop("self_paid", False):
            told["programme"] = SELF_PAID
        return told


SELF_PAID = "self"
"""Stands in an address for the charges that no programme pays."""


def conditions(selection: Selection, state: ChargeState | None = None) -> ColumnElement[bool]:
    """SQL on `Charge`, within `charges()`."""
    first, last = selection.bounds
    found = [Charge.service_on >= first, Charge.service_on <= last]
    if state is not None:
        found.append(Charge.state == state)
    if selection.self_paid:
        found.append(Charge.programme_id.is_(None))
    columns = {"programme_id": Charge.programme_id, "service_id": Charge.service_id}
    columns["organisation_id"] = Charge.organisation_id
    found += [column == value for name, column in columns.items() if (value := getattr(selection, name)) is not None]
    if selection.dong_code:
        found.append(DONG.in_([selection.dong_code]))
    return and_(*found)


def charges(*columns: Any) -> Select[Any]:
    """SELECT … FROM charge with the person, the household, and the row with which its month was closed."""
    closing = and_(MonthRow.charge_id == Charge.id, MonthRow.restatement_id.is_(None))
    joined = select(*columns).select_from(Charge).join(Charge.person).join(Person.household)
    return joined.outerjoin(MonthRow, closing)
