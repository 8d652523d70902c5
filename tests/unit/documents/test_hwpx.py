"""Documents as HWPX: what they say and how they are laid out, as other programs read it."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hwpkit import extract_text_from_hwpx
from hwpx import HwpxDocument, validate_package

from portal.documents.hwpx import document_hwpx
from portal.documents.model import Column, Document, Items, Paragraph, RichText, Section, Table
from portal.documents.statement import HeldLine, statement_document
from tests.unit.documents.samples import MODELS
from tests.unit.documents.test_statement import LINE, PAPER, SAID, words_of

MM = 283.465
HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
HH = "{http://www.hancom.co.kr/hwpml/2011/head}"
LONG = statement_document(replace(PAPER, lines=(LINE,) * 80, held=(HeldLine(LINE, "시간이\n다릅니다.", "확인함"),)))


def part(document: Document, name: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(document_hwpx(document))) as opened:
        return ET.fromstring(opened.read(name))  # noqa: S314 written a moment ago


def section(document: Document) -> ET.Element:
    return part(document, "Contents/section0.xml")


def read_by_another(document: Document, folder: Path) -> list[str]:
    (folder / "a.hwpx").write_bytes(document_hwpx(document))
    return str(extract_text_from_hwpx(str(folder / "a.hwpx"))).split("\n")


@pytest.fixture(params=["minutes", "receipt", "statement"])
def document(request: pytest.FixtureRequest) -> Document:
    return {**MODELS, "statement": LONG}[request.param]


class TestFile:
    def test_keeps_to_the_schema(self, document: Document) -> None:
        data = document_hwpx(document)
        assert validate_package(data).ok
        assert HwpxDocument.open(io.BytesIO(data)).validate().issues == ()

    def test_names_its_author_and_nobody_else(self) -> None:
        metadata = HwpxDocument.open(io.BytesIO(document_hwpx(LONG))).parts.metadata
        assert metadata is not None
        assert (metadata.title, metadata.creator, metadata.lastsaveby) == (LONG.title, "컨소시엄 사무국", None)

    def test_shows_how_it_begins(self) -> None:
        with zipfile.ZipFile(io.BytesIO(document_hwpx(LONG))) as opened:
            shown = opened.read("Preview/PrvText.txt").decode()
        assert shown.startswith("2026년 10월 정산 명세서\r\n문서번호 2026-000012\r\n1. 청구 개요\r\n<기관><울림두레")
        assert len(shown) == 1_000

    def test_is_written_whatever_somebody_typed(self, tmp_path: Path) -> None:
        odd = Document("제\x01목", "사\ufffe무국", PAPER.drawn_at, (Paragraph("앞\x0b뒤 😀"),))
        assert read_by_another(odd, tmp_path)[:2] == ["제〓목", "앞〓뒤 〓"]


class TestWords:
    def test_are_all_there_for_another_reader(self, tmp_path: Path) -> None:
        text = words_of("".join(read_by_another(statement_document(PAPER), tmp_path)))
        assert [words for words in SAID if words_of(words) not in text] == []

    def test_begin_with_the_title(self, document: Document, tmp_path: Path) -> None:
        assert read_by_another(document, tmp_path)[0] == document.title

    def test_of_several_lines_are_paragraphs(self, tmp_path: Path) -> None:
        table = Table((Column("머리", 50), Column("글", 50)), (("하나", "첫 줄\n둘째 줄\r\n셋째 줄"),))
        lines = read_by_another(Document("제목", "사무국", PAPER.drawn_at, (table, Paragraph("두 줄\n글"))), tmp_path)
        assert lines[-7:-1] == ["하나", "첫 줄", "둘째 줄", "셋째 줄", "두 줄", "글"]

    def test_are_numbered_once(self, tmp_path: Path) -> None:
        """The mark is text; the outline's own number, which Hangul would draw before it, is empty."""
        inside = (Section("현황", (Paragraph("글"),)), Section("계획", ()))
        numbered = Document("제목", "사무국", PAPER.drawn_at, (Section("개요", inside), Section("끝", ())))
        assert [line[:5] for line in read_by_another(numbered, tmp_path)[1:4]] == ["1. 개요", "가. 현황", "글"]
        header = part(numbered, "Contents/header.xml")
        assert [head.text for head in header.iter(f"{HH}paraHead") if head.text] == []

    def test_have_headings_that_hangul_lists(self) -> None:
        header, body = part(LONG, "Contents/header.xml"), section(LONG)
        levels = {
            form.get("id"): heading.get("level")
            for form in header.iter(f"{HH}paraPr")
            for heading in form.iter(f"{HH}heading")
            if heading.get("type") == "OUTLINE"
        }
        headings = ["".join(each.itertext()) for each in body.iter(f"{HP}p") if each.get("paraPrIDRef") in levels]
        assert headings == ["1. 청구 개요", "2. 서비스별 소계", "3. 청구 내역", "4. 보류한 줄"]

    def test_of_rich_text_are_refused(self) -> None:
        with pytest.raises(ValueError, match="rich"):
            document_hwpx(replace(LONG, blocks=(RichText("x"),)))  # type: ignore[arg-type]

    def test_of_lists_have_their_marks(self, tmp_path: Path) -> None:
        lines = read_by_another(Document("제목", "사무국", PAPER.drawn_at, (Items.of("하나", "둘"),)), tmp_path)
        assert lines == ["제목", "1. 하나", "2. 둘", "  끝."]


