"""Whoever was invited before a paper was added hears of it: one mail for all that were added since."""

from collections.abc import Sequence
from datetime import datetime

from portal.consortium.meetings.mailing import papers_listed
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.reaching import Reached, addresses_of
from portal.consortium.meetings.states import RESTRICTED
from portal.consortium.meetings.truth import SEAT, Said, says_of_seat
from portal.consortium.papers.models import MeetingPaper
from portal.consortium.papers.queries import as_tabled
from portal.core.dates import format_moment
from portal.core.messages import N_
from portal.extensions import current_settings
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience

SUBJECT_LINE = N_("회의 자료가 추가되었습니다: %(meeting)s %(when)s")
BODY = N_(
    "%(name)s 님, %(when)s에 여는 %(meeting)s의 자료가 추가되었습니다.\n\n%(papers)s\n\n"
    "아래 주소에서 보실 수 있습니다. 로그인하지 않으셔도 됩니다.\n%(link)s\n"
)
BODY_APART = N_(
    "%(name)s 님, %(when)s에 여는 %(meeting)s의 자료가 추가되었습니다.\n\n"
    "사람에 대하여 이야기하는 회의여서 포털에 로그인하여 보실 수 있습니다.\n%(link)s\n"
)


def tell_of_papers(meeting: Meeting, papers: Sequence[MeetingPaper], *, now: datetime) -> int:
    """Each who was invited before reads which ones are new to them; answers how many mails go."""
    is_apart = meeting.kind in RESTRICTED
    seats = [seat for seat in meeting.attendees if seat.invited_at is not None and (seat.user_id or not is_apart)]
    deputies = [seat for seat in meeting.attendees if seat.deputy_invited_at is not None and not is_apart]
    reached = [(Reached(*each), each[0].invited_at) for each in addresses_of(seats).items()]
    reached += [(Reached(seat, seat.deputy_email, is_deputy=True), seat.deputy_invited_at) for seat in deputies]
    told = 0
    for each, invited_at in reached:
        new = [paper for paper in papers if invited_at is None or paper.added_at > invited_at]
        if new:
            _write(each, new, now)
            told += 1
    return told


def _write(reached: Reached, papers: Sequence[MeetingPaper], now: datetime) -> None:
    seat, meeting = reached.seat, reached.seat.meeting
    is_apart = meeting.kind in RESTRICTED
    in_portal = f"{current_settings().base_url}/meetings/{meeting.id}#papers"
    words = {
        "name": reached.name,
        "meeting": meeting.kind.words,
        "when": format_moment(meeting.starts_at),
        "papers": papers_listed(map(as_tabled, papers)),
        "link": in_portal if is_apart else reached.link,
    }
    send_mail(
        reached.address,
        SUBJECT_LINE % words,
        (BODY_APART if is_apart else BODY) % words,
        audience=Audience.ASKED,
        kind="meeting_papers",
        now=now,
        about=About(SEAT, seat.id, says_of_seat(Said.PAPERS, meeting, reached.address if reached.is_deputy else "")),
        not_after=meeting.starts_at,
    )
