"""What those who are asked to a meeting receive by mail: the invitation, with its calendar file, and what follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from sqlalchemy import select

from portal.accounts.models import User
from portal.consortium.meetings.links import ANSWERING
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.states import RESTRICTED
from portal.consortium.meetings.tabled import papers_on
from portal.consortium.meetings.timing import points_listed, schedule_of
from portal.consortium.meetings.truth import SEAT, Said, says_of_seat
from portal.core.dates import format_clock, format_moment
from portal.core.messages import N_
from portal.documents.tabled import TabledPaper
from portal.extensions import current_settings, db
from portal.notifications.actions import About, Lasting, send_mail
from portal.notifications.states import Audience


@dataclass(frozen=True, slots=True)
class Letter:
    """`kind` names it in the outbox; one that `ends` takes the meeting out of calendars."""

    kind: str
    said: Said
    subject: str
    opening: str
    ends: bool = False


INVITATION = Letter(
    "meeting_invitation",
    Said.INVITED,
    N_("%(meeting)s에 모십니다: %(when)s"),
    N_("%(name)s 님, %(host)s에서 %(meeting)s에 모십니다."),
)
CHANGE = Letter(
    "meeting_changed",
    Said.INVITED,
    N_("회의가 바뀌었습니다: %(meeting)s %(when)s"),
    N_("%(name)s 님, %(meeting)s의 시간이나 장소가 바뀌었습니다."),
)
REMINDER = Letter(
    "meeting_reminder",
    Said.REMINDED,
    N_("오실 수 있는지 알려 주십시오: %(meeting)s %(when)s"),
    N_("%(name)s 님, 곧 열리는 %(meeting)s에 오실 수 있는지 아직 듣지 못했습니다."),
)
CALLED_OFF = Letter(
    "meeting_cancelled",
    Said.CALLED_OFF,
    N_("회의가 취소되었습니다: %(meeting)s %(when)s"),
    N_("%(name)s 님, 아래 %(meeting)s를 열지 않습니다."),
    ends=True,
)
TAKEN_BACK = Letter(
    "meeting_taken_back",
    Said.CALLED_OFF,
    N_("회의 초대를 거두었습니다: %(meeting)s %(when)s"),
    N_("%(name)s 님, 아래 %(meeting)s에 오시지 않아도 됩니다."),
    ends=True,
)

FACTS = N_("일시: %(when)s~%(until)s\n장소: %(place)s")
AGENDA = N_("안건\n%(points)s")
AGENDA_APART = N_("안건은 포털에 로그인하여 보실 수 있습니다.")
PAPERS = N_("회의 자료\n%(papers)s\n자료는 아래 주소에서 미리 보실 수 있습니다. 로그인하지 않으셔도 됩니다.\n%(link)s")
PAPERS_APART = N_("회의 자료도 포털에 로그인하여 보실 수 있습니다.")
ANSWER = N_("오실 수 있는지 아래 주소에서 알려 주십시오. 로그인하지 않으셔도 됩니다.\n%(link)s")
FILE = N_("함께 보내는 달력 파일을 열면 일정이 달력에 들어갑니다.")
FILE_ENDS = N_("함께 보내는 달력 파일을 열면 일정이 달력에서 빠집니다.")


def write_to(seats: Iterable[Attendee], letter: Letter, *, now: datetime) -> list[Attendee]:
    """Mail the letter to whoever has an address, of a meeting that lies ahead; answers to whom it goes."""
    addresses = addresses_of(seat for seat in seats if seat.meeting.starts_at > now)
    meetings = {seat.meeting for seat in addresses}
    tabled = {} if letter.ends else {meeting.id: papers_on(meeting) for meeting in meetings}
    for seat, address in addresses.items():
        _write(seat, address, letter, tabled.get(seat.meeting_id, ()), now)
    return list(addresses)


def addresses_of(seats: Iterable[Attendee]) -> dict[Attendee, str]:
    """Where a mail reaches whom: the address of the account while it is open, or the one that was noted."""
    asked = list(seats)
    users = select(User.id, User.email).where(User.id.in_([seat.user_id for seat in asked if seat.user_id]))
    open_ones = users.where(User.disabled_at.is_(None), User.email.is_not(None))
    by_user = dict(db.session.execute(open_ones).all())
    found = {seat: by_user.get(seat.user_id) if seat.user_id else seat.email for seat in asked}
    return {seat: address for seat, address in found.items() if address}


def _write(seat: Attendee, address: str, letter: Letter, papers: Sequence[TabledPaper], now: datetime) -> None:
    meeting = seat.meeting
    words = {
        "name": seat.name,
        "host": meeting.host,
        "meeting": meeting.kind.words,
        "when": format_moment(meeting.starts_at),
    }
    is_gone = letter is TAKEN_BACK
    about = Lasting("the seat is gone") if is_gone else About(SEAT, seat.id, says_of_seat(letter.said, meeting))
    send_mail(
        address,
        letter.subject % words,
        "\n\n".join([letter.opening % words, *_body(seat, letter, papers)]) + "\n",
        audience=Audience.ASKED,
        kind=letter.kind,
        now=now,
        about=about,
        not_after=meeting.starts_at,
        calendar=_calendar(seat, address, letter, now),
    )


def _body(seat: Attendee, letter: Letter, papers: Sequence[TabledPaper]) -> list[str]:
    meeting = seat.meeting
    times = {"when": format_moment(meeting.starts_at), "until": format_clock(meeting.ends_at), "place": meeting.place}
    facts = FACTS % times
    if letter.ends:
        return [facts, FILE_ENDS]
    asks = [ANSWER % {"link": ANSWERING.address_of(seat.id)}]
    return [facts, *_agenda(meeting), *_papers(seat, papers), *asks, FILE]


def _agenda(meeting: Meeting) -> list[str]:
    """Who is spoken about stands in no mail."""
    if meeting.kind in RESTRICTED:
        return [AGENDA_APART]
    points = points_listed(meeting.items, schedule_of(meeting.items, meeting.starts_at, meeting.ends_at))
    return [AGENDA % {"points": points}] if points else []


def _papers(seat: Attendee, papers: Sequence[TabledPaper]) -> list[str]:
    """Where people are spoken about, papers are for whoever signs in."""
    if not papers:
        return []
    if seat.meeting.kind in RESTRICTED:
        return [PAPERS_APART] if seat.user_id else []
    return [PAPERS % {"papers": papers_listed(papers), "link": ANSWERING.address_of(seat.id)}]


def papers_listed(papers: Iterable[TabledPaper]) -> str:
    """1. 4분기 예산안 (PDF · 12.3 kB)"""
    return "\n".join(f"{place}. {paper.title} ({paper.file})" for place, paper in enumerate(papers, 1))


def _calendar(seat: Attendee, address: str, letter: Letter, now: datetime) -> str:
    from portal.documents.calendar import Asked, meeting_event  # noqa: PLC0415 icalendar costs time: only where one is made

    meeting, settings = seat.meeting, current_settings()
    name, sender = parseaddr(settings.mail_sender)
    described = "\n\n".join(
        _agenda(meeting) + ([] if letter.ends else [ANSWER % {"link": ANSWERING.address_of(seat.id)}])
    )
    return meeting_event(
        f"meeting-{meeting.id}@{urlsplit(settings.base_url).hostname}",
        meeting.starts_at,
        meeting.ends_at,
        f"{settings.consortium_name} {meeting.kind.words}",
        meeting.place,
        described,
        Asked(name or settings.office_name, sender, seat.name, address),
        stamp=now,
        sequence=meeting.sequence,
        is_cancelled=letter.ends,
    ).decode()
