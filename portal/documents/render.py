"""Turns the model of a document into one HTML page, with the official marks before headings and items."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from portal.core.drawn import HEIGHT, WIDTH, path_of
from portal.core.numbering import marks
from portal.documents.model import Block, Cell, Document, Item, Section

_HEADING = re.compile(r"<(/?)h([1-6])\b")
_LOWEST = 6
_ROUND = "stroke-linecap='round' stroke-linejoin='round'"


@dataclass(frozen=True, slots=True)
class Marked:
    """A block with its mark (empty for anything but one of several sections) and its place among the blocks."""

    block: Block
    mark: str
    place: int

    def __iter__(self) -> Iterator[object]:
        return iter((self.block, self.mark, self.place))


def marked(blocks: Iterable[Block], depth: int) -> list[Marked]:
    """The blocks in their order, the sections among them numbered at `depth`."""
    blocks = list(blocks)
    section_marks = iter(marks(depth, sum(isinstance(block, Section) for block in blocks)))
    return [
        Marked(block, next(section_marks) if isinstance(block, Section) else "", place)
        for place, block in enumerate(blocks, 1)
    ]


def sections(blocks: Iterable[Block], depth: int) -> list[Marked]:
    """Only the sections among `blocks`, marked as in the text: what the contents list."""
    return [entry for entry in marked(blocks, depth) if isinstance(entry.block, Section)]


def nested_headings(html: Markup, level: int) -> Markup:
    """`html` with its headings moved to `level` and below, without a skipped level (PDF/UA asks for that)."""
    ranks = {old: rank for rank, old in enumerate(sorted({match[2] for match in _HEADING.finditer(html)}))}
    previous = level - 1

    def moved(match: re.Match[str]) -> str:
        nonlocal previous
        if not match[1]:
            previous = min(level + ranks[match[2]], previous + 1, _LOWEST)
        return f"<{match[1]}h{previous}"

    return Markup(_HEADING.sub(moved, html))  # noqa: S704 only the names of headings differ


def drawing(strokes: str) -> str:
    """The address of a picture of what was drawn by hand."""
    path = f"<path d='{path_of(strokes)}' fill='none' stroke='#000' stroke-width='5' {_ROUND}/>"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}'>{path}</svg>"
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def kind_of(part: Block | Cell) -> str:
    return type(part).__name__


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("portal.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        marks=marks, marked=marked, sections=sections, kind_of=kind_of, nested_headings=nested_headings
    )
    environment.filters["as_item"] = Item
    environment.filters["drawing"] = drawing
    return environment


_ENVIRONMENT = _environment()


def render_html(document: Document) -> str:
    """The whole page. Official documents are in Korean whatever language the reader's screen has."""
    return _ENVIRONMENT.get_template("documents/document.html").render(document=document)
