"""Which line of an approved statement stands for a charge today, as SQL and as values."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased

from portal.benefits.ledger.models import Charge
from portal.benefits.settlement.models import Statement, StatementLine
from portal.benefits.settlement.rules import Values
from portal.benefits.settlement.states import FROZEN, LineKind
from portal.extensions import db

VALUE_NAMES = Values._fields
NAMES = (
    "id", "charge_id", "person_id", "masked_name", "service_name", "programme_name", "starts_at", "ends_at", "outcome",
)  # fmt: skip
"""What a line tells beside its values."""

SOME = 500
"""Ids asked for at once: both databases bound how many values a statement may carry."""


def is_standing(line: type[StatementLine] = StatementLine) -> ColumnElement[bool]:
    """The line counts, is no reversal, and no approved statement takes it back; what a draft says holds nothing yet."""
    reversal, taking_back = aliased(StatementLine), aliased(Statement)
    is_taken_back = exists().where(
        reversal.corrects_id == line.id,
        reversal.statement_id == taking_back.id,
        taking_back.state.in_(FROZEN),
    )
    return and_(line.held.is_(False), line.kind != LineKind.REVERSAL, ~is_taken_back)


def says_the_same(line: type[StatementLine] = StatementLine) -> ColumnElement[bool]:
    """The line says what its charge, in the same query, says."""
    return and_(*(getattr(line, name).is_not_distinct_from(getattr(Charge, name)) for name in VALUE_NAMES))


def values_of(thing: Any) -> Values:
    """The values of a charge, of a line or of a row that names them so."""
    return Values(*(getattr(thing, name) for name in VALUE_NAMES))


def standing_lines(charge_ids: Iterable[UUID]) -> dict[UUID, Any]:
    """The standing line of an approved statement for each charge that has one: id, values, names."""
    columns = [getattr(StatementLine, name) for name in (*NAMES, *VALUE_NAMES)]
    query = select(*columns).join(StatementLine.statement).where(Statement.state.in_(FROZEN), is_standing())
    return {row.charge_id: row for some in in_parts(charge_ids) for row in _among(query, some)}


def _among(query: Any, charge_ids: Collection[UUID]) -> Iterable[Any]:
    return db.session.execute(query.where(StatementLine.charge_id.in_(charge_ids)))


def in_parts(ids: Iterable[UUID]) -> list[list[UUID]]:
    everything = list(ids)
    return [everything[start : start + SOME] for start in range(0, len(everything), SOME)]


def settled_charges(charge_ids: Collection[UUID]) -> set[UUID]:
    """Those of the charges that stand in a statement that changes no more."""
    query = select(StatementLine.charge_id).join(StatementLine.statement).where(Statement.state.in_(FROZEN))
    found: set[UUID] = set()
    for some in in_parts(charge_ids):
        found.update(db.session.scalars(query.where(StatementLine.charge_id.in_(some), is_standing())))
    return found
