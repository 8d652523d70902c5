"""Closing a meeting: it gets its number and is locked; its minutes are a document from then on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from portal.accounts.queries import get_user
from portal.audit.steps import take
from portal.consortium.meetings.actions.agenda import carry_over
from portal.consortium.meetings.actions.attendance import ballot_of, decisions_of
from portal.consortium.meetings.actions.holding import end_running
from portal.consortium.meetings.actions.looking_back import note_tasks
from portal.consortium.meetings.actions.standing import is_over, renew_notes
from portal.consortium.meetings.actions.writable import require_writable
from portal.consortium.meetings.hours import DECIDED_OUTSIDE, Hours, hours_of
from portal.consortium.meetings.models import AgendaItem, Decision, Meeting
from portal.consortium.meetings.notices import TASK_GIVEN, tell_owner
from portal.consortium.meetings.paper import Added, added_to, minutes_of
from portal.consortium.meetings.queries import MINUTES, attending, unnoted, voters, was_left_over
from portal.consortium.meetings.rules import needed, refuse_closing
from portal.consortium.meetings.states import MEETING_STATES, LeftOver, MeetingKind, MeetingVerb
from portal.consortium.meetings.voting import (
    refuse_ballot,
    refuse_sitting,
    refuse_without_moment,
    refuse_without_quorum,
    voting_at,
)
from portal.core.actors import Actor
from portal.core.errors import DomainError, NotFound
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.actions import digest_of, document_for
from portal.documents.glyphs import printable, require_glyphs_in
from portal.documents.minutes import Minutes, minutes_document
from portal.documents.model import Document
from portal.documents.models import StoredDocument
from portal.documents.pdf import document_pdf
from portal.documents.queries import Subject
from portal.extensions import db

OF = N_("‘%(of)s’: ")


def close_meeting(
    meeting: Meeting, *, actor: Actor, now: datetime, left: Mapping[UUID, LeftOver] | None = None
) -> None:
    """Number and lock the meeting for good; what nobody spoke about is carried over unless `left` says otherwise.

    What was over by then is not, and points say how what gave rise to them stands when the meeting ends.

    Letters that the document fonts lack are named in a refusal where the office can still mend the text, and drawn as a
    mark elsewhere. The document itself takes a second to set, so the worker or its first reader makes it.
    """
    actor.require(Permission.MEETING_MANAGE)
    _queue_up(meeting.kind)
    require_writable(meeting, actor)
    refuse_closing(
        meeting,
        attending=len(attending(meeting)),
        unnoted=len(unnoted(meeting)),
        items=len(meeting.items),
        now=now,
    )
    _refuse_sittings(meeting, now)
    _refuse_decisions(meeting, now)
    note_tasks(meeting)
    renew_notes(meeting, now)
    end_running(meeting, now=now)
    _make_printable(meeting)
    require_glyphs_in((item.title, _words(item)) for item in meeting.items)
    for item in filter(was_left_over, meeting.items):
        chosen = (left or {}).get(item.id, LeftOver.CARRIED)
        item.left_over = LeftOver.OVER if is_over(item, now) else chosen
    db.session.flush()
    number = _next_number(meeting.kind)
    take(MEETING_STATES, meeting, MeetingVerb.CLOSE, actor=actor, now=now, number=number)
    meeting.number, meeting.closed_at, meeting.closed_by_id = number, now, actor.user_id
    meeting.names_papers = True
    db.session.flush()
    carry_over(meeting, actor=actor, now=now)
    tell(Event.MEETING_CLOSED, meeting.id, actor=actor, now=now)
    for task in meeting.actions:
        tell_owner(task, TASK_GIVEN, actor=actor, now=now)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Whoever closes a meeting has no field before them beside which a refusal could stand: it says of whom it is."""
    try:
        yield
    except DomainError as refusal:
        raise DomainError(OF + refusal.message, refusal.field, of=name, **refusal.params) from refusal


def _refuse_sittings(meeting: Meeting, now: datetime) -> None:
    """Nobody came or went outside its hours, which may have been moved since it was noted."""
    hours = hours_of(meeting, now=now)
    for seat in meeting.attendees:
        with _named(seat.name):
            refuse_sitting(seat, hours)


def _refuse_decisions(meeting: Meeting, now: datetime) -> None:
    """Each was made while it was held, by enough people who were there, and by no more votes than they had."""
    quorum, hours = needed(meeting.quorum, len(voters(meeting))), hours_of(meeting, now=now)
    for decision in decisions_of(meeting):
        with _named(decision.item.title):
            _refuse_decision(decision, meeting, quorum, hours)


def _refuse_decision(decision: Decision, meeting: Meeting, quorum: int, hours: Hours) -> None:
    ballot = ballot_of(decision)
    if decision.decided_at is not None:
        hours.refuse_outside(decision.decided_at, DECIDED_OUTSIDE, "decided_at")
    if quorum or ballot.total:
        refuse_without_moment(meeting.attendees, decision.decided_at)
    voting = voting_at(meeting.attendees, decision.decided_at)
    refuse_without_quorum(voting, quorum)
    refuse_ballot(ballot, voting)


def minutes_pdf(meeting: Meeting, *, now: datetime) -> StoredDocument:
    """The minutes of a closed meeting, from store after the first time; an open one has none."""
    return document_for(*document_key(meeting), lambda: document_pdf(minutes_of_closed(meeting)), now=now)


def document_key(meeting: Meeting) -> tuple[str, Subject, str]:
    """What the document of a closed meeting is kept by; raises `NotFound` for an open one."""
    if meeting.closed_at is None:
        raise NotFound
    added = added_to(meeting)
    depends_on = (meeting.id, meeting.closed_at, *((added,) if added else ()))
    return MINUTES, ("meeting", meeting.id), digest_of(*depends_on)


def minutes_of_closed(meeting: Meeting) -> Document:
    """What the document says."""
    return minutes_document(official_minutes(meeting, added_to(meeting)))


def official_minutes(meeting: Meeting, added: Added | None) -> Minutes:
    """With what was `added` to them since."""
    closer = get_user(meeting.closed_by_id).name if meeting.closed_by_id else ""
    return minutes_of(meeting, closer=closer, added=added)


def _make_printable(meeting: Meeting) -> None:
    """What no form of the meeting changes: tasks of earlier ones, their outcomes, and what a point was brought with."""
    for item in meeting.items:
        item.note, item.presenter = printable(item.note), printable(item.presenter)


def _words(item: AgendaItem) -> str:
    decided = [words for each in item.decisions for words in (each.text, each.reason)]
    tasks = [each.task for each in item.actions]
    return "\n".join([item.title, item.discussion, item.information, *decided, *tasks])


def _queue_up(kind: MeetingKind) -> None:
    """Let one meeting of a kind be closed at a time; all are locked in the same order, so nobody waits in a ring."""
    db.session.flush()
    db.session.execute(select(Meeting.id).where(Meeting.kind == kind).order_by(Meeting.id).with_for_update())


def _next_number(kind: MeetingKind) -> int:
    return (db.session.scalar(select(func.max(Meeting.number)).where(Meeting.kind == kind)) or 0) + 1
