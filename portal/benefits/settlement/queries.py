"""Reads of the settlement: statements with their lines, disputes, runs, months and bank accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from portal.audit.steps import history
from portal.benefits.ledger.models import Charge
from portal.benefits.settlement.claims import is_due
from portal.benefits.settlement.models import (
    BankAccount,
    Dispute,
    SettlementRun,
    Statement,
    StatementLine,
)
from portal.benefits.settlement.rules import first_of_month, next_month
from portal.benefits.settlement.scope import sees_money_of, statements_in_scope
from portal.benefits.settlement.states import (
    STATEMENT_STATES,
    AccountState,
    DisputeState,
    RunState,
    StatementState,
    StatementVerb,
)
from portal.consortium.members.models import Organisation
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.numbers import Numbered
from portal.db.paged import page_of
from portal.db.plain import plain, plain_all
from portal.extensions import db

LINES_TO_A_PAGE = 50
STATEMENTS = Numbered("statement", Statement.number, Statement.id)
MONTHS_SHOWN = 24
_SHOWN = (joinedload(Statement.organisation), joinedload(Statement.bank_account))
_IN_ORDER = (StatementLine.service_on, StatementLine.starts_at, StatementLine.charge_id, StatementLine.quantity)


@dataclass(frozen=True)
class Sums:
    """`count` lines, amounts in whole won."""

    count: int
    quantity: int
    amount: int
    own_share: int
    support: int


@dataclass(frozen=True)
class ServiceSums:
    """The subtotal of one service."""

    service: str
    unit: str
    sums: Sums


def get_statement(statement_id: UUID, *, viewer: Actor) -> Statement:
    """Raises `NotFound` where there is none, or it is another co-operative's."""
    query = select(Statement).where(Statement.id == statement_id, statements_in_scope(viewer)).options(*_SHOWN)
    statement = db.session.scalar(query)
    if statement is None:
        raise NotFound
    return statement


def statements_of(month: date, *, viewer: Actor) -> Sequence[Statement]:
    """The statements of a month in order of the co-operatives' names."""
    query = select(Statement).join(Statement.organisation).where(Statement.month == month, statements_in_scope(viewer))
    return db.session.scalars(query.order_by(Organisation.name, Statement.id).options(*_SHOWN)).all()


def own_statements(*, viewer: Actor) -> Sequence[Statement]:
    """Everything that the viewer may see, the latest month first."""
    query = select(Statement).where(statements_in_scope(viewer)).order_by(Statement.month.desc(), Statement.number)
    return db.session.scalars(query.options(*_SHOWN)).all()


SUBMITTED = select(func.count()).select_from(Statement).where(Statement.state == plain(StatementState.SUBMITTED))
"""Counts what waits for the office."""


def waiting_count(*, viewer: Actor) -> Select[int]:
    """What waits for the viewer: submitted statements for the office, drafts and checked ones for their makers."""
    if viewer.can(Permission.STATEMENT_MANAGE):
        return SUBMITTED
    theirs = Statement.state.in_(plain_all((StatementState.DRAFT, StatementState.CHECKED)))
    return select(func.count()).select_from(Statement).where(statements_in_scope(viewer), theirs)


def approved_of(month: date) -> Sequence[Statement]:
    """What waits to be paid."""
    query = select(Statement).where(Statement.month == month, Statement.state == StatementState.APPROVED)
    return db.session.scalars(query.order_by(Statement.organisation_id).options(*_SHOWN)).all()


def unpaid_statements() -> Sequence[Statement]:
    """What waits to be paid, of whatever month."""
    query = select(Statement).where(Statement.state == StatementState.APPROVED)
    return db.session.scalars(query.order_by(Statement.approved_at, Statement.id).options(*_SHOWN)).all()


def drawers_of(statement: Statement) -> set[UUID]:
    """Everybody who drew the statement up, however often."""
    steps = history(STATEMENT_STATES, statement.id)
    return {step.by_id for step in steps if step.verb is StatementVerb.DRAW and step.by_id is not None}


def _lines(statement: Statement) -> Select[StatementLine]:
    return select(StatementLine).where(StatementLine.statement_id == statement.id).order_by(*_IN_ORDER)


def lines_of(statement: Statement) -> Sequence[StatementLine]:
    """All lines by day, held ones among them; the line that is taken back stands before the one that counts."""
    return db.session.scalars(_lines(statement)).all()


def persons_of(statement: Statement) -> int:
    """Of how many people the lines of a statement tell."""
    told = select(func.count(StatementLine.person_id.distinct())).where(StatementLine.statement_id == statement.id)
    return db.session.scalar(told) or 0


def persons_in_month(month: date) -> int:
    """The same of all statements of a month, each person once."""
    told = select(func.count(StatementLine.person_id.distinct())).join(StatementLine.statement)
    return db.session.scalar(told.where(Statement.month == month)) or 0


def page_of_lines(statement: Statement, number: int) -> Page[StatementLine]:
    """Some of them, for a screen."""
    shown = _lines(statement).options(joinedload(StatementLine.person))
    return page_of(db.session, shown, number, LINES_TO_A_PAGE)


def get_line(line_id: UUID, *, viewer: Actor) -> StatementLine:
    """Raises `NotFound`."""
    query = (
        select(StatementLine)
        .join(StatementLine.statement)
        .where(StatementLine.id == line_id, statements_in_scope(viewer))
    )
    line = db.session.scalar(query.options(joinedload(StatementLine.statement)))
    if line is None:
        raise NotFound
    return line


