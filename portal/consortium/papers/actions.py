"""The office adds papers to a meeting that lies ahead, and takes them away again."""

from datetime import datetime

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.consortium.meetings.actions import require_writable
from portal.consortium.meetings.models import Meeting
from portal.consortium.papers.files import paper_store
from portal.consortium.papers.models import MeetingPaper
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.documents.sent import Sent
from portal.extensions import db

MOST = 20
TOO_MANY = N_("한 회의에 자료를 %(most)d개까지 붙일 수 있습니다.")


def add_paper(meeting: Meeting, title: str, sent: Sent, *, actor: Actor, now: datetime) -> MeetingPaper:
    """Until the meeting is closed."""
    require_writable(meeting, actor)
    there = select(func.count()).select_from(MeetingPaper).where(MeetingPaper.meeting_id == meeting.id)
    if (db.session.scalar(there) or 0) >= MOST:
        raise DomainError(TOO_MANY, "file", most=MOST)
    file, media_type = sent
    paper_store().put(file, db.session)
    of_file = {"file_name": file.name, "media_type": media_type, "sha256": file.sha256, "size": file.size}
    paper = MeetingPaper(id=file.owner, meeting=meeting, title=title, added_at=now, **of_file)
    db.session.add(paper)
    _record("meeting.attach", meeting, actor, now)
    return paper


def remove_paper(paper: MeetingPaper, *, actor: Actor, now: datetime) -> None:
    """Its file goes with the next sweep."""
    meeting = paper.meeting
    require_writable(meeting, actor)
    db.session.delete(paper)
    _record("meeting.detach", meeting, actor, now)


def _record(event: str, meeting: Meeting, actor: Actor, now: datetime) -> None:
    db.session.flush()
    record(event, actor=actor, now=now, subject=("meeting", meeting.id))
