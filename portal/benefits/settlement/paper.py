"""A statement, and a month of statements, as the documents and sheets say them."""

from collections.abc import Iterator, Sequence

from portal.accounts.queries import get_user
from portal.benefits.settlement.actions import masked_number
from portal.benefits.settlement.models import BankAccount, Statement, StatementLine
from portal.benefits.settlement.queries import (
    current_account,
    disputes_of,
    lines_of,
    sums_by_service,
)
from portal.benefits.settlement.states import FROZEN, DisputeState, StatementState
from portal.benefits.settlement.words import remark_of
from portal.core.messages import N_
from portal.core.series import Series, said
from portal.documents.actions import digest_of
from portal.documents.model import Signer
from portal.documents.queries import Subject
from portal.documents.statement import HeldLine, PaperLine, StatementPaper, Subtotal


def statement_paper(statement: Statement, *, office: str) -> StatementPaper:
    """What the document says of a statement; `office` is who issues it. Long ones take seconds to set."""
    lines = lines_of(statement)
    return StatementPaper(
        number=said(statement.number, Series.STATEMENT),
        month=statement.month,
        state=(StatementState.APPROVED if is_final(statement) else statement.state).words,
        organisation=statement.organisation.name,
        registration_number=statement.organisation.registration_number,
        representative=statement.organisation.contact_name,
        account=_account_words(statement.bank_account or current_account(statement.organisation_id)),
        office=office,
        drawn_at=statement.approved_at or statement.drawn_at,
        lines=tuple(_line(line) for line in lines if not line.held),
        subtotals=tuple(_subtotals(statement)),
        held=tuple(_held(statement, lines)),
        amount=statement.amount,
        own_share=statement.own_share,
        support=statement.support,
        signers=tuple(_signers(statement)),
        is_final=is_final(statement),
    )


def kept_as(statement: Statement) -> tuple[str, Subject, str]:
    """Under which kind, subject and digest the paper of an approved statement is kept."""
    return "statement", ("statement", statement.id), digest_of(statement.id, statement.approved_at)


def is_final(statement: Statement) -> bool:
    return statement.state in FROZEN


def _account_words(account: BankAccount | None) -> str:
    return f"{account.bank} {masked_number(account)} {account.holder}" if account else ""


def _line(line: StatementLine) -> PaperLine:
    return PaperLine(
        day=line.service_on,
        name=line.masked_name,
        service=line.service_name,
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        amount=line.amount,
        own_share=line.own_share,
        support=line.support,
        remark=remark_of(line),
    )


def _subtotals(statement: Statement) -> Iterator[Subtotal]:
    for each in sums_by_service(statement):
        sums = each.sums
        yield Subtotal(each.service, each.unit, sums.count, sums.quantity, sums.amount, sums.own_share, sums.support)


def _held(statement: Statement, lines: Sequence[StatementLine]) -> Iterator[HeldLine]:
    """A line without an open dispute is held because it was settled only after the statement had gone on."""
    disputes = {each.line_id: each for each in reversed(disputes_of(statement))}
    for line in lines:
        dispute = disputes.get(line.id)
        if line.held and dispute is not None:
            is_open = dispute.state is DisputeState.OPEN
            yield HeldLine(_line(line), dispute.reason, dispute.must_act.words if is_open else N_("확인을 마침"))


def _signers(statement: Statement) -> Iterator[Signer]:
    yield Signer(N_("작성"), get_user(statement.drawn_by_id).name)
    for role, user_id in (
        (N_("협동조합 확인"), statement.submitted_by_id or statement.checked_by_id),
        (N_("승인"), statement.approved_by_id),
    ):
        yield Signer(role, get_user(user_id).name if user_id else "")
