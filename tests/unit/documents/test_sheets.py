"""Spreadsheets hold real dates and numbers, text stays text, and nothing that people typed becomes a formula."""

import csv
import io
from datetime import UTC, date, datetime, time

import pytest
from openpyxl import load_workbook

from portal.core.errors import DomainError
from portal.documents.sheets import CP949, Sheet, SheetColumn, Value, csv_file, harmless
from portal.documents.workbook import workbook

AT = datetime(2026, 11, 1, 0, 30, tzinfo=UTC)


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

    def test_names_sheets_that_may_be_named_so(self) -> None:
        data = workbook([Sheet("[가]:*?/\\" + "긴" * 40, (SheetColumn("a"),), [])], title="a", created_at=AT)
        assert len(load_workbook(io.BytesIO(data)).sheetnames[0]) == 31


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
