"""A workbook that would grow, hide or reach too far is refused before it costs anything."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from portal.core.errors import DomainError
from portal.documents.incoming import Limits, lines_of, text_of_file

LIMITS = Limits(size=300_000, rows=101, columns=5)


def new_book() -> tuple[Workbook, Worksheet]:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    return book, book.active


def saved(book: Workbook) -> bytes:
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def with_cell(place: str) -> bytes:
    book, page = new_book()
    page[place] = 1
    return saved(book)


def with_part(name: str, content: bytes) -> bytes:
    kept = BytesIO(with_cell("A1"))
    with ZipFile(kept, "a", ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return kept.getvalue()


def many_parts() -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as packed:
        for number in range(300):
            packed.writestr(f"{number}.xml", b"")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (with_part("xl/media/big.xml", b"0" * 6_000_000), "파일 안에 든 것이 너무 많습니다."),
        (many_parts(), "파일 안에 든 것이 너무 많습니다."),
        (with_part("xl/entities.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]>"), "읽을 수 없는 엑셀 파일입니다."),
        (with_cell("A1048576"), "줄이 너무 많습니다. 100줄까지"),
        (with_cell("A1")[:-40], "읽을 수 없는 엑셀 파일입니다."),
    ],
)
def test_is_refused_in_words(data: bytes, told: str) -> None:
    assert len(data) < LIMITS.size
    with pytest.raises(DomainError) as refused:
        text_of_file(data, LIMITS)
    assert told in refused.value.message % refused.value.params


def test_what_stands_far_to_the_right_is_not_read() -> None:
    assert text_of_file(with_cell("XFD1"), LIMITS).strip() == ""


def test_days_whole_numbers_and_formulas_are_text() -> None:
    book, page = new_book()
    page.append([2028.0, 1.5, "=1+1", None, "ㄱ"])
    assert list(lines_of(text_of_file(saved(book), LIMITS))) == [(1, ["2028", "1.5", "=1+1", "", "ㄱ"])]
