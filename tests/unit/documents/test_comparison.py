"""Two editions side by side on paper: in grey and by ear, too, it is plain what was taken out and what was added."""

import io
from datetime import UTC, datetime

import pikepdf

from portal.core.compare import compare_texts
from portal.documents.comparison import ComparedSection, Comparison, comparison_document
from portal.documents.pdf import document_pdf
from portal.documents.render import render_html
from tests.unit.documents.reading import in_order, text_of
from tests.unit.documents.structure import faults_of

BEFORE = "창을 삼십 분 엽니다.\n\n장갑을 낍니다.\n그대로 둡니다."
AFTER = "창을 한 시간 엽니다. 먼저 여쭙니다.\n\n그대로 둡니다.\n새 줄 <b>입니다."


def compared(*texts: tuple[str, str]) -> Comparison:
    sections = tuple(
        ComparedSection(f"항목 {place}", tuple(compare_texts(*both))) for place, both in enumerate(texts, 1)
    )
    now = datetime(2026, 11, 3, tzinfo=UTC)
    return Comparison("마포", "청소 매뉴얼", "MC-M-01", "제1판", "제2판", now, sections)


def test_what_changed_is_told_in_words_and_once() -> None:
    html = render_html(comparison_document(compared((BEFORE, AFTER))))
    for words in ("<del>[뺌: 삼십 분]</del>", "<ins>[더함: 한 시간]</ins>", "<ins>[더함: 먼저 여쭙니다.]</ins>"):
        assert html.count(words) == 1
    assert "<del>[뺌: 장갑을 낍니다.]</del>" in html
    assert "<ins>[더함: 새 줄 &lt;b&gt;입니다.]</ins>" in html
    assert "[뺌: ]" not in html.split("</div>", 1)[1]


def test_the_paper_says_it_in_order_and_has_heads_for_rows_and_columns() -> None:
    data = document_pdf(comparison_document(compared((BEFORE, AFTER), (BEFORE, BEFORE))))
    text = text_of(data)
    assert in_order(
        text, "2개 항목 가운데 1개가 다릅니다", "1. 항목 1", "구분", "고침", "[뺌: 삼십 분]", "[더함: 한 시간]"
    )
    assert in_order(text, "바뀌지 않은 항목", "항목 2")
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert faults_of(opened) == []


def test_equal_editions_have_nothing_but_their_names() -> None:
    html = render_html(comparison_document(compared((AFTER, AFTER))))
    assert "<del>" not in html
    assert "1개 항목 가운데 0개가 다릅니다" in html
