"""Makes the papers of meetings, the materials of events and files of consulting, before anything is written."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from portal.consortium.consulting.files import FILES as CONSULTING
from portal.consortium.materials.files import FILES as MATERIALS
from portal.consortium.meetings.models import Meeting
from portal.consortium.papers.actions import add_paper, tell_new_papers
from portal.consortium.papers.files import FILES as PAPERS
from portal.consortium.papers.rules import QUIET
from portal.core.ids import new_id
from portal.demo.corpus import read_data, told_once
from portal.demo.stories import Told
from portal.demo.world import World
from portal.documents.hwpx import document_hwpx
from portal.documents.model import FULL_WIDTH, Block, Column, Document, Paragraph, Table
from portal.documents.pdf import document_pdf
from portal.documents.sent import Sent
from portal.extensions import current_settings

PLACES = {"meeting": PAPERS, "event": MATERIALS, "consulting": CONSULTING}


class PaperTold(Told):
    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...] = ()
    in_hangul: bool = False
    of: Literal["meeting", "event", "consulting"] = "meeting"


@told_once
def papers_told() -> dict[str, PaperTold]:
    """By their short names."""
    told = (PaperTold.model_validate(each) for each in read_data("papers.toml")["papers"])
    return {each.name: each for each in told}


def sealed_papers(made_at: datetime) -> dict[str, Sent]:
    """A file of each paper, by its short name."""
    return {name: _sealed(told, made_at) for name, told in papers_told().items()}


def _sealed(told: PaperTold, made_at: datetime) -> Sent:
    document = Document(told.title, current_settings().office_name, made_at, tuple(_blocks(told)))
    data = document_hwpx(document) if told.in_hangul else document_pdf(document)
    return PLACES[told.of].seal(data, new_id())


def _blocks(told: PaperTold) -> list[Block]:
    width = FULL_WIDTH // len(told.columns)
    first = FULL_WIDTH - width * (len(told.columns) - 1)
    columns = tuple(Column(head, first if place == 0 else width) for place, head in enumerate(told.columns))
    return [Table(columns, told.rows), *(Paragraph(line) for line in told.lines)]


def lay_on_table(world: World, meeting: Meeting, names: Iterable[str], planned: datetime) -> None:
    """Two hours after a meeting was planned; who was invited hears of it."""
    for place, name in enumerate(names):
        moment = world.surely(planned + timedelta(hours=2, minutes=7 * place))
        world.at(moment, partial(_lay, world, meeting, name))


def _lay(world: World, meeting: Meeting, name: str, now: datetime) -> None:
    add_paper(meeting, papers_told()[name].title, world.files[name], actor=world.actors["office"], now=now)
    world.at(now + QUIET, lambda then: tell_new_papers(now=then))
