"""The papers that lay on the table of a meeting, as its minutes name them."""

from dataclasses import dataclass

from portal.core.messages import N_
from portal.documents.model import Align, Column, Section, Table


@dataclass(frozen=True, slots=True)
class TabledPaper:
    """Its title, what its file is ("PDF · 12.3 kB"), and its digest as people read it."""

    title: str
    file: str
    digest: str


def papers_section(papers: tuple[TabledPaper, ...]) -> tuple[Section, ...]:
    """None where nothing lay there."""
    if not papers:
        return ()
    columns = (Column(N_("자료"), 44), Column(N_("파일"), 24, Align.CENTRE), Column(N_("지문"), 32, Align.CENTRE))
    rows = tuple((paper.title, paper.file, paper.digest) for paper in papers)
    return (Section(N_("회의 자료"), (Table(columns, rows),)),)
