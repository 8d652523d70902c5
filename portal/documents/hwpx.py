"""The one door to HWPX: the model of a document in, the bytes of a file for Hangul out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from typing import Any

from portal.core.messages import N_
from portal.core.numbering import marks
from portal.db.transaction import refuse_slow_work
from portal.documents.glyphs import printable
from portal.documents.hwpx_grid import Grid, lines_of
from portal.documents.hwpx_styles import Styles
from portal.documents.model import (
    FULL_WIDTH,
    Align,
    Attachments,
    Badges,
    Block,
    Cell,
    Compared,
    Document,
    Drawn,
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
FOOTER_MM = 10
"""The part of the lower margin for the page number: in this format the two margins add up, text ends above both."""

SIGNING_MM = 13
PREVIEW = 1_000
"""Characters of the text that file managers show."""

BODY, TABLE, SMALL_TABLE, TITLE, HEADING = 12, 11, 10, 20, 14
_ALIGNMENT = {Align.START: "LEFT", Align.CENTRE: "CENTER", Align.FIGURE: "RIGHT"}
_PAGE_NUMBER = {"pos": "BOTTOM_CENTER", "formatType": "DIGIT", "sideChar": "-"}
_OVERVIEW, _SIGNATURES = (24, 76), (30, 35, 35)


def document_hwpx(document: Document) -> bytes:
    """The HWPX of `document`: what `document_pdf` sets, as a file that Hangul opens and edits.

    Raises `ValueError` for rich text, which only manuals have.
    """
    refuse_slow_work()
    sheet = _Sheet(document)
    sheet.write()
    return sheet.file.to_bytes()


class _Sheet:
    """The file while it is written."""

    def __init__(self, document: Document) -> None:
        from hwpx import HwpxDocument  # noqa: PLC0415 costs memory and time: only where documents are made

        self.document = document
        self.file = HwpxDocument.new()
        self.styles = Styles(self.file)
        self.width = int((SHEET_MM[document.landscape] - 2 * SIDE_MM) * UNITS_IN_MM)
        self.small = SMALL_TABLE if document.landscape else TABLE
        self.told: list[str] = []
        self.file.page.setup(
            paper_size="A4",
            orientation="LANDSCAPE" if document.landscape else "PORTRAIT",
            margin_left_mm=SIDE_MM,
            margin_right_mm=SIDE_MM,
            margin_top_mm=TOP_MM,
            margin_bottom_mm=BOTTOM_MM - FOOTER_MM,
            header_margin_mm=0,
            footer_margin_mm=FOOTER_MM,
        )

    def write(self) -> None:
        document = self.document
        self.styles.leave_numbers_to_the_text()
        self.number_pages()
        self.title(document.title)
        if document.number:
            self.line(N_("문서번호 %(number)s") % {"number": document.number}, size=SMALL_TABLE, align="CENTER")
        self.blocks(document.blocks, 1)
        if document.ending:
            self.line("  " + N_("끝."))
        self.imprint()

    def number_pages(self) -> None:
        """By the control for it alone: the library's own way adds a footer, which text readers repeat."""
        run: Any = self.file.paragraphs[0].runs[0].element
        prefix = f"{{{run.nsmap['hp']}}}"
        control = run.makeelement(f"{prefix}ctrl")
        control.append(control.makeelement(f"{prefix}pageNum", _PAGE_NUMBER))
        run.append(control)

    def title(self, title: str) -> None:
        """The title takes the paragraph that every new file has, else an empty line stands above it."""
        paragraph = self.file.paragraphs[0]
        paragraph.text = printable(title)
        paragraph.para_pr_id_ref = self.styles.paragraph("CENTER")
        paragraph.char_pr_id_ref = self.styles.run(TITLE, bold=True)
        self.told.append(title)

    def imprint(self) -> None:
        """What the file says of itself, and the beginning of its text for those who do not open it."""
        document, parts = self.document, self.file.parts
        made = f"{document.created_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        parts.clear_document_metadata()
        parts.set_document_metadata(
            title=printable(document.title), creator=printable(document.author), created_date=made, modified_date=made
        )
        self.file.package.write("Preview/PrvText.txt", printable("\r\n".join(self.told))[:PREVIEW])

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
            case RichText() | Badges():
                raise ValueError("rich text and badges have no form in HWPX here")
            case Overview() | Table() | Notice() | Signatures():
                self.framed(block)

    def framed(self, block: Overview | Table | Notice | Signatures) -> None:
        """What stands in a grid."""
        match block:
            case Overview():
                self.grid(Grid(block.rows, _OVERVIEW, row_heads=True), block.caption)
            case Table():
                self.grid(_grid_of(block), block.caption)
            case Notice():
                lines = (block.heading, *block.lines) if block.heading else block.lines
                self.grid(Grid((("\n".join(lines),),), (FULL_WIDTH,)))
            case Signatures():
                self.signatures(block)

    def grid(self, grid: Grid, caption: str = "") -> None:
        if caption:
            self.line(caption, size=TABLE, bold=True)
        grid.write(self.file, self.styles, width=self.width, size=self.small)
        self.told.extend("".join(f"<{text}>" for text in words) for words in grid.rows)

    def signatures(self, block: Signatures) -> None:
        for words in filter(None, (block.statement, block.day)):
            self.line(words, align="CENTER")
        rows = [(signer.role, signer.name, signer.signed or N_("(서명)")) for signer in block.signers]
        self.grid(
            Grid(
                [(N_("구분"), N_("성명"), N_("서명")), *rows],
                _SIGNATURES,
                ("CENTER",) * len(_SIGNATURES),
                has_head=True,
                row_heads=True,
                row_height=int(SIGNING_MM * UNITS_IN_MM),
            )
        )

    def line(self, text: str, *, size: int = BODY, bold: bool = False, align: str = "LEFT", level: int = 0) -> None:
        """A paragraph for each line of the text; `level` from 1 makes it a heading that Hangul lists."""
        for part in lines_of(text):
            self.told.append(part)
            self.file.add_paragraph(
                part,
                para_pr_id_ref=self.styles.paragraph(align, level),
                char_pr_id_ref=self.styles.run(size, bold=bold),
                inherit_style=False,
            )

    def items(self, items: Items, depth: int) -> None:
        for mark, item in zip(marks(depth, len(items.items)), items.items, strict=True):
            self.line(f"{mark} {item.text}".strip())
            if item.children:
                self.items(Items(item.children), depth + 1)


def _grid_of(table: Table) -> Grid:
    heads = tuple(column.head for column in table.columns)
    return Grid(
        [heads, *_rows(table), *([table.total] if table.total else [])],
        tuple(column.width for column in table.columns),
        tuple(_ALIGNMENT[column.align] for column in table.columns),
        has_head=True,
        row_heads=table.row_heads,
    )


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    """The rows as words, each with its note as a row of one cell."""
    for row, note in zip(table.rows, table.notes or ("",) * len(table.rows), strict=True):
        yield tuple(_words(cell) for cell in row)
        if note:
            yield (note,)


def _words(cell: Cell) -> str:
    match cell:
        case Titled(title, text):
            return f"{title}\n{text}"
        case Drawn():
            return cell.text
        case Compared(line):
            return "".join(piece.text for piece in line)
        case _:
            return cell


def _numbered(names: Sequence[str]) -> list[str]:
    return [f"{mark} {name}".strip() for mark, name in zip(marks(1, len(names)), names, strict=True)]
