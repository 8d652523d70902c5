"""What those who are asked to a meeting receive by mail: the invitation, with its calendar file, and what follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from sqlalchemy import update

from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.reaching import Reached, addresses_of
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
    """`kind` names it in the outbox; one that `ends` takes the meeting out of calendars.

    `for_deputies` goes to the deputies of those whom it reaches, too; one that `is_answered` asks for no answer.
    """

    kind: str
    said: Said
    subject: str
    opening: str
    ends: bool = False
    for_deputies: bool = False
    is_answered: bool = False
    why: str = ""


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
    for_deputies=True,
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
    for_deputies=True,
)
TAKEN_BACK = Letter(
    "meeting_taken_back",
    Said.CALLED_OFF,
    N_("회의 초대를 거두었습니다: %(meeting)s %(when)s"),
    N_("%(name)s 님, 아래 %(meeting)s에 오시지 않아도 됩니다."),
    ends=True,
)

ABOUT_DEPUTY = N_("회의 대리인: %(meeting)s %(when)s")
DEPUTED = Letter(
    "meeting_deputy",
    Said.INVITED,
    N_("%(meeting)s에 모십니다: %(when)s"),
    N_("%(name)s 님, %(host)s에서 %(meeting)s에 모십니다. %(asked)s 님이 대신 오실 분으로 적으셨습니다."),
)
SENDS = Letter(
    "meeting_deputy_named",
    Said.INVITED,
    ABOUT_DEPUTY,
    N_("%(name)s 님, %(meeting)s에 %(deputy)s 님을 대신 보내시는 것으로 적었습니다."),
    is_answered=True,
)
SENDS_NOBODY = Letter(
    "meeting_deputy_named",
    Said.INVITED,
    ABOUT_DEPUTY,
    N_("%(name)s 님, %(meeting)s에 대리인을 보내지 않으시는 것으로 적었습니다."),
    is_answered=True,
)
DEPUTY_STAYS_AWAY = Letter(
    "meeting_deputy_named",
    Said.REMINDED,
    ABOUT_DEPUTY,
    N_("%(name)s 님, %(meeting)s에 대신 오실 분이 오지 못한다고 답하셨습니다."),
)

FACTS = N_("일시: %(when)s~%(until)s\n장소: %(place)s")
WHY = N_("까닭: %(why)s")
AGENDA = N_("안건\n%(points)s")
AGENDA_APART = N_("안건은 포털에 로그인하여 보실 수 있습니다.")
PAPERS = N_("회의 자료\n%(papers)s\n자료는 아래 주소에서 미리 보실 수 있습니다. 로그인하지 않으셔도 됩니다.\n%(link)s")
PAPERS_APART = N_("회의 자료도 포털에 로그인하여 보실 수 있습니다.")
ANSWER = N_("오실 수 있는지 아래 주소에서 알려 주십시오. 로그인하지 않으셔도 됩니다.\n%(link)s")
CHANGES = N_("바뀐 것이 있으면 아래 주소에서 다시 알려 주십시오. 로그인하지 않으셔도 됩니다.\n%(link)s")
FILE = N_("함께 보내는 달력 파일을 열면 일정이 달력에 들어갑니다.")
FILE_ENDS = N_("함께 보내는 달력 파일을 열면 일정이 달력에서 빠집니다.")


def write_to(seats: Iterable[Attendee], letter: Letter, *, now: datetime) -> list[Attendee]:
    """Mail the letter to whoever has an address, of a meeting that lies ahead; answers to whom it goes.

    What the deputies have to know goes to those of them who were invited, too.
    """
    asked = list(seats)
    addresses = addresses_of(asked)
    deputies = [seat for seat in asked if letter.for_deputies and seat.deputy_invited_at is not None]
    reached = [Reached(*each) for each in addresses.items()] + [
        Reached(each, each.deputy_email, True) for each in deputies
    ]
    _write_all(reached, letter, now)
    return [seat for seat in addresses if seat.meeting.starts_at > now]


def write_to_deputy(seat: Attendee, letter: Letter, *, now: datetime) -> None:
    _write_all([Reached(seat, seat.deputy_email, is_deputy=True)], letter, now)


def _write_all(reached: Iterable[Reached], letter: Letter, now: datetime) -> None:
    ahead = [each for each in reached if each.seat.meeting.starts_at > now]
    meetings = sorted({each.seat.meeting for each in ahead}, key=lambda meeting: meeting.id)
    numbers = {meeting.id: _next_sequence(meeting) for meeting in meetings}
    tabled = {} if letter.ends else {meeting.id: papers_on(meeting) for meeting in meetings}
    for each in ahead:
        meeting_id = each.seat.meeting_id
        _write(each, letter, numbers[meeting_id], tabled.get(meeting_id, ()), now)


def _next_sequence(meeting: Meeting) -> int:
    """The one place that gives calendars their number: what is sent later has a higher one, whatever it says.

    So no calendar takes the end of an invitation and the next one, sent in the same second, for equally new.
    """
    db.session.flush()
    raised = update(Meeting).where(Meeting.id == meeting.id).values(sequence=Meeting.sequence + 1)
    return db.session.execute(raised.returning(Meeting.sequence)).scalar_one()


def _write(reached: Reached, letter: Letter, sequence: int, papers: Sequence[TabledPaper], now: datetime) -> None:
    seat, meeting = reached.seat, reached.seat.meeting
    words = {
        "name": reached.name,
        "asked": seat.name,
        "deputy": seat.deputy,
        "host": meeting.host,
        "meeting": meeting.kind.words,
        "when": format_moment(meeting.starts_at),
    }
    send_mail(
        reached.address,
        letter.subject % words,
        "\n\n".join([letter.opening % words, *_body(reached, letter, papers)]) + "\n",
        audience=Audience.ASKED,
        kind=letter.kind,
        now=now,
        about=_about(reached, letter),
        not_after=meeting.starts_at,
        calendar=_calendar(reached, letter, sequence, now),
    )


def _about(reached: Reached, letter: Letter) -> About | Lasting:
    if letter is TAKEN_BACK:
        return Lasting("the seat is gone")
    deputy = reached.address if reached.is_deputy else ""
    return About(SEAT, reached.seat.id, says_of_seat(letter.said, reached.seat.meeting, deputy))


def _body(reached: Reached, letter: Letter, papers: Sequence[TabledPaper]) -> list[str]:
    meeting = reached.seat.meeting
    times = {"when": format_moment(meeting.starts_at), "until": format_clock(meeting.ends_at), "place": meeting.place}
    facts = FACTS % times
    if letter.ends:
        return [facts, *([WHY % {"why": letter.why}] if letter.why else []), FILE_ENDS]
    asks = [(CHANGES if letter.is_answered else ANSWER) % {"link": reached.link}]
    return [facts, *_agenda(meeting), *_papers(reached, papers), *asks, FILE]


def _agenda(meeting: Meeting) -> list[str]:
    """Who is spoken about stands in no mail."""
    if meeting.kind in RESTRICTED:
        return [AGENDA_APART]
    points = points_listed(meeting.items, schedule_of(meeting.items, meeting.starts_at, meeting.ends_at))
    return [AGENDA % {"points": points}] if points else []


def _papers(reached: Reached, papers: Sequence[TabledPaper]) -> list[str]:
    """Where people are spoken about, papers are for whoever signs in."""
    if not papers:
        return []
    if reached.seat.meeting.kind in RESTRICTED:
        return [PAPERS_APART] if reached.seat.user_id and not reached.is_deputy else []
    return [PAPERS % {"papers": papers_listed(papers), "link": reached.link}]


def papers_listed(papers: Iterable[TabledPaper]) -> str:
    """1. 4분기 예산안 (PDF · 12.3 kB)"""
    return "\n".join(f"{place}. {paper.title} ({paper.file})" for place, paper in enumerate(papers, 1))


def _calendar(reached: Reached, letter: Letter, sequence: int, now: datetime) -> str:
    from portal.consortium.meetings.attending import attending  # noqa: PLC0415 icalendar costs time: only where one is made
    from portal.documents.calendar import meeting_event  # noqa: PLC0415 likewise

    meeting, settings = reached.seat.meeting, current_settings()
    name, sender = parseaddr(settings.mail_sender)
    described = "\n\n".join(_agenda(meeting) + ([] if letter.ends else [ANSWER % {"link": reached.link}]))
    return meeting_event(
        f"meeting-{meeting.id}@{urlsplit(settings.base_url).hostname}",
        meeting.starts_at,
        meeting.ends_at,
        f"{settings.consortium_name} {meeting.kind.words}",
        meeting.place,
        described,
        (name or settings.office_name, sender),
        attending(reached, is_gone=letter.ends),
        stamp=now,
        sequence=sequence,
        is_cancelled=letter.ends,
    ).decode()
