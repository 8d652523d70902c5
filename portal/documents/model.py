"""What an official document consists of, whatever file it becomes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from markupsafe import Markup

from portal.core.compare import Line

FULL_WIDTH = 100
"""Per cent."""


class Align(StrEnum):
    START = "start"
    CENTRE = "centre"
    FIGURE = "figure"


class TextSize(StrEnum):
    """NORMAL is 12 pt; LARGE keeps everything at 13 pt or more, for residents."""

    NORMAL = "normal"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; its line breaks are kept."""

    text: str
    emphasised: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    text: str
    children: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A numbered list that continues the marks of the section it stands in."""

    items: tuple[Item, ...]

    @classmethod
    def of(cls, *texts: str) -> "Items":
        return cls(tuple(Item(text) for text in texts))


@dataclass(frozen=True, slots=True)
class Overview:
    """Names and values in two columns, one row each."""

    rows: tuple[tuple[str, str], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a share of the table in per cent."""

    head: str
    width: int
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class Titled:
    """A cell with a title of its own above the text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A line of one of two texts that stand side by side: what the other lacks was taken out, or `added` here.

    The paper says so in words, too, for those who read it in grey or hear it.
    """

    line: Line
    added: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A signature drawn by hand (`portal.core.drawn`), whose it is for those who hear it, and what stands below it."""

    strokes: str
    name: str
    text: str


Cell = str | Titled | Compared | Drawn


@dataclass(frozen=True, slots=True)
class Table:
    """`row_heads` makes the first cell of each row its head; `total` is the last row, set apart.

    `notes` are one for each row, over the full width below it; an empty one takes no room.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    row_heads: bool = False
    total: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if sum(column.width for column in self.columns) != FULL_WIDTH:
            raise ValueError("column widths must add up to 100 per cent")
        if any(len(row) != len(self.columns) for row in (*self.rows, *([self.total] if self.total else ()))):
            raise ValueError("each row needs a cell for each column")
        if self.notes and len(self.notes) != len(self.rows):
            raise ValueError("a table has a note for each row, or none")


@dataclass(frozen=True, slots=True)
class RichText:
    """HTML that was cleaned before, such as rendered Markdown."""

    html: Markup


@dataclass(frozen=True, slots=True)
class Notice:
    """Sentences in a frame."""

    lines: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The number that the reader will be asked for, set large."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Attachments:
    """붙임: what comes with the document."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signer:
    role: str
    name: str
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """A box to sign in for each person, at least 18 by 12 mm, below what they state and the day."""

    signers: tuple[Signer, ...]
    statement: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """`home` is whom somebody belongs to, "" for nobody; `occasion` where it is worn."""

    name: str
    home: str
    occasion: str


@dataclass(frozen=True, slots=True)
class Badges:
    """Name badges of 85 by 55 mm to cut out, two in a row."""

    badges: tuple[Badge, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading with what stands under it; sections inside take the next kind of mark."""

    heading: str
    blocks: tuple["Block", ...]


Block = (
    Paragraph | Items | Overview | Table | RichText | Notice | Reference | Attachments | Signatures | Badges | Section
)


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page of a manual: what it is, which edition, and who answers for it."""

    organisation: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`created_at` is written into the file, so that the same input makes the same bytes.

    `strict` refuses characters that the fonts cannot draw; otherwise a mark stands in for them, where no one can send
    the text back: residents wrote it, or it was issued already. `landscape` lays the sheets on their side, for tables
    of many columns. `foot` stands at the left and at the right of each page number.
    """

    title: str
    author: str
    created_at: datetime
    blocks: tuple[Block, ...]
    number: str = ""
    cover: Cover | None = None
    front_matter: tuple[Block, ...] = ()
    contents: bool = False
    text_size: TextSize = TextSize.NORMAL
    ending: bool = True
    strict: bool = True
    landscape: bool = False
    foot: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a file says of itself besides its text."""

    title: str
    author: str
    language: str
    created_at: datetime