class TestPage:
    def test_begins_and_ends_where_official_papers_do(self, document: Document) -> None:
        """In this format text begins below the upper margin and the header, and ends above footer and lower margin."""
        margin = section(document).find(f".//{HP}pagePr/{HP}margin")
        assert margin is not None
        given = {name: float(value) / MM for name, value in margin.items()}
        assert (round(given["left"]), round(given["right"])) == (20, 20)
        assert round(given["top"] + given["header"]) == 20
        assert round(given["bottom"] + given["footer"]) == 15

    def test_has_its_number_once(self, document: Document) -> None:
        body = section(document)
        assert [number.get("pos") for number in body.iter(f"{HP}pageNum")] == ["BOTTOM_CENTER"]
        assert [*body.iter(f"{HP}autoNum"), *body.iter(f"{HP}footer")] == []


class TestTables:
    def test_flow_over_pages(self, document: Document) -> None:
        tables = list(section(document).iter(f"{HP}tbl"))
        assert tables
        for table in tables:
            place = table.find(f"{HP}pos")
            assert place is not None
            assert (place.get("treatAsChar"), table.get("pageBreak")) == ("0", "CELL")

    def test_are_as_high_as_their_rows_need(self) -> None:
        for table in section(LONG).iter(f"{HP}tbl"):
            heights = [int(size.get("height", "0")) for size in table.iterfind(f"{HP}tr/{HP}tc[1]/{HP}cellSz")]
            size = table.find(f"{HP}sz")
            assert size is not None
            assert size.get("height") == str(sum(heights))
            assert min(heights) >= 10 * 100

    def test_repeat_their_head_and_nothing_else(self) -> None:
        """A cell that is marked as a head repeats with its row, so the head beside a row must not be."""
        lines = max(section(LONG).iter(f"{HP}tbl"), key=len)
        marked = [{cell.get("header") for cell in row.iter(f"{HP}tc")} for row in lines.iter(f"{HP}tr")]
        assert lines.get("repeatHeader") == "1"
        assert marked[0] == {"1"}
        assert all(cells == {"0"} for cells in marked[1:])

    def test_set_a_note_over_the_full_width(self) -> None:
        held = list(section(LONG).iter(f"{HP}tbl"))[-2]
        above, note = list(held.iter(f"{HP}tr"))[1:3]
        whole = sum(int(size.get("width", "0")) for size in above.iter(f"{HP}cellSz"))
        (cell,) = note.iter(f"{HP}tc")
        span, size = cell.find(f"{HP}cellSpan"), cell.find(f"{HP}cellSz")
        assert span is not None
        assert size is not None
        assert (span.get("colSpan"), size.get("width")) == ("10", str(whole))
        assert ["".join(each.itertext()) for each in cell.iter(f"{HP}p")] == [
            "까닭: 시간이",
            "다릅니다.",
            "처리: 확인함",
        ]

    def test_have_signing_boxes_of_at_least_12_mm(self) -> None:
        boxes = list(list(section(LONG).iter(f"{HP}tbl"))[-1].iter(f"{HP}tr"))[1:]
        assert all(int(size.get("height", "0")) >= 12 * MM for row in boxes for size in row.iter(f"{HP}cellSz"))
