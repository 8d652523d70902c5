"""The points of an agenda as minutes set them: their headings, what was said of each, what was told."""

from dataclasses import dataclass, field

from portal.core.messages import N_
from portal.core.numbering import marks
from portal.documents.digested import LATER, Digested
from portal.documents.model import Align, Block, Column, Items, Paragraph, Section, Table


@dataclass(frozen=True, slots=True, repr=False)
class AgendaItem(Digested):
    """`discussion` is plain text; an empty line begins another paragraph.

    `time` says how long it was to take and took; `information` is what was only told.
    """

    title: str
    discussion: str = ""
    presenter: str = ""
    time: str = field(default="", metadata=LATER)
    information: tuple[str, ...] = field(default=(), metadata=LATER)


def agenda_section(agenda: tuple[AgendaItem, ...]) -> Section:
    """The points, each with who brought it in and its time."""
    titles = (_heading(item) for item in agenda)
    return Section(N_("안건"), (Items.of(*titles) if agenda else Paragraph(N_("상정된 안건이 없습니다.")),))


def _heading(item: AgendaItem) -> str:
    """기관 소식 (오세라) - 계획 20분 · 걸린 시간 25분"""
    title = f"{item.title} ({item.presenter})" if item.presenter else item.title
    return f"{title} - {item.time}" if item.time else title


def information_sections(agenda: tuple[AgendaItem, ...]) -> tuple[Section, ...]:
    """What was told and nothing decided of, where there was any."""
    columns = (Column(N_("안건"), 12, Align.CENTRE), Column(N_("보고·알림 내용"), 88))
    places = marks(2, len(agenda)) if agenda else []
    rows = tuple((place or "1", told) for place, item in zip(places, agenda, strict=True) for told in item.information)
    return (Section(N_("보고·알림 사항"), (Table(columns, rows),)),) if rows else ()


def discussion_section(agenda: tuple[AgendaItem, ...]) -> Section:
    """What was said of each point."""
    if not agenda:
        return Section(N_("논의 내용"), (Paragraph(N_("논의한 내용이 없습니다.")),))
    return Section(N_("논의 내용"), tuple(Section(item.title, _paragraphs(item.discussion)) for item in agenda))


def _paragraphs(text: str) -> tuple[Block, ...]:
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return tuple(Paragraph(part) for part in parts if part) or (Paragraph(N_("논의한 내용이 없습니다.")),)
