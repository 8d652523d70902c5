"""Lines break between words."""

import subprocess

import pytest

from portal.documents.pdf import render_pdf
from portal.documents.words import WORD_JOINER, keep_words


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("돌봄 연계", "돌+봄 연+계"),
        ("7일 안에", "7+일 안+에"),
        ("회의(정기)를", "회+의+(+정+기+)+를"),
        ("청소·세탁", "청+소+·세+탁"),
        ("2026. 11. 21.(토)까지", "2026. +11. +21.+(+토+)+까+지"),
        ("항목 1.(가)", "항+목 1.(+가+)"),
        ("돌봄사회적협동조합에서", "돌+봄+사+회+적+협+동+조+합+에+서"),
        ("(울림두레돌봄사회적협동조합)", "(+울+림두레돌봄사회적협동조+합+)"),
        ("care plan", "care plan"),
        ("", ""),
    ],
)
def test_joins_inside_words_only(text: str, joined: str) -> None:
    assert keep_words(text) == joined.replace("+", WORD_JOINER)


def test_joins_once() -> None:
    assert keep_words(keep_words("돌봄(정기)")) == keep_words("돌봄(정기)")


def test_leave_no_bracket_alone_in_a_narrow_column() -> None:
    """At every width of a column, down to where nothing fits."""
    cells = "".join(
        f"<table style='width: {width}mm'><tr><td>오세라 (울림두레돌봄사회적협동조합)</td></tr></table>"
        for width in range(20, 80, 2)
    )
    data = render_pdf(f"<h1>제목</h1>{cells}", title="시험", author="사무국")
    lines = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True).stdout
    assert ")" not in {line.strip() for line in lines.decode().splitlines()}


def test_keep_dates_whole() -> None:
    days = "".join(f"<p style='width: {width}mm'>다음은 2026. 12. 8.(화)까지</p>" for width in range(40, 60))
    data = render_pdf(f"<h1>제목</h1>{days}", title="시험", author="사무국")
    lines = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True).stdout
    found = [line.strip() for line in lines.decode().splitlines() if "2026" in line or "(화)" in line]
    assert set(found) == {"2026. 12. 8.(화)까지", "다음은 2026. 12. 8.(화)까지"}
