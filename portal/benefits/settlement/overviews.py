"""What a list says of a month and of a statement: how far it is, and what somebody should look at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, func, not_, select

from portal.benefits.ledger.models import Charge
from portal.benefits.settlement.claims import is_due
from portal.benefits.settlement.models import Dispute, Statement, StatementLine
from portal.benefits.settlement.rules import last_of_month
from portal.benefits.settlement.standing import says_the_same
from portal.benefits.settlement.states import FROZEN, DisputeState, LineKind, StatementState
from portal.extensions import db


@dataclass(frozen=True)
class Facts:
    """Counts of lines; `stale` are charges that the ledger tells otherwise than an open statement."""

    lines: int = 0
    held: int = 0
    late: int = 0
    corrections: int = 0
    stale: int = field(default=0, kw_only=True)

    @property
    def counted(self) -> int:
        """Lines that count in the sums."""
        return self.lines - self.held


@dataclass(frozen=True)
class MonthOverview:
    """`support` in won over all statements; `states` counts them."""

    month: date
    statements: int
    support: int
    states: dict[StatementState, int]

    @property
    def waits_for_office(self) -> int:
        return self.states.get(StatementState.SUBMITTED, 0)

    @property
    def is_paid(self) -> bool:
        return bool(self.statements) and self.states.get(StatementState.PAID, 0) == self.statements


def overviews_of(months: Sequence[date]) -> list[MonthOverview]:
    """Each of the months, in their order."""
    query = select(Statement.month, Statement.state, func.count(), func.sum(Statement.support))
    rows = db.session.execute(query.where(Statement.month.in_(months)).group_by(Statement.month, Statement.state))
    by_month: dict[date, dict[StatementState, tuple[int, int]]] = {month: {} for month in months}
    for month, state, count, support in rows:
        by_month[month][state] = (count, int(support))
    return [_overview(month, states) for month, states in by_month.items()]


def _overview(month: date, states: dict[StatementState, tuple[int, int]]) -> MonthOverview:
    return MonthOverview(
        month,
        sum(count for count, _ in states.values()),
        sum(support for _, support in states.values()),
        {state: count for state, (count, _) in states.items()},
    )


def facts_of(statements: Sequence[Statement]) -> dict[UUID, Facts]:
    """What is worth a look of each statement."""
    kind, held = StatementLine.kind, StatementLine.held
    corrections = kind.in_((LineKind.REVERSAL, LineKind.RESTATED))
    query = select(
        StatementLine.statement_id,
        func.count(),
        _count(held.is_(True)),
        _count(kind == LineKind.LATE),
        _count(corrections),
    ).where(StatementLine.statement_id.in_([each.id for each in statements]))
    rows = db.session.execute(query.group_by(StatementLine.statement_id))
    found: dict[UUID, list[int]] = {statement_id: [int(count) for count in counts] for statement_id, *counts in rows}
    return {each.id: Facts(*found.get(each.id, [0] * 4), stale=_stale(each)) for each in statements}


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    counted: ColumnElement[int] = func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
    return counted


def _stale(statement: Statement) -> int:
    """How many charges the month's ledger tells otherwise than an open statement; those in dispute aside."""
    if statement.state in FROZEN:
        return 0
    line = exists().where(StatementLine.charge_id == Charge.id, StatementLine.statement_id == statement.id)
    disputed = exists().where(Dispute.charge_id == Charge.id, Dispute.state == DisputeState.OPEN)
    differs = (is_due & ~line.where(says_the_same(), StatementLine.held.is_(False))) | (
        not_(is_due) & line.where(StatementLine.held.is_(False))
    )
    query = (
        select(func.count())
        .select_from(Charge)
        .where(
            Charge.organisation_id == statement.organisation_id,
            Charge.service_on.between(statement.month, last_of_month(statement.month)),
            ~disputed,
            differs,
        )
    )
    return db.session.scalar(query) or 0
