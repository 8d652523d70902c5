"""Reads of the meetings: minutes and agendas for members, everything else for the office."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.consortium.meetings.models import (
    AgendaItem,
    AgendaProposal,
    Attendee,
    Decision,
    Meeting,
    MeetingAction,
)
from portal.consortium.meetings.rules import Outlook, needed
from portal.consortium.meetings.scope import meetings_in_scope
from portal.consortium.meetings.states import (
    COMES,
    NOT_OVER,
    WITH_VOTE,
    InvitationReply,
    LeftOver,
    MeetingKind,
    MeetingState,
    Presence,
    hands_on,
)
from portal.consortium.meetings.voting import voting_at
from portal.core.actors import Actor
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.documents.models import StoredDocument
from portal.extensions import current_settings, db

T = TypeVar("T", AgendaItem, Attendee, Decision, MeetingAction)
PROPOSAL = "agenda_proposal"
"""The source of a point that a member proposed."""

MINUTES = "minutes"
"""The kind of document that minutes are."""

ANSWERS_WITHIN = timedelta(days=1)
"""Nobody who was invited later is asked once more yet."""

ITEM = "agenda_item"
"""The source of a point that comes again after nobody spoke about it."""

LOOKS_BACK = "meeting"
"""The source of the point that looks back at the last meeting."""

PAGE_SIZE = 12
LOOKED_BACK = 24
_WHOLE = (
    selectinload(Meeting.attendees),
    selectinload(Meeting.items).selectinload(AgendaItem.decisions),
    selectinload(Meeting.actions),
)


def get_meeting(meeting_id: UUID, *, viewer: Actor) -> Meeting:
    """A meeting with all that belongs to it; what is being written in it is the office's to show. `NotFound`."""
    return _readable(meeting_id, viewer, *_WHOLE)


def _readable(meeting_id: UUID, viewer: Actor, *options: Any) -> Meeting:
    viewer.require(Permission.MEETING_READ)
    chosen = select(Meeting).where(Meeting.id == meeting_id, meetings_in_scope(viewer))
    meeting = db.session.scalar(chosen.options(*options))
    if meeting is None:
        raise NotFound
    return meeting


def closed_without_document() -> list[UUID]:
    """The closed meetings whose minutes were not set yet, the oldest first."""
    kept = select(StoredDocument.subject_id).where(StoredDocument.kind == MINUTES)
    closed = select(Meeting.id).where(Meeting.state == MeetingState.CLOSED, Meeting.id.not_in(kept))
    return list(db.session.scalars(closed.order_by(Meeting.closed_at, Meeting.id)))


def get_meeting_alone(meeting_id: UUID, *, viewer: Actor) -> Meeting:
    """The same when only the meeting itself is wanted, such as for the document that is kept of it."""
    return _readable(meeting_id, viewer)


def planned_meetings(*, viewer: Actor) -> list[Meeting]:
    """The meetings to come and those under way, the next one first."""
    viewer.require(Permission.MEETING_READ)
    statement = select(Meeting).where(Meeting.state.in_(NOT_OVER), meetings_in_scope(viewer)).options(*_WHOLE)
    return list(db.session.scalars(statement.order_by(Meeting.starts_at, Meeting.id)))


def closed_meetings(kind: MeetingKind | None, page: int, *, viewer: Actor) -> Page[Meeting]:
    """Closed meetings, newest first, of one kind or of all."""
    viewer.require(Permission.MEETING_READ)
    closed = select(Meeting).where(Meeting.state == MeetingState.CLOSED, meetings_in_scope(viewer))
    if kind is not None:
        closed = closed.where(Meeting.kind == kind)
    newest_first = closed.order_by(Meeting.starts_at.desc(), Meeting.id)
    return page_of(db.session, newest_first.options(*_WHOLE), page, PAGE_SIZE)


def cancelled_meetings(page: int, *, viewer: Actor) -> Page[Meeting]:
    """Meetings that were called off, those of the latest days first."""
    viewer.require(Permission.MEETING_READ)
    cancelled = select(Meeting).where(Meeting.state == MeetingState.CANCELLED, meetings_in_scope(viewer))
    return page_of(db.session, cancelled.order_by(Meeting.starts_at.desc(), Meeting.id), page, PAGE_SIZE)


def planned_meeting(kind: MeetingKind, *, viewer: Actor | None = None) -> Meeting | None:
    """The next meeting of a kind that is being prepared or under way, among those of which a `viewer` reads."""
    statement = _planned(kind)
    return db.session.scalar(statement if viewer is None else statement.where(meetings_in_scope(viewer)))


