"""A work manual (업무 매뉴얼): cover with edition and approvals, revision history, contents, sections with steps."""

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from portal.core.dates import format_day
from portal.core.markdown import render_markdown
from portal.core.messages import N_
from portal.documents.model import (
    Align,
    Attachments,
    Block,
    Cell,
    Column,
    Cover,
    Document,
    Paragraph,
    RichText,
    Section,
    Signer,
    Table,
    Titled,
)

NONE = "-"


@dataclass(frozen=True, slots=True)
class Approval:
    """Who answers for the edition, and since when; `on` is empty until then."""

    name: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    edition: int
    effective_on: date | None
    summary: str
    author: str


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is the short form that visit sheets show."""

    action: str
    who: str
    time_limit: str = ""
    form: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ManualSection:
    """`text` is Markdown, `number` the edition of the section, which its heading and the contents tell."""

    heading: str
    text: str = ""
    steps: tuple[Step, ...] = ()
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Manual:
    """`published_at` dates the document; a draft takes the time of its last change.

    `digest` is that of the stored edition as people compare it, "" while it is not issued.
    """

    organisation: str
    title: str
    document_number: str
    edition: int
    effective_on: date | None
    author: Approval
    published_at: datetime
    sections: tuple[ManualSection, ...]
    reviewer: Approval | None = None
    approver: Approval | None = None
    digest: str = ""
    revisions: tuple[Revision, ...] = ()
    attachments: tuple[str, ...] = ()


def manual_document(manual: Manual) -> Document:
    """The document that `document_pdf` sets; what cannot be drawn was asked about before the edition was issued."""
    return Document(
        title=manual.title,
        author=manual.organisation,
        created_at=manual.published_at,
        number=manual.document_number,
        cover=_cover(manual),
        front_matter=(_revisions(manual.revisions),) if manual.revisions else (),
        contents=True,
        strict=False,
        foot=_foot(manual),
        blocks=(
            *(_section(section) for section in manual.sections),
            *([Attachments(manual.attachments)] if manual.attachments else ()),
        ),
    )


def edition_name(edition: int) -> str:
    """제2판"""
    return N_("제%(edition)d판") % {"edition": edition}


def _foot(manual: Manual) -> tuple[str, str] | None:
    """Which edition a sheet is of, the day it is in force from, and the digest; nothing on a draft."""
    if not manual.digest or manual.effective_on is None:
        return None
    edition, day = edition_name(manual.edition), format_day(manual.effective_on)
    left = N_("%(number)s %(edition)s · %(day)s 시행")
    return (
        left % {"number": manual.document_number, "edition": edition, "day": day},
        N_("지문 %(digest)s") % {"digest": manual.digest},
    )


def _cover(manual: Manual) -> Cover:
    facts = (
        (N_("문서번호"), manual.document_number or NONE),
        (N_("판"), edition_name(manual.edition)),
        (N_("시행일"), format_day(manual.effective_on) if manual.effective_on else N_("승인 뒤 정함")),
        *([(N_("지문"), manual.digest)] if manual.digest else ()),
    )
    signers = (
        _signer(N_("작성"), manual.author),
        _signer(N_("검토"), manual.reviewer),
        _signer(N_("승인"), manual.approver),
    )
    return Cover(manual.organisation, N_("업무 매뉴얼"), facts, signers)


def _signer(role: str, approval: Approval | None) -> Signer:
    if approval is None:
        return Signer(role, NONE)
    return Signer(role, approval.name, format_day(approval.on) if approval.on else "")


def _revisions(revisions: tuple[Revision, ...]) -> Section:
    columns = (
        Column(N_("판"), 12, Align.CENTRE),
        Column(N_("시행일"), 24, Align.CENTRE),
        Column(N_("바뀐 내용"), 46),
        Column(N_("작성자"), 18, Align.CENTRE),
    )
    rows = tuple(
        (
            edition_name(revision.edition),
            format_day(revision.effective_on) if revision.effective_on else NONE,
            revision.summary,
            revision.author,
        )
        for revision in revisions
    )
    return Section(N_("개정 이력"), (Table(columns, rows),))


def _section(section: ManualSection) -> Section:
    blocks: list[Block] = []
    if section.text.strip():
        blocks.append(RichText(Markup(render_markdown(section.text))))  # noqa: S704 cleaned by render_markdown
    if section.steps:
        blocks.append(_steps(section.steps))
    heading = f"{section.heading} ({edition_name(section.number)})" if section.number else section.heading
    return Section(heading, tuple(blocks) or (Paragraph(N_("내용을 준비하고 있습니다.")),))


def _steps(steps: tuple[Step, ...]) -> Table:
    columns = (
        Column(N_("순서"), 8, Align.CENTRE),
        Column(N_("할 일"), 44),
        Column(N_("담당"), 14, Align.CENTRE),
        Column(N_("시한"), 18),
        Column(N_("서식"), 16),
    )
    rows = tuple(
        (str(number), _what(step), step.who, step.time_limit or NONE, step.form or NONE)
        for number, step in enumerate(steps, 1)
    )
    return Table(columns, rows)


def _what(step: Step) -> Cell:
    return Titled(step.name, step.action) if step.name else step.action
