"""The office adds papers to a meeting that lies ahead, and takes them away again; those who are asked hear of them."""

from datetime import datetime

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.audit.steps import lock
from portal.consortium.meetings.actions import require_writable
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingState
from portal.consortium.papers.files import FILES
from portal.consortium.papers.mailing import tell_of_papers
from portal.consortium.papers.models import MeetingPaper
from portal.consortium.papers.queries import meetings_to_tell, untold_papers
from portal.consortium.papers.rules import may_tell
from portal.core.actors import Actor
from portal.documents.added import of_sent, refuse_more
from portal.documents.sent import Sent
from portal.extensions import db


def add_paper(meeting: Meeting, title: str, sent: Sent, *, actor: Actor, now: datetime) -> MeetingPaper:
    """Until the meeting is closed."""
    require_writable(meeting, actor)
    there = select(func.count()).select_from(MeetingPaper).where(MeetingPaper.meeting_id == meeting.id)
    refuse_more(db.session.scalar(there) or 0)
    FILES.store().put(sent[0], db.session)
    paper = MeetingPaper(meeting=meeting, title=title, added_at=now, **of_sent(sent))
    db.session.add(paper)
    _record("meeting.attach", meeting, actor, now)
    return paper


def remove_paper(paper: MeetingPaper, *, actor: Actor, now: datetime) -> None:
    """Its file goes with the next sweep."""
    meeting = paper.meeting
    require_writable(meeting, actor)
    db.session.delete(paper)
    _record("meeting.detach", meeting, actor, now)


def tell_new_papers(*, now: datetime) -> int:
    """Once nothing was added for a while: one mail to each who was invited before; answers how many go."""
    return sum(_tell(meeting, now) for meeting in meetings_to_tell(now))


def _tell(meeting: Meeting, now: datetime) -> int:
    lock(meeting)
    papers = untold_papers(meeting)
    if meeting.state is not MeetingState.PLANNED or not papers:
        return 0
    if not may_tell(papers[-1].added_at, meeting.starts_at, now=now):
        return 0
    for paper in papers:
        paper.told_at = now
    return tell_of_papers(meeting, papers, now=now)


def _record(event: str, meeting: Meeting, actor: Actor, now: datetime) -> None:
    db.session.flush()
    record(event, actor=actor, now=now, subject=("meeting", meeting.id))
