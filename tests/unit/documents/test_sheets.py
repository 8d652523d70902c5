"""Spreadsheets hold real dates and numbers, text stays text, and nothing that people typed becomes a formula."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime, time

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from portal.core.clock import SEOUL
from portal.core.errors import DomainError
from portal.documents.sheets import CP949, Sheet, SheetColumn, Value, csv_file, harmless
from portal.documents.workbook import workbook

AT = datetime(2026, 11, 1, 0, 30, tzinfo=UTC)


def read_by_another(*sheets: Sheet) -> list[list[list[object]]]:
    """The rows of each sheet as a program reads them that did not write them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(sheets, title="목록", created_at=AT)))
    return [[list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names]


def page_of(sheet: Sheet) -> Worksheet:
    page: Worksheet = load_workbook(io.BytesIO(workbook([sheet], title="목록", created_at=AT))).worksheets[0]
    return page


def cells(*row: Value, columns: tuple[SheetColumn, ...] | None = None) -> list[object]:
    """The row as a spreadsheet program reads it."""
    columns = columns or tuple(SheetColumn(str(place)) for place, _ in enumerate(row))
    data = workbook([Sheet("목록", columns, [row])], title="목록", created_at=AT)
    return [cell.value for cell in load_workbook(io.BytesIO(data)).worksheets[0][2]]


class TestHarmless:
    @pytest.mark.parametrize(
        "text",
        ["=1+1", "+82", "-1", "@SUM(A1)", " =1+1", "\t=1+1", "\r\n=1", "＝1+1", "＋1", "－1", "＠x", "\u200b=1",
         "\u3000=1", "\xa0=1", "﹦1", "\ufeff=1"],
    )  # fmt: skip
    def test_marks_what_could_be_a_formula(self, text: str) -> None:
        assert harmless(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["", "홍*동", "1-2", "a=b", "(-1)", "2026-10", " 가"])
    def test_leaves_other_text(self, text: str) -> None:
        assert harmless(text) == text


class TestWorkbook:
    def test_keeps_dates_times_and_numbers(self) -> None:
        found = cells(date(2026, 10, 1), time(9, 30), 1_234_567, AT, None)
        assert found[:3] == [datetime(2026, 10, 1), time(9, 30), 1_234_567]  # noqa: DTZ001 as a spreadsheet has it
        assert found[3] == datetime(2026, 11, 1, 9, 30)  # noqa: DTZ001 in Seoul
        assert found[4] in (None, "")

    def test_keeps_numbers_that_are_names_as_text(self) -> None:
        column = SheetColumn("계좌", is_text=True)
        assert cells("010-1234-5678", "0012", 12, columns=(column,) * 3) == ["010-1234-5678", "0012", "12"]

    def test_writes_no_formula(self) -> None:
        data = workbook([Sheet("a", (SheetColumn("=x"),), [["=1+1"]], ["+1"])], title="a", created_at=AT)
        page = load_workbook(io.BytesIO(data)).worksheets[0]
        assert [cell.data_type for row in page.iter_rows() for cell in row] == ["s", "s", "s"]

    def test_is_read_alike_by_another_program(self) -> None:
        columns = (SheetColumn("날", 12), SheetColumn("수", 12), SheetColumn("계좌", 12, is_text=True))
        rows: list[list[Value]] = [[date(2026, 10, 1), 1_200, "0012"], [None, -3, "=1"]]
        assert read_by_another(Sheet("표", columns, rows, ["합계", 1_197, ""])) == [
            [["날", "수", "계좌"], [date(2026, 10, 1), 1_200, "0012"], ["", -3, "'=1"], ["합계", 1_197, ""]]
        ]

    @pytest.mark.parametrize("unseen", ["\x00", "\x01", "\x0b", "\x1f", "\x7f", "\x85", "\u202e", "\ufffe", "\ud800"])
    def test_makes_visible_what_nobody_sees(self, unseen: str) -> None:
        column = SheetColumn(f"머{unseen}리")
        (rows,) = read_by_another(Sheet(f"시{unseen}트", (column,), [[f"울림{unseen}두레"]]))
        assert rows == [["머〓리"], ["울림〓두레"]]
        assert csv_file([[f"울림{unseen}두레"]], encoding=CP949).decode("cp949") == "울림〓두레\r\n"

    def test_leaves_ends_of_lines_and_tabs(self) -> None:
        assert cells("두\n줄\t칸") == ["두\n줄\t칸"]

    def test_is_dated_in_universal_time(self) -> None:
        """The format writes a Z behind whatever clock the library was given."""
        data = workbook([Sheet("a", (SheetColumn("a"),), [])], title="a", created_at=AT.astimezone(SEOUL))
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            properties = opened.read("docProps/core.xml").decode()
        assert re.findall(r"<dcterms:created[^>]*>([^<]+)<", properties) == ["2026-11-01T00:30:00Z"]

    def test_names_sheets_that_may_be_named_so(self) -> None:
        data = workbook([Sheet("[가]:*?/\\" + "긴" * 40, (SheetColumn("a"),), [])], title="a", created_at=AT)
        assert len(load_workbook(io.BytesIO(data)).sheetnames[0]) == 31


class TestPrinting:
    def test_fills_the_width_of_the_page_and_tells_which_it_is(self) -> None:
        page = page_of(Sheet("청구 & 내역", (SheetColumn("가"), SheetColumn("나")), [["1", "2"]], ["계", ""]))
        properties = page.sheet_properties.pageSetUpPr
        assert properties is not None
        assert (properties.fitToPage, page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (True, 1, 0)
        assert page.page_setup.paperSize == 9
        assert (page.print_title_rows, page.print_area) == ("$1:$1", "'청구 & 내역'!$A$1:$B$3")
        assert str(page.HeaderFooter.oddFooter) == "&L청구 && 내역&R&P / &N"

    @pytest.mark.parametrize(("widths", "orientation"), [((40, 50), "portrait"), ((40, 51), "landscape")])
    def test_lays_wide_ones_on_their_side(self, widths: tuple[int, ...], orientation: str) -> None:
        columns = tuple(SheetColumn("가", width) for width in widths)
        assert page_of(Sheet("표", columns, [])).page_setup.orientation == orientation

    def test_keeps_the_margins_of_official_papers(self) -> None:
        margins = page_of(Sheet("표", (SheetColumn("가"),), [])).page_margins
        assert [round(side * 25.4) for side in (margins.left, margins.right, margins.top, margins.bottom)] == [
            20,
            20,
            20,
            15,
        ]


class TestCsv:
    def test_begins_with_the_mark_and_ends_lines_as_programs_expect(self) -> None:
        data = csv_file([["은행", "금액"], ["국민은행", 1200]])
        assert data == b"\xef\xbb\xbf" + "은행,금액\r\n국민은행,1200\r\n".encode()

    def test_as_cp949_spells_out_what_banks_cannot_read(self) -> None:
        assert (
            csv_file([["㈔함께", "㈜백의민족", "펲"]], encoding=CP949).decode("cp949") == "(사)함께,(주)백의민족,펲\r\n"
        )

    def test_as_cp949_refuses_what_it_cannot_hold(self) -> None:
        with pytest.raises(DomainError):
            csv_file([["😀"]], encoding=CP949)

    def test_quotes_and_marks(self) -> None:
        text = csv_file([['a,"b"', "=1", date(2026, 10, 1), -5, None]]).decode("utf-8-sig")
        assert next(csv.reader([text.strip()])) == ['a,"b"', "'=1", "2026-10-01", "-5", ""]
