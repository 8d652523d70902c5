"""Whether visits, ledger and statements of a month say the same to the won, and what does not."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.benefits.ledger.models import CapEntry, Charge
from portal.benefits.ledger.queries import untied_accounts
from portal.benefits.ledger.rules import amount_due
from portal.benefits.ledger.states import ChargeOutcome, ChargeState
from portal.benefits.programmes.models import ProgrammeEdition
from portal.benefits.programmes.queries import unit_price
from portal.benefits.settlement.claims import charges_in_dispute
from portal.benefits.settlement.findings import Amounts, Finding, Gap, Reconciliation, VisitFact, Wait
from portal.benefits.settlement.models import Statement, StatementLine
from portal.benefits.settlement.rules import first_of_month, last_of_month
from portal.benefits.settlement.states import FROZEN, LineKind
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.core.money import won
from portal.core.sockets import Socket, Takes
from portal.extensions import db

Visits = Callable[[date, date], Iterable[VisitFact]]
VISITS: Socket[Visits] = Socket("visits", Takes.ONE)
"""The coordinators, who stand above, tell which visits fall on two days or between."""


def reconcile(month: date) -> Reconciliation:
    """The visits of a month against the ledger, and both against every statement, whatever month it is of."""
    month = first_of_month(month)
    found = Reconciliation(month)
    names = {each.id: each.name for each in db.session.execute(select(Organisation.id, Organisation.name))}
    charges = list(_charges(month))
    found.errors.extend(_visits_against(month, charges, names, found))
    found.errors.extend(_ledger_errors(charges, names))
    lines = _lines_by_charge(month)
    status = _Status(month, names)
    for charge in charges:
        _place(charge, lines.get(charge.id, []), status, found)
    found.errors.extend(_statement_errors(month, names))
    return found


def unbalanced_accounts() -> list[Finding]:
    """Accounts of the ledger that are not the sum of their entries, of whatever month."""
    return [
        Finding(Gap.ACCOUNT, account.programme.name, f"{account.year}: {won(account.held)} + {won(account.committed)}")
        for account in untied_accounts()
    ]


_COLUMNS = (
    Charge.id, Charge.visit_id, Charge.organisation_id, Charge.service_id, Charge.edition_id, Charge.account_id,
    Charge.service_on, Charge.state, Charge.outcome, Charge.quantity, Charge.unit_price, Charge.due_percent,
    Charge.price_extra, Charge.amount, Charge.own_share, Charge.support,
)  # fmt: skip


def _charges(month: date) -> Iterable[Any]:
    between = Charge.service_on.between(month, last_of_month(month))
    return db.session.execute(select(*_COLUMNS).where(between).order_by(Charge.service_on, Charge.id))


def is_claimable(charge: Any) -> bool:
    return charge.state is ChargeState.COMMITTED and charge.quantity > 0


def _visits_against(
    month: date, charges: list[Any], names: dict[UUID, str], found: Reconciliation
) -> Iterator[Finding]:
    """Each visit has its charge with the same outcome, and each charge its visit."""
    by_visit = {charge.visit_id: charge for charge in charges}
    for visit in VISITS.only()(month, last_of_month(month)):
        found.visits += visit.outcome is ChargeOutcome.DONE
        charge = by_visit.pop(visit.visit_id, None)
        where = (names.get(visit.organisation_id, ""),)
        if charge is None:
            if visit.outcome is ChargeOutcome.DONE:
                yield Finding(Gap.VISIT_WITHOUT_CHARGE, *where, "", visit.service_on, visit.visit_id)
        elif charge.outcome != visit.outcome or charge.organisation_id != visit.organisation_id:
            told = f"{visit.outcome or '-'} / {charge.outcome or '-'}"
            yield Finding(Gap.OUTCOME, *where, told, visit.service_on, visit.visit_id)
    for charge in by_visit.values():
        if charge.state is not ChargeState.RELEASED:
            name = names.get(charge.organisation_id, "")
            yield Finding(Gap.CHARGE_WITHOUT_VISIT, name, won(charge.amount), charge.service_on, charge.visit_id)


def _ledger_errors(charges: list[Any], names: dict[UUID, str]) -> Iterator[Finding]:
    """Quantity × unit price × share due is the amount, the price is that of the day, the entries add up."""
    posted = _posted(charges)
    prices = _Prices()
    for charge in charges:
        if not is_claimable(charge):
            continue
        where = {"day": charge.service_on, "visit_id": charge.visit_id}
        name = names.get(charge.organisation_id, "")
        due = amount_due(charge.quantity, charge.unit_price, charge.due_percent, charge.price_extra)
        if due != charge.amount:
            yield Finding(Gap.ARITHMETIC, name, f"{won(due)} ≠ {won(charge.amount)}", **where)
        in_force = prices.of(charge)
        if in_force is not None and in_force != charge.unit_price:
            yield Finding(Gap.PRICE, name, f"{won(in_force)} ≠ {won(charge.unit_price)}", **where)
        if charge.account_id is not None and posted.get(charge.id, 0) != charge.support:
            yield Finding(Gap.ENTRIES, name, f"{won(posted.get(charge.id, 0))} ≠ {won(charge.support)}", **where)


def _posted(charges: list[Any]) -> dict[UUID, int]:
    """What the entries say was committed for each charge."""
    if not charges:
        return {}
    between = Charge.service_on.between(charges[0].service_on, charges[-1].service_on)
    query = select(CapEntry.charge_id, func.sum(CapEntry.committed)).join(Charge, Charge.id == CapEntry.charge_id)
    rows = db.session.execute(query.where(between).group_by(CapEntry.charge_id))
    return {charge_id: int(committed) for charge_id, committed in rows if charge_id is not None}


class _Prices:
    """The unit price of a service on a day by an edition, asked once."""

    def __init__(self) -> None:
        self.known: dict[tuple[UUID, date, UUID | None], int | None] = {}

    def of(self, charge: Any) -> int | None:
        key = (charge.service_id, charge.service_on, charge.edition_id)
        if key not in self.known:
            service = db.session.get_one(Service, charge.service_id)
            edition = db.session.get(ProgrammeEdition, charge.edition_id) if charge.edition_id else None
            self.known[key] = unit_price(service, charge.service_on, edition)
        return self.known[key]


def _lines_by_charge(month: date) -> dict[UUID, list[Any]]:
    """The lines of all statements for the charges of a month."""
    columns = (
        StatementLine.id, StatementLine.charge_id, StatementLine.kind, StatementLine.corrects_id, StatementLine.held,
        StatementLine.quantity, StatementLine.unit_price, StatementLine.due_percent, StatementLine.price_extra,
        StatementLine.amount,
        StatementLine.own_share, StatementLine.support, Statement.organisation_id,
        Statement.id.label("statement_id"),
    )  # fmt: skip
    query = select(*columns).join(StatementLine.statement)
    lines: dict[UUID, list[Any]] = defaultdict(list)
    for line in db.session.execute(query.where(StatementLine.service_on.between(month, last_of_month(month)))):
        lines[line.charge_id].append(line)
    return lines


class _Status:
    """How far the statements of the month are, and which charges are in dispute."""

    def __init__(self, month: date, names: dict[UUID, str]) -> None:
        self.names = names
        query = select(Statement.organisation_id).where(Statement.month == month, Statement.state.in_(FROZEN))
        self.approved = set(db.session.scalars(query))
        self.disputed = charges_in_dispute()

    def wait_of(self, charge: Any) -> Wait:
        if charge.id in self.disputed:
            return Wait.DISPUTE
        return Wait.CORRECTION if charge.organisation_id in self.approved else Wait.NOT_DRAWN


def _place(charge: Any, lines: list[Any], status: _Status, found: Reconciliation) -> None:
    """Put what the ledger says of one charge where the statements have it, or to what waits."""
    due, stated = Amounts(), Amounts()
    if is_claimable(charge):
        due.add(charge)
        found.ledger.add(charge)
    for line in lines:
        if not line.held:
            stated.add(line)
    name = status.names.get(charge.organisation_id, "")
    if not _are_sound(charge, lines):
        where = lines[-1].statement_id
        found.errors.append(Finding(Gap.LINES, name, won(stated.amount), charge.service_on, charge.visit_id, where))
    if stated.count:
        found.stated.add(stated)
    if stated.values != due.values or (due.count and not stated.count):
        wait = status.wait_of(charge)
        rest = Amounts(1, *(a - b for a, b in zip(due.values, stated.values, strict=True)))
        found.waiting[wait].add(rest)
        found.waits.append(Finding(wait, name, won(rest.amount), charge.service_on, charge.visit_id))


def _are_sound(charge: Any, lines: list[Any]) -> bool:
    """Each line is right in itself, each reversal takes back its line, at most one line stands."""
    by_id = {line.id: line for line in lines}
    counted = [line for line in lines if not line.held]
    reversals = [line for line in counted if line.kind is LineKind.REVERSAL]
    standing = len(counted) - 2 * len(reversals)
    return (
        standing in (0, 1)
        and all(bool(line.organisation_id == charge.organisation_id) for line in lines)
        and all(_is_right(line) for line in lines if line.kind is not LineKind.REVERSAL)
        and all(_takes_back(line, by_id.get(line.corrects_id)) for line in reversals)
    )


def _is_right(line: Any) -> bool:
    return bool(amount_due(line.quantity, line.unit_price, line.due_percent, line.price_extra) == line.amount)


def _takes_back(reversal: Any, line: Any | None) -> bool:
    names = ("quantity", "price_extra", "amount", "own_share", "support")
    return line is not None and all(bool(getattr(reversal, name) == -getattr(line, name)) for name in names)


def _statement_errors(month: date, names: dict[UUID, str]) -> Iterator[Finding]:
    """The sums of each statement are those of its lines, and two people stood behind its approval."""
    sums = [func.coalesce(func.sum(getattr(StatementLine, name)), 0) for name in ("amount", "own_share", "support")]
    query = select(Statement, *sums).outerjoin(
        StatementLine, (StatementLine.statement_id == Statement.id) & StatementLine.held.is_(False)
    )
    for statement, *lines in db.session.execute(query.where(Statement.month == month).group_by(Statement.id)):
        if [int(value) for value in lines] != [statement.amount, statement.own_share, statement.support]:
            told = f"{won(int(lines[0]))} ≠ {won(statement.amount)}"
            yield Finding(Gap.TOTAL, names.get(statement.organisation_id, ""), told, statement_id=statement.id)
