"""Tables that people send, as text: CSV however a spreadsheet program wrote it, or a workbook, not calculated."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from zipfile import ZipFile

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.db.transaction import refuse_slow_work
from portal.documents.packed import UNREADABLE, holds_too_much, unpack

CELLS = list[str]
SEPARATORS = ",;\t"
_ENCODINGS = ("utf-8-sig", "cp949")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MOST_PARTS, _MOST_UNPACKED = 200, 5_000_000
"""Parts and bytes of a workbook once it is unpacked; a table of a thousand rows has 12 and 200,000."""

_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")
"""What no spreadsheet program writes, and what could make a small part grow."""


@dataclass(frozen=True)
class Limits:
    """The most that is read: bytes of the file, rows with its head, columns."""

    size: int
    rows: int
    columns: int = 20


def text_of_file(data: bytes, limits: Limits) -> str:
    """The table in `data` as CSV; raises `DomainError` for what is no table, or too much of one."""
    if len(data) > limits.size:
        raise _refused(N_("파일이 너무 큽니다. %(limit)dKB까지 올릴 수 있습니다."), limit=limits.size // 1000)
    if data.startswith(_OLD_OFFICE):
        raise _refused(N_("옛 엑셀 파일(xls)이거나 암호가 있습니다. 암호 없이 xlsx로 저장해 다시 올려 주십시오."))
    return _text_of_workbook(data, limits) if data.startswith(_ZIP) else _decoded(data)


def lines_of(text: str) -> Iterator[tuple[int, CELLS]]:
    """Each line with its number; what stands between the cells is found out from the first line that says anything."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for line in reader:
            yield reader.line_num, line
    except csv.Error:
        raise _refused(N_("%(line)d번째 줄을 읽을 수 없습니다."), line=reader.line_num) from None


def _separator(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=head.count)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16",) if data.startswith(_UTF16) else _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refused(N_("읽을 수 없는 파일입니다. 엑셀 파일(xlsx)이나 CSV 파일로 저장해 다시 올려 주십시오."))


def _text_of_workbook(data: bytes, limits: Limits) -> str:
    refuse_slow_work()
    _refuse_bombs(data)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for line in _lines_of_workbook(data, limits):
        writer.writerow(line)
    return text.getvalue()


def _refuse_bombs(data: bytes) -> None:
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            too_much = holds_too_much(packed, parts=_MOST_PARTS, unpacked=_MOST_UNPACKED)
            held = (unpack(packed, part) for part in packed.infolist())
            declares = not too_much and any(sign in part for part in held for sign in _DECLARED)
    except UNREADABLE:
        raise _unreadable_workbook() from None
    if too_much:
        raise _refused(N_("파일 안에 든 것이 너무 많습니다. 표만 새 파일에 옮겨 다시 올려 주십시오."))
    if declares:
        raise _unreadable_workbook()


def _lines_of_workbook(data: bytes, limits: Limits) -> Iterator[CELLS]:
    """The lines of the first sheet, empty ones as they stand."""
    from openpyxl import load_workbook  # noqa: PLC0415 costs time and memory: only where a workbook is read

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(max_col=limits.columns, values_only=True)
        lines = list(islice(rows, limits.rows + 1))
    except Exception:  # noqa: BLE001 openpyxl raises whatever a broken part makes it stumble over
        raise _unreadable_workbook() from None
    if len(lines) > limits.rows:
        raise _refused(N_("줄이 너무 많습니다. %(limit)d줄까지 가져올 수 있습니다."), limit=limits.rows - 1)
    for line in lines:
        yield _without_empty_end([_written(value) for value in line])


def _written(value: object) -> str:
    """A cell as somebody would type it; a formula is its own text."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _without_empty_end(cells: CELLS) -> CELLS:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _refused(words: str, **params: object) -> DomainError:
    return DomainError(words, "file", **params)


def _unreadable_workbook() -> DomainError:
    return _refused(N_("읽을 수 없는 엑셀 파일입니다. 표만 새 파일에 옮겨 xlsx로 저장해 다시 올려 주십시오."))
