"""Statements in each of their states, with the people who bring them there."""

from datetime import date, datetime, time
from typing import Any

from portal.benefits.ledger.models import Charge
from portal.benefits.settlement import actions
from portal.benefits.settlement.findings import Reconciliation
from portal.benefits.settlement.models import BankAccount, Statement, StatementLine
from portal.benefits.settlement.queries import lines_of
from portal.consortium.members.models import Organisation
from portal.core.actors import Actor
from portal.core.clock import at
from portal.core.permissions import Role
from portal.extensions import db
from tests.factories.accounts import make_user
from tests.factories.consortium import make_organisation
from tests.factories.ledger import make_charge

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
SETTLING = at(date(2026, 11, 23), time(9))
ACCOUNT = "110-123-456789"


def office(name: str = "김사무") -> Actor:
    """Somebody of the office who has an account of their own."""
    return make_user(Role.OFFICE, name=name).actor


def staff_of(organisation: Organisation, name: str = "박조합") -> Actor:
    return make_user(Role.COOPERATIVE, name=name, organisation_id=organisation.id).actor


def make_charges(organisation: Organisation, number: int = 2, month: date = OCTOBER, **values: Any) -> list[Charge]:
    """Visits on the first days of a month."""
    return [
        make_charge(organisation=organisation, day=month.replace(day=day), **values) for day in range(1, number + 1)
    ]


def draw(organisation: Organisation, month: date = OCTOBER, *, now: datetime = SETTLING) -> Statement:
    statement = actions.draw_statement(organisation.id, month, actor=office("이작성"), now=now)
    assert statement is not None
    return statement


def make_draft(organisation: Organisation | None = None, number: int = 2, **values: Any) -> Statement:
    organisation = organisation or make_organisation()
    make_charges(organisation, number, **values)
    return draw(organisation)


def submit(statement: Statement, *, now: datetime = SETTLING) -> Statement:
    """Checked and sent by its co-operative."""
    actor = staff_of(statement.organisation)
    actions.check_statement(statement, actor=actor, now=now)
    actions.submit_statement(statement, actor=actor, now=now)
    return statement


def approve(statement: Statement, *, now: datetime = SETTLING) -> Statement:
    actions.approve_statement(submit(statement, now=now), actor=office("최승인"), now=now)
    return statement


def only_line(statement: Statement, charge: Charge) -> StatementLine:
    """The line of a charge that counts for it."""
    (line,) = [each for each in lines_of(statement) if each.charge_id == charge.id and each.quantity >= 0]
    return line


def make_account(organisation: Organisation, *, number: str = ACCOUNT, confirmed: bool = True) -> BankAccount:
    account = actions.propose_account(
        organisation.id,
        bank="국민은행",
        holder=organisation.name,
        number=number,
        reason="처음 등록",
        actor=office("정입력"),
        now=SETTLING,
    )
    if confirmed:
        actions.confirm_account(account, number=number, note="", actor=office("한확인"), now=SETTLING)
    db.session.flush()
    return account


def adds_up(found: Reconciliation) -> bool:
    """The ledger is what the statements say and what waits, to the won."""
    parts = [found.stated, *found.waiting.values()]
    return found.ledger.values == tuple(sum(column) for column in zip(*(part.values for part in parts), strict=True))
