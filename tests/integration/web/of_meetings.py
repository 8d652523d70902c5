"""Values of addresses that name things of meetings, made together."""

from datetime import time, timedelta

from portal.accounts.models import User
from portal.consortium.meetings.actions import (
    CharterValues,
    Outcome,
    add_attendee,
    add_task,
    close_meeting,
    propose_item,
    save_charter,
)
from portal.consortium.meetings.links import ANSWERING, DOING
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingKind, Quorum, WeekOfMonth
from portal.consortium.minutes.links import READING
from portal.consortium.papers.actions import add_paper
from portal.consortium.papers.files import FILES as PAPERS
from portal.core.ids import new_id
from portal.residents.conferences.actions import name_household
from portal.residents.households.models import Household
from tests.factories.consortium import NOW, TODAY
from tests.factories.meetings import AFTER, BEFORE, DUE, START, hold, make_meeting
from tests.factories.minutes import make_amendment, make_out, sent_a_deputy
from tests.integration.web.of_features import Values


def of_minutes(office: User) -> Values:
    """Those of a closed meeting, with an amendment to be answered."""
    reply = make_amendment(make_out(office.actor))
    return {"reply_id": reply.id, "token": READING.token_of(reply.seat_id)}


def of_a_deputy(office: User, member: User) -> Values:
    """Who sent one to a meeting whose minutes are out."""
    _minutes, seat = sent_a_deputy(office.actor, member, MeetingKind.WORKING)
    return {"token": READING.token_of(seat.id)}


def _of_a_task_by_link(office: User) -> dict[str, Values]:
    """Of a guest of a closed meeting."""
    meeting = make_meeting(office.actor)
    guest = add_attendee(meeting, "대학교", "교수", "강전문", actor=office.actor, now=BEFORE, email="kang@example.kr")
    hold(meeting, office.actor)
    task = add_task(meeting.items[0], Outcome("견적 받기", guest, DUE), actor=office.actor, now=START)
    close_meeting(meeting, actor=office.actor, now=AFTER)
    token = DOING.token_to(task.id, guest.email)
    return {"meetings.task": {"token": token}}


def of_papers(meeting: Meeting, office: User) -> Values:
    sent = PAPERS.seal(b"%PDF-1.7\n%%EOF\n", new_id())
    paper = add_paper(meeting, "예산안", sent, actor=office.actor, now=NOW)
    return {"paper_id": paper.id, "token": ANSWERING.token_of(meeting.attendees[0].id)}


def of_a_series(office: User) -> Values:
    """A day of a series that may be skipped."""
    rule = {"week": WeekOfMonth.LAST, "weekday": 3, "from_on": TODAY, "starts_at": time(14), "minutes": 120}
    values = CharterValues(points="보고", asked=[], quorum=Quorum.NONE, **rule)
    save_charter(MeetingKind.STEERING, values, actor=office.actor, now=NOW)
    return {"kind": MeetingKind.STEERING.value, "day": "2026-12-31"}


def of_a_conference(office: User) -> Values:
    """One that lies ahead, and a point that waits for the office to choose it."""
    meeting = make_meeting(office.actor, kind=MeetingKind.CASE_CONFERENCE)
    proposal = propose_item("거처", "이사", actor=office.actor, now=NOW, meeting_kind=MeetingKind.CASE_CONFERENCE)
    return {"meeting_id": meeting.id, "proposal_id": proposal.id}


def of_a_proposal(office: User) -> dict[str, Values]:
    """One that waits."""
    proposal = propose_item("차량", "하루 두 집", actor=office.actor, now=NOW, meeting_kind=MeetingKind.GENERAL)
    return {f"meetings.proposal_{verb}": {"proposal_id": proposal.id} for verb in ("move", "withdraw")}


def of_meetings_apart(household: Household, office: User) -> dict[str, Values]:
    """One about a household that lies ahead, a closed one with its files, and a task of one who has no account."""
    ahead, closed = (
        make_meeting(office.actor, kind=MeetingKind.CASE_CONFERENCE, starts_at=START - timedelta(days=days))
        for days in (2, 3)
    )
    for meeting in (ahead, closed):
        name_household(meeting, household, actor=office.actor, now=NOW)
    paper = add_paper(closed, "진단서", PAPERS.seal(b"%PDF-1.7\n%%EOF\n", new_id()), actor=office.actor, now=NOW)
    close_meeting(hold(closed, office.actor), actor=office.actor, now=closed.ends_at)
    files = {"meeting_id": closed.id, "paper_id": paper.id}
    return {
        "conferences": {"meeting_id": ahead.id},
        "meetings.document_about_people": files,
        "meetings.hwpx_about_people": files,
        "papers.paper_about_people": files,
        **_of_a_task_by_link(office),
    }
