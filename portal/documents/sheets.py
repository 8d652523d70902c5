"""Spreadsheets and lists for machines: real dates and numbers, and no text that a program would take for a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from portal.core.clock import SEOUL
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.documents.visible import visible

Value = str | int | date | datetime | time | None

CP949, UTF8_WITH_BOM = "cp949", "utf-8-sig"
FORMULA_SIGNS = frozenset("=+-@")
_SPOKEN_FOR = {"㈔": "(사)", "㈜": "(주)"}


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


def csv_file(rows: Iterable[Sequence[Value]], *, encoding: str = UTF8_WITH_BOM) -> bytes:
    """Rows as CSV with the line ends that RFC 4180 asks for; raises `DomainError` for what the encoding cannot hold."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([plain_value(value) for value in row] for row in rows)
    text = buffer.getvalue()
    return _as_cp949(text) if encoding == CP949 else text.encode(encoding)


def plain_value(value: Value) -> str | int:
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return f"{value.astimezone(SEOUL):%Y-%m-%d %H:%M}"
    if isinstance(value, date | time):
        return value.isoformat()
    return harmless(visible(value or ""))


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
