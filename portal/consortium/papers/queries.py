"""Reads of the papers of meetings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.states import RESTRICTED, MeetingState
from portal.consortium.papers.models import MeetingPaper
from portal.consortium.papers.scope import papers_in_scope
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.extensions import db


def papers_of(meeting: Meeting, *, viewer: Actor) -> list[MeetingPaper]:
    """In the order in which they were added; none for whoever is not asked."""
    if not viewer.can(Permission.MEETING_JOIN):
        return []
    return list(db.session.scalars(_of(meeting).where(papers_in_scope(viewer))))


def get_paper(meeting_id: UUID, paper_id: UUID, *, viewer: Actor) -> MeetingPaper:
    """Raises `NotFound`."""
    viewer.require(Permission.MEETING_JOIN)
    wanted = (MeetingPaper.id == paper_id, MeetingPaper.meeting_id == meeting_id)
    found = db.session.scalar(select(MeetingPaper).where(*wanted, papers_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found


def opens_by_link(meeting: Meeting, now: datetime) -> bool:
    """The link of an invitation opens them until the meeting is over, unless it speaks about people."""
    lies_ahead = meeting.state is MeetingState.PLANNED and now < meeting.ends_at
    return lies_ahead and meeting.kind not in RESTRICTED


def papers_by_link(seat: Attendee, now: datetime) -> list[MeetingPaper]:
    """What whoever has the link of an invitation may read without signing in."""
    return list(db.session.scalars(_of(seat.meeting))) if opens_by_link(seat.meeting, now) else []


def paper_by_link(seat: Attendee, paper_id: UUID, now: datetime) -> MeetingPaper:
    """Raises `NotFound`."""
    found = next((paper for paper in papers_by_link(seat, now) if paper.id == paper_id), None)
    if found is None:
        raise NotFound
    return found


def kept_papers(session: Session) -> dict[str, tuple[UUID, str]]:
    """Every file that a paper names, with its row and its digest."""
    named = select(MeetingPaper.file_name, MeetingPaper.id, MeetingPaper.sha256)
    return {name: (paper_id, sha256) for name, paper_id, sha256 in session.execute(named)}


def _of(meeting: Meeting) -> Select[MeetingPaper]:
    rows = select(MeetingPaper).where(MeetingPaper.meeting_id == meeting.id)
    return rows.order_by(MeetingPaper.added_at, MeetingPaper.id)
