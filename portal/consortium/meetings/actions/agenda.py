"""What a meeting speaks about: points of the agenda, and proposals of the members."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from portal.audit.steps import lock
from portal.consortium.meetings.actions.standing import (
    CALLED_OFF,
    NOT_SPOKEN_ABOUT,
    note_why,
    proposal_of,
    stand_of,
)
from portal.consortium.meetings.actions.writable import record_for, require_writable
from portal.consortium.meetings.models import AgendaItem, AgendaProposal, Meeting
from portal.consortium.meetings.queries import (
    ITEM,
    LOOKS_BACK,
    PROPOSAL,
    called_off_with_agenda,
    has_words,
    meeting_to_come,
    waiting_proposals,
)
from portal.consortium.meetings.rules import REVIEW_ITEM, REVIEW_MINUTES
from portal.consortium.meetings.states import LeftOver, MeetingKind, MeetingState, hands_on
from portal.consortium.meetings.timing import standing_point
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

LAST_MEETING = N_("지난 회의")
DROPPED = N_("지난번: %(day)s 회의에서 다루지 않기로 했습니다.")
LAST_TIME = N_("지난번: %(day)s 회의에서 다루었습니다.")
DECIDED = N_("· 결정: %(text)s")
WHY = N_("  이유: %(reason)s")
DONE = N_("· 한 일: %(task)s - %(outcome)s")
NOT_DONE = N_("· 아직 하지 못한 일: %(task)s - %(owner)s, %(due)s까지")


def open_agenda(meeting: Meeting, points: Iterable[str], previous: Meeting | None) -> None:
    """Put the standing `points` on a new agenda, before them the look back at `previous`, after them what waits.

    A point has the minutes with which its line ends. Where each meeting is about somebody else, it has those alone.
    """
    goes_on = hands_on(meeting.kind)
    # Asked before anything is added: reading the earlier points would write half of the new ones.
    called_off = called_off_with_agenda(meeting.kind) if goes_on else []
    if goes_on and previous is not None:
        review = AgendaItem(title=REVIEW_ITEM, planned_minutes=REVIEW_MINUTES, is_standing=True)
        review.source_kind, review.source_id = LOOKS_BACK, previous.id
        meeting.items.append(review)
    for title, minutes in map(standing_point, points):
        meeting.items.append(AgendaItem(title=title, planned_minutes=minutes, is_standing=True))
    number_items(meeting)
    for earlier in called_off:
        bring_over(earlier, meeting)
    if goes_on:
        take_up_waiting(meeting)


def take_up_waiting(meeting: Meeting) -> None:
    """Whatever waits for a meeting of the kind stands on the agenda of this one."""
    for proposal in waiting_proposals(meeting.kind):
        put_on_agenda(meeting, proposal)


def carry_over(closed: Meeting, *, actor: Actor, now: datetime) -> None:
    """What a closed meeting hands on waits for the next one of its kind, or stands on its agenda at once."""
    upcoming = meeting_to_come(closed.kind, now)
    carried = [item for item in closed.items if item.left_over is LeftOver.CARRIED]
    for item in carried:
        proposal = _waiting_again(item, NOT_SPOKEN_ABOUT, now)
        if upcoming is not None:
            put_on_agenda(upcoming, proposal)
    if carried and upcoming is not None:
        record_for(upcoming, "carry_over", actor, now, points=len(carried))


def _waiting_again(item: AgendaItem, why: str, now: datetime) -> AgendaProposal:
    """What stood on the agenda as a proposal is the same one; any other point becomes one."""
    proposal = proposal_of(item)
    if proposal is None:
        proposal = AgendaProposal(
            kind=item.meeting.kind,
            title=item.title,
            proposed_by=item.presenter or LAST_MEETING,
            proposed_at=now,
            source_kind=item.source_kind or ITEM,
            source_id=item.source_id or item.id,
        )
        db.session.add(proposal)
    proposal.item_id, proposal.reason = None, note_why(why, item.note)
    proposal.planned_minutes = item.planned_minutes
    db.session.flush()
    return proposal


def bring_over(called_off: Meeting, meeting: Meeting) -> None:
    """What a meeting that is called off was to speak about, with whatever is to be done, goes on the agenda of another.

    Its proposals wait by themselves to be taken up; what comes each time is there already.
    """
    usual = {item.title: item for item in meeting.items}
    first = meeting.items[0] if meeting.items else None
    for item in list(called_off.items):
        is_moved = not item.is_standing and item.source_kind != PROPOSAL
        for task in list(item.actions):
            task.meeting, task.item = meeting, item if is_moved else usual.get(item.title, first)
        if is_moved:
            item.note = note_why(CALLED_OFF, item.note)
            item.meeting = meeting
    db.session.flush()
    number_items(meeting)


def leave_waiting(called_off: Meeting, *, now: datetime) -> None:
    """What was to be spoken about waits until the office chooses an agenda; what comes each time is there anyway."""
    for item in called_off.items:
        if not item.is_standing:
            _waiting_again(item, CALLED_OFF, now)


def propose_item(
    title: str,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    proposer: str = "",
    source: tuple[str, UUID] | None = None,
    meeting_kind: MeetingKind = MeetingKind.WORKING,
) -> AgendaProposal:
    """Propose a point for the next meeting of a kind; it waits when none is planned, or until the office chooses one.

    `proposer` names who brings it in, with their organisation; `source` the thing that gave rise to it.
    """
    actor.require(Permission.MEETING_JOIN)
    kind, source_id = source or ("", None)
    proposal = AgendaProposal(
        kind=meeting_kind,
        title=title,
        reason=reason,
        proposed_by_id=actor.user_id,
        proposed_by=proposer or actor.name,
        proposed_at=now,
        source_kind=kind,
        source_id=source_id,
    )
    db.session.add(proposal)
    db.session.flush()
    meeting = held_to_come(meeting_kind, now)
    if meeting is not None:
        put_on_agenda(meeting, proposal)
        record_for(meeting, "propose", actor, now)
    return proposal


def held_to_come(kind: MeetingKind, now: datetime) -> Meeting | None:
    """The next meeting of the kind, held so that nobody calls it off or begins it while something comes on its agenda.

    What was called off or begun before it was held is not the next one any more.
    """
    while (meeting := meeting_to_come(kind, now)) is not None:
        lock(meeting)
        if is_to_come(meeting, now):
            return meeting
    return None


def is_to_come(meeting: Meeting, now: datetime) -> bool:
    """Asked once it is held: something may have become of it since it was found."""
    return meeting.state is MeetingState.PLANNED and meeting.starts_at > now


def take_up(meeting: Meeting, proposal: AgendaProposal, *, actor: Actor, now: datetime) -> None:
    """The office puts what waits on the agenda of a meeting that it chooses."""
    require_writable(meeting, actor)
    lock(proposal)
    if proposal.item_id is not None or proposal.kind is not meeting.kind:
        raise Conflict(N_("이미 다른 회의의 안건에 올랐습니다. 화면을 새로 고쳐 주십시오."))
    put_on_agenda(meeting, proposal)
    record_for(meeting, "agenda", actor, now)


def put_on_agenda(meeting: Meeting, proposal: AgendaProposal) -> None:
    """As the last point, whoever asked for it; whoever does so holds the meeting, unless it is new."""
    item = AgendaItem(
        position=len(meeting.items) + 1,
        title=proposal.title,
        presenter=proposal.proposed_by,
        note=proposal.reason,
        planned_minutes=proposal.planned_minutes,
        source_kind=PROPOSAL,
        source_id=proposal.id,
    )
    meeting.items.append(item)
    db.session.add(meeting)
    db.session.flush()
    proposal.item_id = item.id


def withdraw_proposals(source: tuple[str, UUID]) -> None:
    """Nobody has to speak any more about the thing that gave rise to them; what stands on an agenda stays there."""
    kind, source_id = source
    of_source = (AgendaProposal.source_kind == kind, AgendaProposal.source_id == source_id)
    db.session.execute(delete(AgendaProposal).where(*of_source, AgendaProposal.item_id.is_(None)))


def what_became(item: AgendaItem) -> list[str]:
    """What a meeting decided under a point and what was done, a line each, for when the same comes up again."""
    day = format_day(day_of(item.meeting.starts_at))
    if item.left_over is LeftOver.DROPPED:
        return [DROPPED % {"day": day}]
    said = [LAST_TIME % {"day": day}]
    for decision in item.decisions:
        said.append(DECIDED % {"text": decision.text})
        if decision.reason:
            said.append(WHY % {"reason": decision.reason})
    for task in item.actions:
        if task.done_at is not None:
            said.append(DONE % {"task": task.task, "outcome": task.outcome})
        else:
            said.append(NOT_DONE % {"task": task.task, "owner": task.owner_name, "due": format_day(task.due_on)})
    return said


def release_proposals(meeting: Meeting, *, now: datetime) -> None:
    """Let the proposals of a meeting that does not take place wait for the next one."""
    for item in meeting.items:
        release_proposal(item, now=now)


def release_proposal(item: AgendaItem, *, now: datetime) -> None:
    """What is over waits for no meeting any more."""
    proposal = proposal_of(item)
    if proposal is None:
        return
    proposal.item_id = None
    stand = stand_of(proposal, now)
    if stand is not None and stand.is_over:
        db.session.delete(proposal)


def add_item(
    meeting: Meeting, title: str, *, actor: Actor, now: datetime, planned_minutes: int | None = None
) -> AgendaItem:
    require_writable(meeting, actor)
    item = AgendaItem(title=title, planned_minutes=planned_minutes, position=len(meeting.items) + 1)
    meeting.items.append(item)
    record_for(meeting, "agenda", actor, now)
    return item


def move_item(item: AgendaItem, places: int, *, actor: Actor, now: datetime) -> None:
    """Move a point up (negative) or down; at either end it stays where it is."""
    meeting = item.meeting
    require_writable(meeting, actor)
    others = [other for other in meeting.items if other is not item]
    others.insert(min(max(item.position - 1 + places, 0), len(others)), item)
    for place, each in enumerate(others, 1):
        each.position = place
    record_for(meeting, "agenda", actor, now)


def remove_item(item: AgendaItem, *, actor: Actor, now: datetime) -> None:
    """Take a point off the agenda while nothing is written under it; a proposal waits for the next meeting."""
    meeting = item.meeting
    require_writable(meeting, actor)
    if has_words(item):
        raise DomainError(N_("적은 내용이 있는 안건은 뺄 수 없습니다."))
    release_proposal(item, now=now)
    meeting.items.remove(item)
    number_items(meeting)
    record_for(meeting, "agenda", actor, now)


def number_items(meeting: Meeting) -> None:
    for place, item in enumerate(meeting.items, 1):
        item.position = place
