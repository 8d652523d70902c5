"""The minutes of a meeting in the official order, from 회의 개요 to 끝."""

from dataclasses import dataclass, field
from datetime import date, datetime

from portal.core.clock import day_of
from portal.core.dates import format_clock, format_day, format_moment, format_span
from portal.core.messages import N_
from portal.core.numbering import marks
from portal.documents.digested import LATER, Digested
from portal.documents.model import (
    Align,
    Attachments,
    Block,
    Cell,
    Column,
    Document,
    Drawn,
    Items,
    Overview,
    Paragraph,
    Section,
    Signatures,
    Signer,
    Table,
)
from portal.documents.points import AgendaItem, agenda_section, discussion_section, information_sections
from portal.documents.tabled import TabledPaper, papers_section

NONE = "-"


@dataclass(frozen=True, slots=True)
class Participant:
    """`remark` tells more of how they were there: in whose place, from when until when."""

    organisation: str
    position: str
    name: str
    remark: str = ""

    def __str__(self) -> str:
        remark = f"({self.remark})" if self.remark else ""
        return " ".join(part for part in (self.organisation, self.name, self.position, remark) if part)


@dataclass(frozen=True, slots=True)
class Votes:
    """Heads; those who could vote were `present` or had given a written proxy."""

    in_favour: int
    against: int
    abstained: int
    present: int
    proxies: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """`votes` is empty where nobody asked for a vote; `agenda_number` counts from 1."""

    text: str
    agenda_number: int | None = None
    votes: Votes | None = None


@dataclass(frozen=True, slots=True)
class Task:
    text: str
    owner: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class NextMeeting:
    starts_at: datetime
    place: str = ""
    agenda: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Confirmation(Digested):
    """Somebody who was there, what they said of the minutes (확인함, with the time), and the strokes of who signed.

    `signer` is whoever signed as the deputy of `name`.
    """

    organisation: str
    name: str
    said: str
    signature: str = field(default="", metadata=LATER)
    signer: str = field(default="", metadata=LATER)

    @property
    def cell(self) -> Cell:
        return Drawn(self.signature, self.signer or self.name, self.said) if self.signature else self.said


@dataclass(frozen=True, slots=True, repr=False)
class Minutes(Digested):
    """`kind` is the series that `number` counts in, such as 실무회의; `closed_at` dates the document.

    A draft is still out to be confirmed. `amendments` are of no point alone; `digest` is the SHA-256 of sealed minutes.
    """

    kind: str
    number: int
    name: str
    host: str
    starts_at: datetime
    ends_at: datetime
    place: str
    attendees: tuple[Participant, ...]
    writer: str
    closed_at: datetime
    agenda: tuple[AgendaItem, ...]
    document_number: str = ""
    observers: tuple[Participant, ...] = ()
    absentees: tuple[Participant, ...] = ()
    decisions: tuple[Decision, ...] = ()
    tasks: tuple[Task, ...] = ()
    next_meeting: NextMeeting | None = None
    papers: tuple[TabledPaper, ...] = field(default=(), metadata=LATER)
    attachments: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()
    is_draft: bool = False
    amendments: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    digest: str = ""
    begun_at: datetime | None = field(default=None, metadata=LATER)

    @property
    def title(self) -> str:
        """제3차 실무회의 회의록"""
        return N_("제%(number)d차 %(kind)s 회의록") % {"number": self.number, "kind": self.kind}


def minutes_document(minutes: Minutes) -> Document:
    """The document that `document_pdf` sets."""
    closing: list[Block] = [*_said_since(minutes)]
    if minutes.attachments:
        closing.append(Attachments(minutes.attachments))
    if minutes.signers:
        closing.append(
            Signatures(
                minutes.signers,
                statement=N_("위와 같이 회의 내용을 기록하고 확인합니다."),
                day=format_day(day_of(minutes.closed_at)),
            )
        )
    return Document(
        title=minutes.title,
        author=minutes.host,
        created_at=minutes.closed_at,
        number=minutes.document_number,
        blocks=(
            _overview(minutes),
            agenda_section(minutes.agenda),
            discussion_section(minutes.agenda),
            *information_sections(minutes.agenda),
            _decisions(minutes),
            _tasks(minutes.tasks),
            _next_meeting(minutes.next_meeting),
            *papers_section(minutes.papers),
            *closing,
        ),
    )


def _said_since(minutes: Minutes) -> tuple[Section, ...]:
    """How the minutes were amended, what objects to them, and who confirmed them."""
    sections = []
    if minutes.amendments:
        sections.append(Section(N_("고친 것"), (Items.of(*minutes.amendments),)))
    if minutes.objections:
        sections.append(Section(N_("이의"), (Items.of(*minutes.objections),)))
    if minutes.confirmations or minutes.is_draft:
        sections.append(Section(N_("확인"), _confirmations(minutes)))
    return tuple(sections)