def sums_by_service(statement: Statement) -> list[ServiceSums]:
    """The subtotals of the lines that count, by service."""
    names = (StatementLine.service_name, StatementLine.unit)
    query = select(*names, *_sums()).where(StatementLine.statement_id == statement.id, StatementLine.held.is_(False))
    rows = db.session.execute(query.group_by(*names).order_by(*names))
    return [ServiceSums(service, unit, Sums(*map(int, sums))) for service, unit, *sums in rows]


def held_sums(statement: Statement) -> Sums:
    """What is held back for a dispute."""
    query = select(*_sums()).where(StatementLine.statement_id == statement.id, StatementLine.held)
    return Sums(*(int(value or 0) for value in db.session.execute(query).one()))


def _sums() -> tuple[ColumnElement[int], ...]:
    names = ("quantity", "amount", "own_share", "support")
    return func.count(), *(func.coalesce(func.sum(getattr(StatementLine, name)), 0) for name in names)


def get_dispute(dispute_id: UUID, *, viewer: Actor) -> Dispute:
    """Raises `NotFound`."""
    query = _disputes(viewer).where(Dispute.id == dispute_id)
    dispute = db.session.scalar(query)
    if dispute is None:
        raise NotFound
    return dispute


def open_disputes(*, viewer: Actor) -> Sequence[Dispute]:
    """What is still to be found out, the oldest first."""
    query = _disputes(viewer).where(Dispute.state == DisputeState.OPEN)
    return db.session.scalars(query.order_by(Dispute.raised_at, Dispute.id)).all()


def disputes_of(statement: Statement) -> Sequence[Dispute]:
    """Every dispute about lines of the statement, the latest first."""
    query = select(Dispute).join(Dispute.line).where(StatementLine.statement_id == statement.id)
    query = query.options(joinedload(Dispute.line), joinedload(Dispute.raised_by), joinedload(Dispute.settled_by))
    return db.session.scalars(query.order_by(Dispute.raised_at.desc(), Dispute.id)).all()


def _disputes(viewer: Actor) -> Select[Dispute]:
    whole = joinedload(Dispute.line).joinedload(StatementLine.statement).joinedload(Statement.organisation)
    query = select(Dispute).join(Dispute.line).join(StatementLine.statement).where(statements_in_scope(viewer))
    return query.options(whole, joinedload(Dispute.raised_by), joinedload(Dispute.settled_by))


def runs_given_up() -> Sequence[SettlementRun]:
    """Those that failed, of months that nobody had drawn up again."""
    later = aliased(SettlementRun)
    again = exists().where(later.month == SettlementRun.month, later.requested_at > SettlementRun.requested_at)
    failed = select(SettlementRun).where(SettlementRun.state == RunState.FAILED, ~again)
    return db.session.scalars(failed.order_by(SettlementRun.month, SettlementRun.id)).all()


def run_of(month: date) -> SettlementRun | None:
    """The latest drawing-up of a month."""
    query = select(SettlementRun).where(SettlementRun.month == month).options(joinedload(SettlementRun.requested_by))
    return db.session.scalar(query.order_by(SettlementRun.requested_at.desc(), SettlementRun.id.desc()).limit(1))


def organisations_to_draw(month: date) -> Sequence[UUID]:
    """Co-operatives that may have something to claim in a month, or whose draft may have to change."""
    charged = select(Charge.organisation_id).where(Charge.service_on < next_month(month), is_due)
    drawn = select(Statement.organisation_id).where(Statement.month == month)
    found = charged.union(drawn).subquery()
    return db.session.scalars(select(found.c.organisation_id).order_by(found.c.organisation_id)).all()


def months_with_charges(today: date, *, limit: int | None = MONTHS_SHOWN) -> list[date]:
    """The months from the first that has something to settle to the present one, the latest first."""
    charged = db.session.scalar(select(func.min(Charge.service_on)).where(is_due))
    drawn = db.session.scalar(select(func.min(Statement.month)))
    month = min((first_of_month(day) for day in (charged, drawn) if day is not None), default=None)
    months: list[date] = []
    while month is not None and month <= today:
        months.append(month)
        month = next_month(month)
    return months[::-1][:limit]


def current_account(organisation_id: UUID) -> BankAccount | None:
    """Where the co-operative is paid today."""
    return current_accounts([organisation_id]).get(organisation_id)


def current_accounts(organisation_ids: Iterable[UUID]) -> dict[UUID, BankAccount]:
    """The same for several."""
    query = select(BankAccount).where(BankAccount.state == AccountState.CURRENT)
    found = db.session.scalars(query.where(BankAccount.organisation_id.in_(list(organisation_ids))))
    return {account.organisation_id: account for account in found}


def accounts_of(organisation_id: UUID, *, viewer: Actor) -> Sequence[BankAccount]:
    """Every account a co-operative ever named, the latest first. Raises `NotFound` for another co-operative's."""
    if not sees_money_of(organisation_id, viewer):
        raise NotFound
    query = select(BankAccount).where(BankAccount.organisation_id == organisation_id)
    query = query.options(joinedload(BankAccount.proposed_by), joinedload(BankAccount.decided_by))
    return db.session.scalars(query.order_by(BankAccount.proposed_at.desc(), BankAccount.id)).all()


def get_account(account_id: UUID, *, viewer: Actor) -> BankAccount:
    """Raises `NotFound`."""
    account = db.session.get(BankAccount, account_id)
    if account is None or not sees_money_of(account.organisation_id, viewer):
        raise NotFound
    return account


def proposed_accounts() -> Sequence[BankAccount]:
    """What waits for the second person."""
    query = select(BankAccount).where(BankAccount.state == AccountState.PROPOSED)
    return db.session.scalars(
        query.options(joinedload(BankAccount.organisation)).order_by(BankAccount.proposed_at)
    ).all()
