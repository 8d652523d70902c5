"""A statement, and a month of statements, as spreadsheets and as a file of transfers for a bank."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from portal.benefits.settlement.actions.accounts import account_number
from portal.benefits.settlement.models import Statement
from portal.benefits.settlement.queries import Sums, current_accounts, lines_of, statements_of, sums_by_service
from portal.benefits.settlement.words import remark_of
from portal.core.actors import Actor
from portal.core.clock import SEOUL
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.core.registration import format_registration_number
from portal.documents.sheets import Sheet, SheetColumn, Value, csv_file

_LINE_COLUMNS = (
    SheetColumn(N_("명세서 번호"), 14, is_text=True),
    SheetColumn(N_("기관"), 28),
    SheetColumn(N_("날짜")),
    SheetColumn(N_("이용자"), 10),
    SheetColumn(N_("서비스"), 20),
    SheetColumn(N_("사업"), 24),
    SheetColumn(N_("시작"), 8),
    SheetColumn(N_("끝"), 8),
    SheetColumn(N_("수량"), 8),
    SheetColumn(N_("단위"), 8),
    SheetColumn(N_("단가")),
    SheetColumn(N_("금액")),
    SheetColumn(N_("이용자 부담")),
    SheetColumn(N_("지원")),
    SheetColumn(N_("비고"), 24),
    SheetColumn(N_("보류"), 8),
)
_STATEMENT_COLUMNS = (
    SheetColumn(N_("명세서 번호"), 14, is_text=True),
    SheetColumn(N_("기관"), 28),
    SheetColumn(N_("사업자등록번호"), 16, is_text=True),
    SheetColumn(N_("전화번호"), 16, is_text=True),
    SheetColumn(N_("상태")),
    SheetColumn(N_("금액"), 14),
    SheetColumn(N_("이용자 부담"), 14),
    SheetColumn(N_("지원"), 14),
    SheetColumn(N_("지급일")),
)


_SUBTOTAL_COLUMNS = (
    SheetColumn(N_("서비스"), 24),
    SheetColumn(N_("단위"), 8),
    SheetColumn(N_("건수")),
    SheetColumn(N_("수량")),
    SheetColumn(N_("금액")),
    SheetColumn(N_("이용자 부담")),
    SheetColumn(N_("지원")),
)


def statement_workbook(statement: Statement) -> bytes:
    """The lines of one statement with the subtotals on a second sheet."""
    lines = Sheet(N_("청구 내역"), _LINE_COLUMNS, _line_rows([statement]), _line_total([statement]))
    rows = [
        (each.service, each.unit, each.sums.count, each.sums.quantity, *_amounts(each.sums))
        for each in sums_by_service(statement)
    ]
    subtotals = Sheet(N_("서비스별 소계"), _SUBTOTAL_COLUMNS, rows)
    return _workbook([lines, subtotals], statement.month, statement.drawn_at)


def _amounts(thing: Statement | Sums) -> tuple[int, int, int]:
    return thing.amount, thing.own_share, thing.support


def month_workbook(month: date, *, viewer: Actor, now: datetime) -> bytes:
    """Every statement of a month, and every line of them, as one spreadsheet."""
    statements = statements_of(month, viewer=viewer)
    rows = [_statement_row(statement) for statement in statements]
    overview = Sheet(N_("명세서"), _STATEMENT_COLUMNS, rows, (N_("합계"), "", "", "", "", *_sums(statements), ""))
    lines = Sheet(N_("청구 내역"), _LINE_COLUMNS, _line_rows(statements), _line_total(statements))
    return _workbook([overview, lines], month, now)


def _workbook(sheets: Sequence[Sheet], month: date, created_at: datetime) -> bytes:
    from portal.documents.workbook import workbook  # noqa: PLC0415 openpyxl costs time: only where one is made

    title = N_("%(year)d년 %(month)d월 정산") % {"year": month.year, "month": month.month}
    return workbook(sheets, title=title, created_at=created_at)


def _statement_row(statement: Statement) -> tuple[Value, ...]:
    organisation = statement.organisation
    return (
        statement.number,
        organisation.name,
        format_registration_number(organisation.registration_number),
        format_phone(organisation.phone),
        statement.state.words,
        *_amounts(statement),
        statement.paid_on,
    )


def _line_rows(statements: Iterable[Statement]) -> Iterator[tuple[Value, ...]]:
    for statement in statements:
        for line in lines_of(statement):
            yield (
                statement.number,
                statement.organisation.name,
                line.service_on,
                line.masked_name,
                line.service_name,
                line.programme_name,
                line.starts_at.astimezone(SEOUL).time(),
                line.ends_at.astimezone(SEOUL).time(),
                line.quantity,
                line.unit,
                line.unit_price,
                line.amount,
                line.own_share,
                line.support,
                remark_of(line),
                N_("보류") if line.held else "",
            )


def _line_total(statements: Sequence[Statement]) -> tuple[Value, ...]:
    """The sums of the statements: held lines stand in the list, but not in them."""
    return (N_("합계"), *[""] * 10, *_sums(statements), N_("보류한 줄은 뺐습니다."), "")


def _sums(statements: Sequence[Statement]) -> tuple[int, ...]:
    """Amount, own share and support of all together."""
    return tuple(map(sum, zip(*map(_amounts, statements), strict=True))) or (0, 0, 0)


_TRANSFER_COLUMNS = (
    SheetColumn(N_("입금은행")),
    SheetColumn(N_("입금계좌번호"), 20, is_text=True),
    SheetColumn(N_("예금주"), 24),
    SheetColumn(N_("이체금액"), 14),
    SheetColumn(N_("받는분 통장표시"), 16),
    SheetColumn(N_("내 통장표시"), 16, is_text=True),
)


def bank_file(statements: Sequence[Statement], *, encoding: str) -> bytes:
    """The transfers for a bank: what is approved, above 0 and has a confirmed account; nothing else is paid."""
    return csv_file([[column.head for column in _TRANSFER_COLUMNS], *_transfers(statements)], encoding=encoding)


def bank_workbook(statements: Sequence[Statement], month: date, *, now: datetime) -> bytes:
    """The same as a spreadsheet, where account numbers keep the zeros they begin with."""
    return _workbook([Sheet(N_("대량이체"), _TRANSFER_COLUMNS, _transfers(statements))], month, now)


def _transfers(statements: Sequence[Statement]) -> list[tuple[Value, ...]]:
    accounts = current_accounts(statement.organisation_id for statement in statements)
    return [
        (account.bank, account_number(account), account.holder, each.support, _paid_for(each), each.number)
        for each in statements
        if each.has_payment and (account := accounts.get(each.organisation_id))
    ]


def _paid_for(statement: Statement) -> str:
    """What stands on the bank statement of who is paid: at most ten characters."""
    return N_("돌봄%(month)02d월정산") % {"month": statement.month.month}