def _confirmations(minutes: Minutes) -> tuple[Block, ...]:
    if minutes.is_draft:
        return (Paragraph(N_("참석하신 분들의 확인을 받고 있는 회의록입니다. 아직 확정되지 않았습니다.")),)
    columns = (Column(N_("소속"), 40), Column(N_("성명"), 20, Align.CENTRE), Column(N_("확인"), 40, Align.CENTRE))
    rows = tuple((each.organisation or NONE, each.name, each.cell) for each in minutes.confirmations)
    sealed = N_("확정한 내용의 전자 지문(SHA-256): %(digest)s") % {"digest": minutes.digest}
    return (Table(columns, rows, caption=N_("확인 명단")), Paragraph(sealed))


def _overview(minutes: Minutes) -> Section:
    names = tuple(
        (person.organisation or NONE, person.position or NONE, person.name, person.remark or NONE)
        for person in minutes.attendees
    )
    columns = (
        Column(N_("소속"), 40),
        Column(N_("직위"), 18, Align.CENTRE),
        Column(N_("성명"), 18, Align.CENTRE),
        Column(N_("비고"), 24, Align.CENTRE),
    )
    return Section(
        N_("회의 개요"),
        (
            Overview(
                (
                    (N_("회의명"), minutes.name),
                    (N_("주최"), minutes.host),
                    (N_("일시"), format_span(minutes.starts_at, minutes.ends_at)),
                    *([(N_("시작"), format_clock(minutes.begun_at))] if minutes.begun_at else []),
                    (N_("장소"), minutes.place),
                )
            ),
            Table(columns, names, caption=N_("참석자 %(count)d명") % {"count": len(names)}),
            Overview(
                (
                    (N_("배석자"), _names(minutes.observers)),
                    (N_("불참자"), _names(minutes.absentees)),
                    (N_("작성자"), minutes.writer),
                )
            ),
        ),
    )


def _names(people: tuple[Participant, ...]) -> str:
    return "\n".join(str(person) for person in people) or N_("없음")


def _decisions(minutes: Minutes) -> Section:
    if not minutes.decisions:
        return Section(N_("결정 사항"), (Paragraph(N_("결정한 사항이 없습니다.")),))
    agenda_marks = marks(2, len(minutes.agenda)) if minutes.agenda else []
    columns = (
        Column(N_("안건"), 12, Align.CENTRE),
        Column(N_("결정 내용"), 41),
        Column(N_("재석"), 14, Align.CENTRE),
        Column(N_("찬성"), 11, Align.FIGURE),
        Column(N_("반대"), 11, Align.FIGURE),
        Column(N_("기권"), 11, Align.FIGURE),
    )
    rows = tuple(
        (_agenda_mark(decision, agenda_marks), decision.text, *_votes(decision.votes)) for decision in minutes.decisions
    )
    return Section(N_("결정 사항"), (Table(columns, rows, caption=N_("표결 결과 (단위: 명)")),))


def _agenda_mark(decision: Decision, agenda_marks: list[str]) -> str:
    if decision.agenda_number is None:
        return NONE
    return agenda_marks[decision.agenda_number - 1] or "1"


def _votes(votes: Votes | None) -> tuple[str, str, str, str]:
    if votes is None:
        return (NONE, NONE, NONE, NONE)
    present = str(votes.present)
    if votes.proxies:
        present = N_("%(present)d (위임 %(proxies)d)") % {"present": votes.present, "proxies": votes.proxies}
    return (present, str(votes.in_favour), str(votes.against), str(votes.abstained))


def _tasks(tasks: tuple[Task, ...]) -> Section:
    if not tasks:
        return Section(N_("향후 계획"), (Paragraph(N_("새로 정한 할 일이 없습니다.")),))
    columns = (Column(N_("할 일"), 46), Column(N_("담당자"), 31, Align.CENTRE), Column(N_("기한"), 23, Align.CENTRE))
    rows = tuple((task.text, task.owner, format_day(task.due_on) if task.due_on else NONE) for task in tasks)
    return Section(N_("향후 계획"), (Table(columns, rows),))


def _next_meeting(meeting: NextMeeting | None) -> Section:
    if meeting is None:
        return Section(N_("차기 회의"), (Paragraph(N_("날짜를 정한 뒤 따로 알려 드립니다.")),))
    rows = [(N_("일시"), format_moment(meeting.starts_at)), (N_("장소"), meeting.place or N_("추후 안내"))]
    if meeting.agenda:
        rows.append((N_("예정 안건"), "\n".join(meeting.agenda)))
    return Section(N_("차기 회의"), (Overview(tuple(rows)),))
