"""Sheets as a workbook for spreadsheet programs. Loads openpyxl, so only imported where one is made."""

import io
from collections.abc import Iterable
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from portal.core.clock import SEOUL
from portal.documents.sheets import Sheet, SheetColumn, Value, harmless

_BOLD, _SHADE = Font(bold=True), PatternFill("solid", fgColor="EEF2F6")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


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
