"""The one door to HWPX: the model of a document in, the bytes of a file for Hangul out."""

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

from portal.core.messages import N_
from portal.core.numbering import marks
from portal.documents.glyphs import printable
from portal.documents.model import (
    Align,
    Attachments,
    Block,
    Document,
    Items,
    Notice,
    Overview,
    Paragraph,
    Reference,
    RichText,
    Section,
    Signatures,
    Table,
    Titled,
)
from portal.documents.render import marked

UNITS_IN_MM = 283.465
"""HWP units in a millimetre."""

SHEET_MM = {False: 210, True: 297}
SIDE_MM, TOP_MM, BOTTOM_MM = 20, 20, 15
SIGNING_MM = 13
BODY, TABLE, SMALL_TABLE, TITLE, HEADING = 12, 11, 10, 20, 14
SHADE = "#EEF2F6"
_ALIGNMENT = {Align.START: "LEFT", Align.CENTRE: "CENTER", Align.FIGURE: "RIGHT"}
_OVERVIEW, _SIGNATURES = (24, 76), (30, 35, 35)


def document_hwpx(document: Document) -> bytes:
    """The HWPX of `document`: what `document_pdf` sets, as a file that Hangul opens and edits.

    Raises `ValueError` for rich text, which only manuals have.
    """
    sheet = _Sheet(document)
    sheet.write()
    return sheet.file.to_bytes()


