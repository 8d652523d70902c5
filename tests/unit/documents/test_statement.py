"""The statement as a document: what it says, as tagged PDF and as HWPX that other programs read."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

from pypdf import PdfReader

from portal.core.clock import at
from portal.documents.model import Signer
from portal.documents.pdf import document_pdf
from portal.documents.statement import HeldLine, PaperLine, StatementPaper, Subtotal, statement_document
from tests.unit.documents.reading import pages_of

DAY = date(2026, 10, 5)
LINE = PaperLine(
    DAY, "홍*동", "일시 재가", at(DAY, time(10)), at(DAY, time(12)), 2, "시간", 16_000, 32_000, 9_600, 22_400
)
BACK = replace(LINE, quantity=-2, amount=-32_000, own_share=-9_600, support=-22_400, remark="앞 달 줄 빼기")
PAPER = StatementPaper(
    number="2026-000012",
    month=date(2026, 10, 1),
    state="승인됨",
    organisation="울림두레돌봄사회적협동조합",
    registration_number="1208147521",
    representative="오세라",
    account="국민은행 ********6789 울림두레",
    office="컨소시엄 사무국",
    drawn_at=datetime(2026, 11, 3, 1, tzinfo=UTC),
    lines=(LINE, BACK),
    subtotals=(Subtotal("일시 재가", "시간", 2, 0, 0, 0, 0),),
    held=(HeldLine(replace(LINE, unit="30분"), "시간이 다릅니다.", "사무국이 확인합니다"),),
    amount=244_180,
    own_share=9_600,
    support=234_580,
    signers=(Signer("작성", "이작성"), Signer("승인", "최승인")),
    is_final=True,
)
SAID = (
    "2026년 10월 정산 명세서", "2026-000012", "금234,580원(금이십삼만사천오백팔십원)", "120-81-47521",
    "홍*동", "-32,000", "앞 달 줄 빼기", "2 × 30분", "시간이 다릅니다.", "********6789", "최승인",
)  # fmt: skip


LONG = "적힌 시간과 이용자의 말씀이 서로 달라 방문 직원의 기록을 다시 보아야 합니다. " * 4


def words_of(text: str) -> str:
    """Without the blanks and joiners that only layout puts in."""
    return "".join(text.replace("\u2060", "").split())


class TestAsPdf:
    def test_says_it_all_on_sheets_on_their_side(self) -> None:
        reader = PdfReader(io.BytesIO(document_pdf(statement_document(PAPER))))
        text = words_of("".join(page.extract_text() for page in reader.pages))
        assert [words for words in SAID if words_of(words) not in text] == []
        assert all(page.mediabox.width > page.mediabox.height for page in reader.pages)

    def test_is_tagged(self) -> None:
        reader = PdfReader(io.BytesIO(document_pdf(statement_document(PAPER))))
        root = reader.root_object
        assert str(root["/MarkInfo"]) == "{'/Marked': True}"
        assert str(root["/Lang"]) == "ko"

    def test_sets_reasons_over_the_full_width_beside_their_lines(self) -> None:
        """Two long ones took ten pages in a column of their own."""
        held = tuple(
            HeldLine(replace(LINE, name=f"홍*{n:02}"), f"까닭{n:02} {LONG}", "사무국이 확인합니다") for n in range(20)
        )
        pages = pages_of(document_pdf(statement_document(replace(PAPER, held=held))))
        assert len(pages) <= 7
        for page in pages:
            assert re.findall(r"홍\*(\d\d)", page) == re.findall(r"까닭(\d\d)", page)

    def test_a_draft_says_that_it_is_one(self) -> None:
        paper = replace(PAPER, is_final=False, lines=(), held=())
        reader = PdfReader(io.BytesIO(document_pdf(statement_document(paper))))
        text = words_of("".join(page.extract_text() for page in reader.pages))
        assert words_of("확인용입니다") in text
        assert words_of("청구하는 줄이 없습니다") in text
