"""Tables of a HWPX file: they flow over pages, their head repeats, a row of one cell takes the full width."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.documents.glyphs import printable
from portal.documents.hwpx_styles import AFTER_PT, TEXT_SPACING, Styles

UNITS_IN_PT = 100
SIDE_MARGINS, UPPER_AND_LOWER_MARGINS = 1_020, 282
"""What a cell keeps free, in HWP units."""

ROOM_BELOW = 850
"""Between a table and the text that follows, in HWP units."""


@dataclass(frozen=True, slots=True)
class Grid:
    """`widths` are shares; `aligns` are the library's words, one a column, all to the left without them.

    `row_heads` makes the first cell of each full row its head. Rows below the head are at least `row_height` high.
    """

    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    aligns: Sequence[str] = ()
    has_head: bool = False
    row_heads: bool = False
    row_height: int = 0

    def write(self, file: Any, styles: Styles, *, width: int, size: int) -> None:
        """Append the table to `file`, `width` wide, in letters of `size` points."""
        table = file.add_table(len(self.rows), len(self.widths), width=width)
        table.set_column_widths(self.widths)
        table.element.set("repeatHeader", "1" if self.has_head else "0")
        heights = [
            self._write_row(row, words, _Pen(styles, size), is_first=place == 0)
            for place, (row, words) in enumerate(zip(table.rows, self.rows, strict=True))
        ]
        table.element.find("{*}sz").set("height", str(sum(heights)))
        table.element.find("{*}outMargin").set("bottom", str(ROOM_BELOW))
        table.set_treat_as_char(False)  # one character of a line would end at the lower edge of the paper

    def _write_row(self, row: Any, words: Sequence[str], pen: "_Pen", *, is_first: bool) -> int:
        in_head, is_whole = self.has_head and is_first, len(words) < len(self.widths)
        if is_whole:
            _join(row.cells)
        cells = row.cells
        for column, (text, cell) in enumerate(zip(words, cells, strict=True)):
            is_head = in_head or (self.row_heads and column == 0 and not is_whole)
            align = "CENTER" if in_head else self.aligns[column] if self.aligns else "LEFT"
            pen.fill(cell, text, is_head=is_head, align=align)
        needed = (pen.height(text, cell.width) for text, cell in zip(words, cells, strict=True))
        height = max(0 if in_head else self.row_height, *needed)
        for cell in cells:
            cell.set_size(height=height)
            cell.element.set("header", "1" if in_head else "0")  # of a row that repeats, not of a head beside its row
        return height


def _join(cells: Sequence[Any]) -> None:
    """Make all cells of a row the first one; the library's own way looks at the whole table for each row."""
    first, *others = cells
    first.set_size(width=sum(cell.width for cell in cells))
    first.set_span(1, len(cells))
    for cell in others:
        cell.element.getparent().remove(cell.element)


@dataclass(frozen=True, slots=True)
class _Pen:
    styles: Styles
    size: int

    def fill(self, cell: Any, text: str, *, is_head: bool, align: str) -> None:
        """A paragraph for each line: a line break inside of one is lost by other readers of this format."""
        first, *more = lines_of(text)
        cell.set_text(first)
        paragraph, run = self.styles.paragraph(align), self.styles.run(self.size, bold=is_head)
        cell.paragraphs[0].para_pr_id_ref, cell.paragraphs[0].char_pr_id_ref = paragraph, run
        for line in more:
            cell.add_paragraph(line, para_pr_id_ref=paragraph, char_pr_id_ref=run)
        cell.element.set("borderFillIDRef", self.styles.fill(is_head=is_head))

    def height(self, text: str, width: int) -> int:
        """About what the text needs; programs that do not lay it out anew break pages by this."""
        letter = self.size * UNITS_IN_PT
        room = max(width - SIDE_MARGINS, letter)
        paragraphs = lines_of(text)
        lines = sum(max(math.ceil(ems(line) * letter / room), 1) for line in paragraphs)
        return lines * letter * TEXT_SPACING // 100 + len(paragraphs) * AFTER_PT * UNITS_IN_PT + UPPER_AND_LOWER_MARGINS


def lines_of(text: str) -> list[str]:
    """The lines of `text` as they can be written, one at least."""
    return printable(text).splitlines() or [""]


def ems(text: str) -> float:
    """About how wide a line is, in letters as wide as they are high."""
    return sum(1 if unicodedata.east_asian_width(character) in "WF" else 0.5 for character in text)
