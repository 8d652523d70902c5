"""Two editions of a text side by side on paper, what was taken out and what was added told in words as well."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from portal.core.compare import Line, Piece, Row
from portal.core.messages import N_
from portal.documents.model import Align, Block, Cell, Column, Compared, Document, Items, Notice, Section, Table

NONE = "-"


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """No rows where both say the same."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`before` and `after` name the two editions, as they head the columns."""

    organisation: str
    title: str
    document_number: str
    before: str
    after: str
    made_at: datetime
    sections: tuple[ComparedSection, ...]


def comparison_document(comparison: Comparison) -> Document:
    """What changed, section by section, on sheets laid on their side; what did not is named at the end."""
    changed = [section for section in comparison.sections if section.rows]
    same = [section.heading for section in comparison.sections if not section.rows]
    blocks: list[Block] = [Notice(_how_to_read(comparison, len(changed)))]
    blocks += [Section(section.heading, (_table(comparison, section),)) for section in changed]
    if same:
        blocks.append(Section(N_("바뀌지 않은 항목"), (Items.of(*same),)))
    return Document(
        title=N_("%(title)s 신구 대비표") % {"title": comparison.title},
        author=comparison.organisation,
        created_at=comparison.made_at,
        number=comparison.document_number,
        strict=False,
        landscape=True,
        blocks=tuple(blocks),
    )


def _how_to_read(comparison: Comparison, changed: int) -> tuple[str, ...]:
    editions = {"before": comparison.before, "after": comparison.after}
    counts = {"all": len(comparison.sections), "changed": changed}
    return (
        N_("앞 판은 %(before)s, 뒤 판은 %(after)s") % editions,
        N_("%(all)d개 항목 가운데 %(changed)d개가 다릅니다.") % counts,
        N_("앞 판에만 있는 말은 [뺌: ]으로 묶고 가운데 줄을 긋습니다."),
        N_("뒤 판에만 있는 말은 [더함: ]으로 묶고 밑줄을 긋습니다."),
    )


def _table(comparison: Comparison, section: ComparedSection) -> Table:
    columns = (Column(N_("구분"), 8, Align.CENTRE), Column(comparison.before, 46), Column(comparison.after, 46))
    return Table(columns, tuple(_rows(section.rows)), row_heads=True)


def _rows(rows: tuple[Row, ...]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        if row.skipped:
            words = N_("같은 글 %(num)d줄") % {"num": row.skipped}
            yield N_("같음"), words, words
        elif _says_something(row.before) or _says_something(row.after):
            yield _what(row), _cell(row.before, added=False), _cell(row.after, added=True)


def _what(row: Row) -> str:
    if row.is_same:
        return N_("같음")
    if row.before is None:
        return N_("더함")
    return N_("뺌") if row.after is None else N_("고침")


def _cell(line: Line | None, *, added: bool) -> Cell:
    return Compared(tuple(_joined(line)), added) if line and _says_something(line) else NONE


def _says_something(line: Line | None) -> bool:
    return any(piece.text.strip() for piece in line or ())


def _joined(line: Line) -> Iterator[Piece]:
    """Changed words that only spaces part are told as one, and the spaces around them stand outside."""
    text, changed = "", False
    for piece in line:
        if piece.changed == changed or not piece.text.strip():
            text += piece.text
            continue
        yield from _parted(text, changed=changed)
        text, changed = piece.text, piece.changed
    yield from _parted(text, changed=changed)


def _parted(text: str, *, changed: bool) -> Iterator[Piece]:
    words = text.strip()
    if not changed or not words:
        yield Piece(text)
        return
    before, _, after = text.partition(words)
    yield from (Piece(before), Piece(words, changed=True), Piece(after))
