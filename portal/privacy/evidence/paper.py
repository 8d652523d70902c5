"""The printed document of the pack: the figures of each item and the first rows of what stands behind them."""

from collections.abc import Sequence
from datetime import date, datetime, time

from portal.core.dates import format_day, format_moment
from portal.core.messages import N_
from portal.documents.model import (
    FULL_WIDTH,
    Align,
    Block,
    Cover,
    Document,
    Notice,
    Overview,
    Paragraph,
    Section,
    Signer,
    Table,
)
from portal.documents.model import Column as PaperColumn
from portal.documents.sheets import Value
from portal.privacy.evidence.files import Excerpt, Written
from portal.privacy.evidence.items import Period

NO_RECORD = N_("기록 없음")
MISSING = N_("이 자료에 없는 것")
NOT_GATHERED = N_("이 자료에 모으지 않습니다. 따로 내십시오.")
"""Of an item that no feature fills yet: that there is no record would be untrue."""
TITLE = N_("개인정보 보호 점검 자료")
LONGEST_CELL = 60


def pack_document(items: Sequence[Written], period: Period, *, office: str, made_at: datetime, by: str) -> Document:
    """The document that `document_pdf` sets."""
    days = N_("%(first)s ~ %(last)s") % {"first": format_day(period.first), "last": format_day(period.last)}
    facts = (
        (N_("기간"), days),
        (N_("만든 때"), format_moment(made_at)),
        (N_("만든 사람"), by),
        (N_("항목"), N_("%(count)d개") % {"count": len(items)}),
    )
    return Document(
        title=TITLE,
        author=office,
        created_at=made_at,
        cover=Cover(
            organisation=office,
            kind=N_("점검 자료"),
            facts=facts,
            signers=(Signer(N_("만듦"), by), Signer(N_("확인"), "")),
        ),
        contents=True,
        strict=False,
        landscape=True,
        blocks=(_how_to_read(), *(Section(each.item.words, tuple(_blocks(each))) for each in items)),
    )


def _how_to_read() -> Notice:
    return Notice(
        (
            N_("이용자의 이름은 어디에도 없습니다. 사람과 일은 번호로 적었습니다."),
            N_("표에는 앞의 몇 줄만 있습니다. 전체는 함께 드린 CSV와 JSON 파일에 있습니다."),
            N_("파일마다 sha256이 manifest.json에 있어, 바뀐 파일을 알아볼 수 있습니다."),
        ),
        heading=N_("읽는 법"),
    )


def _blocks(written: Written) -> list[Block]:
    if written.is_empty:
        return [Paragraph(NOT_GATHERED)]
    figures = tuple((each.words, _told(each.value)) for each in written.figures)
    tables = (block for each in written.excerpts for block in _table(each))
    missing = [Notice(written.missing, heading=MISSING)] if written.missing else []
    return [*([Overview(figures)] if figures else []), *tables, *missing]


def _table(excerpt: Excerpt) -> list[Block]:
    if not excerpt.rows:
        return [Paragraph(f"{excerpt.listing.words}: {NO_RECORD}")]
    rows = tuple(tuple(_told(value) for value in row) for row in excerpt.first)
    block = Table(_columns(excerpt), rows, caption=excerpt.listing.words)
    if excerpt.rows == len(excerpt.first):
        return [block]
    told = {"rows": f"{excerpt.rows:,}", "shown": len(excerpt.first), "file": excerpt.file}
    return [block, Paragraph(N_("%(rows)s줄 가운데 앞의 %(shown)d줄. 전체: %(file)s") % told)]


def _columns(excerpt: Excerpt) -> tuple[PaperColumn, ...]:
    """Their shares of the width in whole per cent; what is left over goes to the first. Numbers stand to the right."""
    columns = excerpt.listing.columns
    kinds = [
        Align.FIGURE if all(type(row[place]) is int for row in excerpt.first) else Align.START
        for place in range(len(columns))
    ]
    whole = sum(column.weight for column in columns)
    widths = [FULL_WIDTH * column.weight // whole for column in columns]
    widths[0] += FULL_WIDTH - sum(widths)
    return tuple(PaperColumn(each.words, width, kind) for each, width, kind in zip(columns, widths, kinds, strict=True))


def _told(value: Value) -> str:
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, int):
        return f"{value:,}"
    text = value or "-"
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
