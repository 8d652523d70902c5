"""Reads of the papers of meetings."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.states import NOT_OVER, RESTRICTED, MeetingState
from portal.consortium.papers.models import MeetingPaper
from portal.consortium.papers.scope import papers_in_scope
from portal.core.actors import Actor
from portal.core.digests import said_digest
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.documents.added import kind_and_size
from portal.documents.tabled import TabledPaper
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
    lies_ahead = meeting.state in NOT_OVER and now < meeting.ends_at
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


def papers_on_table(meeting: Meeting) -> tuple[TabledPaper, ...]:
    """What letters and minutes name, whoever reads them."""
    return tuple(as_tabled(paper) for paper in db.session.scalars(_of(meeting)))


def as_tabled(paper: MeetingPaper) -> TabledPaper:
    return TabledPaper(paper.title, kind_and_size(paper), said_digest(paper.sha256))


def meetings_to_tell(now: datetime) -> list[Meeting]:
    """Meetings that lie ahead with papers of which those who were invited have not heard."""
    untold = select(MeetingPaper.meeting_id).where(MeetingPaper.told_at.is_(None))
    ahead = (Meeting.state == MeetingState.PLANNED) & (Meeting.starts_at > now)
    found = select(Meeting).where(Meeting.id.in_(untold), ahead).order_by(Meeting.starts_at, Meeting.id)
    return list(db.session.scalars(found))


def will_be_told(meeting: Meeting, papers: Iterable[MeetingPaper], now: datetime) -> bool:
    """Whether those who were invited will hear of any of the papers: nobody does once the meeting has begun."""
    return now < meeting.starts_at and any(paper.told_at is None for paper in papers)


def untold_papers(meeting: Meeting) -> list[MeetingPaper]:
    return list(db.session.scalars(_of(meeting).where(MeetingPaper.told_at.is_(None))))


def _of(meeting: Meeting) -> Select[MeetingPaper]:
    rows = select(MeetingPaper).where(MeetingPaper.meeting_id == meeting.id)
    return rows.order_by(MeetingPaper.added_at, MeetingPaper.id)
