"""The statement of a co-operative's month (정산 명세서) as an official document."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.core.clock import day_of
from portal.core.dates import format_clock, format_day
from portal.core.messages import N_
from portal.core.money import won, won_in_words
from portal.core.registration import format_registration_number
from portal.documents.model import (
    Align,
    Block,
    Column,
    Document,
    Notice,
    Overview,
    Paragraph,
    Section,
    Signatures,
    Signer,
    Table,
)

NONE = "-"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """Amounts in whole won, below 0 where a line takes another back; `remark` says why it is here or held."""

    day: date
    name: str
    service: str
    starts_at: datetime
    ends_at: datetime
    quantity: int
    unit: str
    unit_price: int
    amount: int
    own_share: int
    support: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Subtotal:
    service: str
    unit: str
    count: int
    quantity: int
    amount: int
    own_share: int
    support: int


@dataclass(frozen=True, slots=True)
class HeldLine:
    line: PaperLine
    reason: str
    must_act: str


@dataclass(frozen=True, slots=True)
class StatementPaper:
    """`account` is masked; `state` in words; `drawn_at` dates the document."""

    number: str
    month: date
    state: str
    organisation: str
    registration_number: str
    representative: str
    account: str
    office: str
    drawn_at: datetime
    lines: tuple[PaperLine, ...]
    subtotals: tuple[Subtotal, ...]
    held: tuple[HeldLine, ...]
    amount: int
    own_share: int
    support: int
    signers: tuple[Signer, ...]
    is_final: bool = False

    @property
    def title(self) -> str:
        """2026년 10월 정산 명세서"""
        return N_("%(year)d년 %(month)d월 정산 명세서") % {"year": self.month.year, "month": self.month.month}


def statement_document(paper: StatementPaper) -> Document:
    """The document that `document_pdf` and `document_hwpx` set, on sheets that lie on their side."""
    held = [_held(paper.held)] if paper.held else []
    return Document(
        title=paper.title,
        author=paper.office,
        created_at=paper.drawn_at,
        number=paper.number,
        landscape=True,
        strict=False,
        blocks=(*_heading(paper), _subtotals(paper), _lines(paper), *held, _signatures(paper)),
    )


def _heading(paper: StatementPaper) -> tuple[Block, ...]:
    draft = () if paper.is_final else (Notice((N_("확인용입니다. 승인되기 전에는 금액이 바뀔 수 있습니다."),)),)
    rows = (
        (N_("기관"), f"{paper.organisation} ({format_registration_number(paper.registration_number)})"),
        (N_("담당자"), paper.representative or NONE),
        (N_("지급 청구액"), won_in_words(paper.support)),
        (N_("전체 금액"), _parts(paper)),
        (N_("받을 계좌"), paper.account or NONE),
        (N_("상태"), paper.state),
    )
    return *draft, Section(N_("청구 개요"), (Overview(rows), Paragraph(_EXPLANATION)))


_EXPLANATION = N_(
    "사회복지 서비스는 부가가치세가 면제됩니다. "
    "이용자 부담금은 기관이 이용자에게 직접 받고, 지원금을 컨소시엄에 청구합니다."
)


def _parts(paper: StatementPaper) -> str:
    words = N_("%(amount)s = 이용자 부담 %(own)s + 지원 %(support)s")
    return words % {"amount": won(paper.amount), "own": won(paper.own_share), "support": won(paper.support)}


def _subtotals(paper: StatementPaper) -> Section:
    columns = (
        Column(N_("서비스"), 32),
        Column(N_("건수"), 10, Align.FIGURE),
        Column(N_("수량"), 16, Align.FIGURE),
        Column(N_("금액"), 14, Align.FIGURE),
        Column(N_("이용자 부담"), 14, Align.FIGURE),
        Column(N_("지원"), 14, Align.FIGURE),
    )
    rows = tuple((each.service, f"{each.count:,}", _quantity(each.quantity, each.unit), *_amounts(each))
                 for each in paper.subtotals)  # fmt: skip
    total = (N_("합계"), f"{sum(each.count for each in paper.subtotals):,}", "", *_amounts(paper))
    table = Table(columns, rows, caption=N_("서비스별 소계 (단위: 원)"), row_heads=True, total=total)
    return Section(N_("서비스별 소계"), (table,))


_COLUMNS = (
    Column(N_("날짜"), 14),
    Column(N_("이용자"), 8, Align.CENTRE),
    Column(N_("서비스"), 13),
    Column(N_("시간"), 11, Align.CENTRE),
    Column(N_("수량"), 8, Align.FIGURE),
    Column(N_("단가"), 9, Align.FIGURE),
    Column(N_("금액"), 10, Align.FIGURE),
    Column(N_("이용자 부담"), 9, Align.FIGURE),
    Column(N_("지원"), 9, Align.FIGURE),
    Column(N_("비고"), 9),
)


def _lines(paper: StatementPaper) -> Section:
    if not paper.lines:
        return Section(N_("청구 내역"), (Paragraph(N_("청구하는 줄이 없습니다.")),))
    rows = tuple(_row(line) for line in paper.lines)
    total = (N_("합계"), "", "", "", "", "", *_amounts(paper), "")
    table = Table(_COLUMNS, rows, caption=N_("청구 내역 (단위: 원)"), row_heads=True, total=total)
    return Section(N_("청구 내역"), (table,))


def _held(held: tuple[HeldLine, ...]) -> Section:
    rows, reasons = tuple(_row(each.line) for each in held), tuple(_reason(each) for each in held)
    explanation = N_("보류한 줄은 합계에 넣지 않았습니다. 확인이 끝나면 다음 달 명세서에 들어갑니다.")
    table = Table(_COLUMNS, rows, caption=N_("보류한 줄 (단위: 원)"), row_heads=True, notes=reasons)
    return Section(N_("보류한 줄"), (Paragraph(explanation), table))


def _reason(held: HeldLine) -> str:
    words = N_("까닭: %(reason)s\n처리: %(must_act)s")
    return words % {"reason": held.reason, "must_act": held.must_act}


def _row(line: PaperLine) -> tuple[str, ...]:
    return (
        format_day(line.day),
        line.name,
        line.service,
        f"{format_clock(line.starts_at)}~{format_clock(line.ends_at)}",
        _quantity(line.quantity, line.unit),
        f"{line.unit_price:,}",
        *_amounts(line),
        line.remark,
    )


def _quantity(quantity: int, unit: str) -> str:
    """3시간, but 3 × 30분: a unit that begins with a figure is not put right behind another."""
    return f"{quantity:,} × {unit}" if unit[:1].isdigit() else f"{quantity:,}{unit}"


def _amounts(thing: PaperLine | Subtotal | StatementPaper) -> tuple[str, str, str]:
    return f"{thing.amount:,}", f"{thing.own_share:,}", f"{thing.support:,}"


def _signatures(paper: StatementPaper) -> Signatures:
    statement = N_("위와 같이 서비스를 제공하고 지원금을 청구합니다.")
    return Signatures(paper.signers, statement=statement, day=format_day(day_of(paper.drawn_at)))