def meeting_to_come(kind: MeetingKind, now: datetime) -> Meeting | None:
    """The one on whose agenda whatever waits for a meeting of the kind comes by itself; it has not begun."""
    ahead = (Meeting.starts_at > now, Meeting.state == MeetingState.PLANNED)
    return db.session.scalar(_planned(kind).where(*ahead)) if hands_on(kind) else None


def _planned(kind: MeetingKind) -> Select[Meeting]:
    planned = select(Meeting).where(Meeting.kind == kind, Meeting.state.in_(NOT_OVER))
    return planned.order_by(Meeting.starts_at, Meeting.id).limit(1)


def called_off_with_agenda(kind: MeetingKind) -> list[Meeting]:
    """The meetings of a kind that did not take place and were to speak about something, the oldest first."""
    cancelled = (Meeting.kind == kind, Meeting.state == MeetingState.CANCELLED)
    to_speak = Meeting.items.any(AgendaItem.is_standing.is_(False) & (AgendaItem.source_kind != PROPOSAL))
    statement = select(Meeting).where(*cancelled, or_(to_speak, Meeting.actions.any())).options(*_WHOLE)
    return list(db.session.scalars(statement.order_by(Meeting.starts_at, Meeting.id)))


def last_closed(kind: MeetingKind) -> Meeting | None:
    """The closed meeting of a kind with the highest number."""
    statement = select(Meeting).where(Meeting.kind == kind, Meeting.state == MeetingState.CLOSED)
    return db.session.scalar(statement.order_by(Meeting.number.desc()).limit(1))


def starts_of_closed(kind: MeetingKind) -> Sequence[datetime]:
    """When the meetings of a kind were held, in the order of their numbers; as many as tell their rhythm."""
    statement = select(Meeting.starts_at).where(Meeting.kind == kind, Meeting.state == MeetingState.CLOSED)
    newest = db.session.scalars(statement.order_by(Meeting.number.desc()).limit(LOOKED_BACK)).all()
    return newest[::-1]


def get_item(meeting: Meeting, item_id: UUID) -> AgendaItem:
    """Raises `NotFound`."""
    return _one_of(meeting.items, item_id)


def get_waiting(meeting: Meeting, proposal_id: UUID) -> AgendaProposal:
    """What waits for a meeting of this kind. Raises `NotFound`."""
    found = db.session.get(AgendaProposal, proposal_id)
    if found is None or found.kind is not meeting.kind:
        raise NotFound
    return found


def get_attendee(meeting: Meeting, attendee_id: UUID) -> Attendee:
    """Raises `NotFound`."""
    return _one_of(meeting.attendees, attendee_id)


def get_decision(item: AgendaItem, decision_id: UUID) -> Decision:
    """Raises `NotFound`."""
    return _one_of(item.decisions, decision_id)


def get_task(item: AgendaItem, action_id: UUID) -> MeetingAction:
    """Something to be done that this point of the agenda led to. Raises `NotFound`."""
    return _one_of(item.actions, action_id)


def attending(meeting: Meeting) -> list[Attendee]:
    """Those who may vote."""
    return [attendee for attendee in meeting.attendees if attendee.presence in WITH_VOTE]


def unnoted(meeting: Meeting) -> list[Attendee]:
    """Of whom nobody has noted yet whether they came."""
    return [attendee for attendee in meeting.attendees if attendee.presence is Presence.ASKED]


def voters(meeting: Meeting) -> list[Attendee]:
    """Those who are asked with a vote, whether they came or not."""
    return [attendee for attendee in meeting.attendees if attendee.presence is not Presence.OBSERVED]


def outlook(meeting: Meeting) -> Outlook:
    """Whether enough have said that they come, or somebody in their place."""
    asked = voters(meeting)
    coming = [attendee for attendee in asked if attendee.reply in COMES]
    return Outlook(len(coming), needed(meeting.quorum, len(asked)))


def sitting(meeting: Meeting, now: datetime) -> Outlook:
    """How many may vote at this moment, those by proxy among them, and how many must be there."""
    return Outlook(voting_at(meeting.attendees, now).total, needed(meeting.quorum, len(voters(meeting))))


def seat_of(meeting: Meeting, user_id: UUID | None) -> Attendee | None:
    """Where somebody who is signed in sits."""
    return next((each for each in meeting.attendees if user_id is not None and each.user_id == user_id), None)


