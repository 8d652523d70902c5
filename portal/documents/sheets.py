"""Spreadsheets and lists for machines: real dates and numbers, and no text that a program would take for a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from portal.core.clock import SEOUL
from portal.core.errors import DomainError
from portal.core.messages import N_

Value = str | int | date | datetime | time | None

CP949, UTF8_WITH_BOM = "cp949", "utf-8-sig"
FORMULA_SIGNS = frozenset("=+-@")
_SPOKEN_FOR = {"㈔": "(사)", "㈜": "(주)"}
_BOLD, _SHADE = Font(bold=True), PatternFill("solid", fgColor="EEF2F6")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """`width` in characters; `is_text` keeps digits as they stand: numbers of telephones, accounts, registrations."""

    head: str
    width: int = 12
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; `title` names it, `total` is a last row that stands out."""

    title: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[Sequence[Value]]
    total: Sequence[Value] = ()


def harmless(text: str) -> str:
    """`text` that no spreadsheet takes for a formula: a quotation mark goes before = + - @, in any width.

    Blanks, tabs and characters that nobody sees do not hide such a sign.
    """
    for character in unicodedata.normalize("NFKC", text):
        if character.isspace() or unicodedata.category(character) in {"Cc", "Cf"}:
            continue
        return f"'{text}" if character in FORMULA_SIGNS else text
    return text


def workbook(sheets: Iterable[Sheet], *, title: str, created_at: datetime) -> bytes:
    """The sheets as XLSX, each with a head that stays in sight and can be filtered by."""
    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.created = book.properties.modified = created_at.astimezone(SEOUL).replace(tzinfo=None)
    for sheet in sheets:
        _write_sheet(book.create_sheet(_sheet_title(sheet.title)), sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet_title(title: str) -> str:
    """At most 31 characters, none of those that a sheet's name must not hold."""
    return "".join(" " if character in r"[]:*?/\\" else character for character in title)[:31]


def _write_sheet(page: Worksheet, sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.freeze_panes = "A2"
    page.append([_head_cell(page, column) for column in sheet.columns])
    written = 1
    for row in sheet.rows:
        page.append([_cell(page, value, column) for value, column in zip(row, sheet.columns, strict=True)])
        written += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{written}"
    if sheet.total:
        page.append([_emphasised(_cell(page, v, c)) for v, c in zip(sheet.total, sheet.columns, strict=True)])


def _head_cell(page: Worksheet, column: SheetColumn) -> Cell:
    cell = _emphasised(_text(page, column.head))
    cell.alignment = _CENTRE
    return cell


def _emphasised(cell: Cell) -> Cell:
    cell.font, cell.fill = _BOLD, _SHADE
    return cell


def _cell(page: Worksheet, value: Value, column: SheetColumn) -> Cell:
    """A cell of the kind that its value is; text is always text, whatever it begins with."""
    if isinstance(value, datetime):
        return _formatted(page, value.astimezone(SEOUL).replace(tzinfo=None), "yyyy-mm-dd hh:mm")
    if isinstance(value, date):
        return _formatted(page, value, "yyyy-mm-dd")
    if isinstance(value, time):
        return _formatted(page, value, "hh:mm")
    if isinstance(value, int) and not column.is_text:
        return _formatted(page, value, "#,##0")
    return _text(page, "" if value is None else str(value))


def _formatted(page: Worksheet, value: int | date | datetime | time, number_format: str) -> Cell:
    cell: Cell = WriteOnlyCell(page)
    cell.value, cell.number_format = value, number_format
    return cell


def _text(page: Worksheet, value: str) -> Cell:
    cell: Cell = WriteOnlyCell(page)
    cell.value = harmless(value)
    cell.data_type, cell.number_format = "s", "@"
    return cell


def csv_file(rows: Iterable[Sequence[Value]], *, encoding: str = UTF8_WITH_BOM) -> bytes:
    """Rows as CSV with the line ends that RFC 4180 asks for; raises `DomainError` for what the encoding cannot hold."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([_plain(value) for value in row] for row in rows)
    text = buffer.getvalue()
    return _as_cp949(text) if encoding == CP949 else text.encode(encoding)


def _plain(value: Value) -> str | int:
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return f"{value.astimezone(SEOUL):%Y-%m-%d %H:%M}"
    if isinstance(value, date | time):
        return value.isoformat()
    return harmless(value or "")


def _as_cp949(text: str) -> bytes:
    for character, spoken in _SPOKEN_FOR.items():
        text = text.replace(character, spoken)
    try:
        return text.encode(CP949)
    except UnicodeEncodeError as error:
        letter = error.object[error.start : error.start + 1]
        raise DomainError(
            N_("CP949 파일에 쓸 수 없는 글자가 있습니다: %(letter)s. UTF-8 파일을 받아 주십시오."), letter=letter
        ) from None