class _Sheet:
    """The file while it is written, with the formats that repeat in it."""

    def __init__(self, document: Document) -> None:
        from hwpx import HwpxDocument  # noqa: PLC0415 costs memory and time: only where documents are made

        self.document = document
        self.file = HwpxDocument.new()
        self.width = int((SHEET_MM[document.landscape] - 2 * SIDE_MM) * UNITS_IN_MM)
        self.formats: dict[tuple[str, int], str] = {}
        self.runs: dict[tuple[int, bool], str] = {}
        self.file.page.setup(
            paper_size="A4",
            orientation="LANDSCAPE" if document.landscape else "PORTRAIT",
            margin_left_mm=SIDE_MM,
            margin_right_mm=SIDE_MM,
            margin_top_mm=TOP_MM,
            margin_bottom_mm=BOTTOM_MM,
        )
        self.file.page.set_page_number(prefix="- ", suffix=" -")
        made = f"{document.created_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self.file.parts.clear_document_metadata()
        self.file.parts.set_document_metadata(
            title=document.title, creator=document.author, created_date=made, modified_date=made
        )

    def write(self) -> None:
        document = self.document
        self.line(document.title, size=TITLE, bold=True, align="CENTER")
        if document.number:
            self.line(N_("문서번호 %(number)s") % {"number": document.number}, size=SMALL_TABLE, align="CENTER")
        self.blocks(document.blocks, 1)
        if document.ending:
            self.line("  " + N_("끝."))

    def blocks(self, blocks: Iterable[Block], depth: int) -> None:
        for entry in marked(blocks, depth):
            self.block(entry.block, depth, entry.mark)

    def block(self, block: Block, depth: int, mark: str) -> None:
        match block:
            case Section():
                size = max(HEADING - depth + 1, BODY)
                self.line(f"{mark} {block.heading}".strip(), size=size, bold=True, level=depth)
                self.blocks(block.blocks, depth + 1)
            case Paragraph():
                self.line(block.text, bold=block.emphasised)
            case Items():
                self.items(block, depth)
            case Reference():
                self.line(f"{block.label} {block.value}", size=HEADING, bold=True, align="CENTER")
            case Attachments():
                self.line("\n".join((N_("붙임"), *_numbered(block.names))))
            case RichText():
                raise ValueError("rich text has no form in HWPX here")
            case Overview() | Table() | Notice() | Signatures():
                self.framed(block)

    def framed(self, block: Overview | Table | Notice | Signatures) -> None:
        """What stands in a grid."""
        match block:
            case Overview():
                self.grid((), block.rows, _OVERVIEW, caption=block.caption, row_heads=True)
            case Table():
                self.table(block)
            case Notice():
                lines = (block.heading, *block.lines) if block.heading else block.lines
                self.grid((), (("\n".join(lines),),), (100,))
            case Signatures():
                self.signatures(block)

    def line(self, text: str, *, size: int = BODY, bold: bool = False, align: str = "LEFT", level: int = 0) -> None:
        """A paragraph for each line of the text; `level` from 1 makes it a heading that Hangul lists."""
        for part in printable(text).split("\n"):
            self.file.add_paragraph(
                part,
                para_pr_id_ref=self.format(align, level),
                char_pr_id_ref=self.run(size, bold=bold),
                inherit_style=False,
            )

    def items(self, items: Items, depth: int) -> None:
        for mark, item in zip(marks(depth, len(items.items)), items.items, strict=True):
            self.line(f"{mark} {item.text}".strip())
            if item.children:
                self.items(Items(item.children), depth + 1)

    def table(self, table: Table) -> None:
        rows = [tuple(_words(cell) for cell in row) for row in table.rows]
        self.grid(
            tuple(column.head for column in table.columns),
            [*rows, *([table.total] if table.total else [])],
            tuple(column.width for column in table.columns),
            caption=table.caption,
            aligns=tuple(_ALIGNMENT[column.align] for column in table.columns),
            row_heads=table.row_heads,
        )

    def signatures(self, block: Signatures) -> None:
        for words in filter(None, (block.statement, block.day)):
            self.line(words, align="CENTER")
        heads = (N_("구분"), N_("성명"), N_("서명"))
        rows = [(signer.role, signer.name, signer.signed or N_("(서명)")) for signer in block.signers]
        grid = self.grid(heads, rows, _SIGNATURES, aligns=("CENTER",) * 3, row_heads=True)
        for row in range(1, len(rows) + 1):
            for column in range(len(heads)):
                grid.cell(row, column).set_size(height=int(SIGNING_MM * UNITS_IN_MM))

    def grid(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[int],
        *,
        caption: str = "",
        aligns: Sequence[str] = (),
        row_heads: bool = False,
    ) -> Any:
        """A table with its caption above; the head repeats on each page, heads are shaded."""
        if caption:
            self.line(caption, size=TABLE, bold=True)
        everything = [heads, *rows] if heads else list(rows)
        grid = self.file.add_table(len(everything), len(widths), width=self.width)
        grid.set_column_widths(widths)
        grid.element.set("repeatHeader", "1" if heads else "0")
        head_fill = self.file.styles.ensure_border_fill(border_color="#8A96A3", fill_color=SHADE)
        plain_fill = self.file.styles.ensure_border_fill(border_color="#8A96A3")
        alignment = aligns or ("LEFT",) * len(widths)
        for place, (words, row) in enumerate(zip(everything, grid.rows, strict=True)):
            in_head = bool(heads) and place == 0
            for column, (text, cell) in enumerate(zip(words, row.cells, strict=True)):
                is_head = in_head or (row_heads and column == 0)
                self.fill(cell, text, bold=is_head, align="CENTER" if in_head else alignment[column])
                cell.element.set("borderFillIDRef", head_fill if is_head else plain_fill)
                cell.element.set("header", "1" if is_head else "0")
        return grid

    def fill(self, cell: Any, text: str, *, bold: bool, align: str) -> None:
        size = SMALL_TABLE if self.document.landscape else TABLE
        first, *more = printable(text).split("\n")
        paragraph = cell.paragraphs[0]
        cell.set_text(first)
        paragraph.para_pr_id_ref, paragraph.char_pr_id_ref = self.format(align, 0), self.run(size, bold=bold)
        for part in more:
            cell.add_paragraph(part, para_pr_id_ref=self.format(align, 0), char_pr_id_ref=self.run(size, bold=bold))

    def run(self, size: int, *, bold: bool) -> str:
        if (size, bold) not in self.runs:
            self.runs[size, bold] = self.file.styles.ensure_run(size=size, bold=bold)
        return self.runs[size, bold]

    def format(self, align: str, level: int) -> str:
        """The number of a paragraph's format, made with the first paragraph that needs it."""
        if (align, level) not in self.formats:
            sample = self.file.add_paragraph("", inherit_style=False)
            self.file.styles.apply_paragraph_format(
                paragraphs=[sample],
                alignment=align,
                line_spacing_percent=160 if level else 140,
                spacing_before_pt=8 if level else 0,
                spacing_after_pt=3,
                outline_level=level or None,
                keep_with_next=True if level else None,
            )
            self.formats[align, level] = str(sample.para_pr_id_ref)
            sample.remove()
        return self.formats[align, level]


def _words(cell: str | Titled) -> str:
    return cell if isinstance(cell, str) else f"{cell.title}\n{cell.text}"


def _numbered(names: Sequence[str]) -> list[str]:
    return [f"{mark} {name}".strip() for mark, name in zip(marks(1, len(names)), names, strict=True)]
