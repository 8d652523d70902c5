"""Sheets as a workbook for spreadsheet programs. Loads openpyxl, so only imported where one is made."""

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from portal.core.clock import SEOUL
from portal.db.transaction import refuse_slow_work
from portal.documents.sheets import Sheet, SheetColumn, Value, harmless
from portal.documents.visible import visible

_BOLD, _SHADE = Font(bold=True), PatternFill("solid", fgColor="EEF2F6")
A4, MM_IN_INCH = 9, 25.4
SIDE_MM, TOP_MM, BOTTOM_MM, FOOTER_MM = 20, 20, 15, 7
UPRIGHT = 90
"""Characters that stand beside each other on an upright sheet; wider ones are laid on their side."""

_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def workbook(sheets: Iterable[Sheet], *, title: str, created_at: datetime) -> bytes:
    """The sheets as XLSX, each with a head that stays in sight, can be filtered by and is printed on each page."""
    refuse_slow_work()
    book = Workbook(write_only=True)
    book.properties.title = visible(title)
    book.properties.created = created_at.astimezone(UTC).replace(tzinfo=None)
    for sheet in sheets:
        _write_sheet(book.create_sheet(_sheet_title(sheet.title)), sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet_title(title: str) -> str:
    """At most 31 characters, none of those that a sheet's name must not hold."""
    return "".join(" " if character in r"[]:*?/\\" else character for character in visible(title))[:31]


def _write_sheet(page: Worksheet, sheet: Sheet) -> None:
    last_column = get_column_letter(len(sheet.columns))
    for place, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.freeze_panes = "A2"
    _set_up_printing(page, sheet)
    page.append([_head_cell(page, column) for column in sheet.columns])
    written = 1
    for row in sheet.rows:
        page.append([_cell(page, value, column) for value, column in zip(row, sheet.columns, strict=True)])
        written += 1
    page.auto_filter.ref = f"A1:{last_column}{written}"
    if sheet.total:
        page.append([_emphasised(_cell(page, v, c)) for v, c in zip(sheet.total, sheet.columns, strict=True)])
        written += 1
    page.print_area = f"A1:{last_column}{written}"


def _set_up_printing(page: Worksheet, sheet: Sheet) -> None:
    """A4 within the margins of official papers, as wide as the page, the head on each, and where one is below."""
    is_wide = sum(column.width for column in sheet.columns) > UPRIGHT
    page.page_setup.paperSize, page.page_setup.orientation = A4, "landscape" if is_wide else "portrait"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.page_margins = PageMargins(
        left=SIDE_MM / MM_IN_INCH,
        right=SIDE_MM / MM_IN_INCH,
        top=TOP_MM / MM_IN_INCH,
        bottom=BOTTOM_MM / MM_IN_INCH,
        footer=FOOTER_MM / MM_IN_INCH,
    )
    page.print_title_rows = "1:1"
    footer = HeaderFooterItem()
    footer.left.text, footer.right.text = visible(sheet.title).replace("&", "&&"), "&P / &N"
    page.HeaderFooter.oddFooter = footer


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
    cell.value = harmless(visible(value))
    cell.data_type, cell.number_format = "s", "@"
    return cell