def find_seat(attendee_id: UUID) -> Attendee | None:
    """Somebody who is asked, with their meeting; whoever shows it asks whether the viewer may read of the meeting."""
    return db.session.get(Attendee, attendee_id)


def seats_to_remind(now: datetime) -> list[Attendee]:
    """Who has not answered though the meeting is near; nobody on the day on which they were invited, and each once."""
    near = (Meeting.state == MeetingState.PLANNED) & Meeting.starts_at.between(now, _reminded_until(now))
    silent = (Attendee.reply == InvitationReply.UNANSWERED) & (Attendee.invited_at < now - ANSWERS_WITHIN)
    statement = select(Attendee).join(Attendee.meeting).where(near, silent, Attendee.reminded_at.is_(None))
    return list(db.session.scalars(statement.order_by(Meeting.starts_at, Attendee.position_number, Attendee.id)))


def is_near(meeting: Meeting, now: datetime) -> bool:
    """Whether those who have not answered are reminded by now."""
    return meeting.starts_at <= _reminded_until(now)


def _reminded_until(now: datetime) -> datetime:
    return now + timedelta(days=current_settings().target.meeting_reminder_days)


def waiting_proposals(kind: MeetingKind) -> list[AgendaProposal]:
    """Proposals for meetings of a kind that stand on no agenda yet, the oldest first."""
    statement = select(AgendaProposal).where(AgendaProposal.kind == kind, AgendaProposal.item_id.is_(None))
    return list(db.session.scalars(statement.order_by(AgendaProposal.proposed_at, AgendaProposal.id)))


def meetings_behind(proposals: Iterable[AgendaProposal]) -> list[Meeting]:
    """The meetings of whose words proposals tell: under which they stood as points, or by which it was decided."""
    sources = [each.source_id for each in proposals if each.source_id is not None]
    of_point = AgendaItem.id.in_(sources) | AgendaItem.decisions.any(Decision.id.in_(sources))
    return list(db.session.scalars(select(Meeting).where(Meeting.items.any(of_point)).order_by(Meeting.id)))


def spoken_points(proposed: ColumnElement[bool]) -> list[tuple[AgendaProposal, AgendaItem]]:
    """The points of closed meetings under which what was proposed was spoken about, of the latest meeting first.

    One that a meeting dropped is among them: nobody has to speak about it any more.
    """
    of_proposal = (AgendaItem.source_id == AgendaProposal.id) & (AgendaItem.source_kind == PROPOSAL)
    query = select(AgendaProposal, AgendaItem).join(AgendaItem, of_proposal).join(AgendaItem.meeting)
    query = query.where(proposed, Meeting.state == MeetingState.CLOSED)
    whole = (contains_eager(AgendaItem.meeting), selectinload(AgendaItem.decisions), selectinload(AgendaItem.actions))
    found = db.session.execute(query.options(*whole).order_by(Meeting.starts_at.desc(), AgendaProposal.id))
    return [pair for pair in found if pair[1].left_over is LeftOver.DROPPED or not was_left_over(pair[1])]


def was_left_over(item: AgendaItem) -> bool:
    """Whether nobody spoke about a point that does not come each time anyway."""
    return not (item.is_standing or has_words(item))


def has_words(item: AgendaItem) -> bool:
    """Whether something is written under a point: what was said, told, decided or is to be done."""
    return bool(item.discussion.strip() or item.information.strip() or item.decisions or item.actions)


def _one_of(things: list[T], thing_id: UUID) -> T:
    thing = next((thing for thing in things if thing.id == thing_id), None)
    if thing is None:
        raise NotFound
    return thing


def neighbours(item: AgendaItem) -> tuple[AgendaItem | None, AgendaItem | None]:
    """The items before and after on the agenda."""
    items = {each.position: each for each in item.meeting.items}
    return items.get(item.position - 1), items.get(item.position + 1)


def traces() -> Iterator[Trace]:
    """By what names people stand in minutes, those without an account too."""
    for attendee in db.session.execute(select(Attendee.user_id, Attendee.name).distinct()):
        yield Trace(*attendee)
    for deputy in (Attendee.deputy, Attendee.stand_in):
        for name in db.session.scalars(select(deputy).where(deputy != "").distinct()):
            yield Trace(None, name)
    for name in db.session.scalars(select(Meeting.writer_name).distinct()):
        yield Trace(None, name)
