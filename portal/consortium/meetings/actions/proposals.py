"""What was proposed is taken back, or is to be spoken about by another kind of meeting, until a meeting has begun."""

from datetime import datetime

from portal.audit.actions import record
from portal.audit.steps import lock
from portal.consortium.meetings.actions.agenda import is_to_come, number_items, put_on_agenda
from portal.consortium.meetings.actions.writable import record_for
from portal.consortium.meetings.models import AgendaItem, AgendaProposal, Meeting
from portal.consortium.meetings.proposing import Standing, standings_of
from portal.consortium.meetings.queries import meeting_to_come
from portal.consortium.meetings.states import RESTRICTED, MeetingKind
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

SUBJECT = "agenda_proposal"
NOT_ANY_MORE = N_("이미 회의에서 다루고 있거나 다른 화면에서 온 안건입니다. 사무국에 말씀해 주십시오.")
STANDS_ELSEWHERE = N_("그 사이에 안건이 옮겨졌습니다. 화면을 새로 고쳐 주십시오.")
NOT_THERE = N_("사람에 대하여 이야기하는 회의로는 옮기지 않습니다. 그 회의에 새로 제안해 주십시오.")


def withdraw_proposal(proposal: AgendaProposal, *, actor: Actor, now: datetime) -> None:
    """Nobody has to speak about it any more; it goes, and the point as which it stood."""
    standing = _held(proposal, actor)
    if not standing.may_withdraw:
        raise Conflict(NOT_ANY_MORE)
    _leave_agenda(standing, actor, now)
    record(f"{SUBJECT}.withdraw", actor=actor, now=now, subject=(SUBJECT, proposal.id))
    db.session.delete(proposal)
    db.session.flush()


def move_proposal(proposal: AgendaProposal, kind: MeetingKind, *, actor: Actor, now: datetime) -> None:
    """It waits for another kind of meeting, or stands on the agenda of the next one of that kind at once.

    Not for one about people, from which it could never be moved back and where its own proposer would not read it.
    """
    if kind in RESTRICTED:
        raise DomainError(NOT_THERE, "kind")
    meeting = meeting_to_come(kind, now)
    standing = _held(proposal, actor, meeting)
    if not standing.may_move:
        raise Conflict(NOT_ANY_MORE)
    if proposal.kind is kind:
        raise Conflict(N_("이미 그 회의에서 다룰 안건입니다."))
    _leave_agenda(standing, actor, now)
    proposal.kind = kind
    record(f"{SUBJECT}.move", actor=actor, now=now, subject=(SUBJECT, proposal.id))
    if meeting is not None and is_to_come(meeting, now):
        put_on_agenda(meeting, proposal)
        record_for(meeting, "propose", actor, now)
    db.session.flush()


def _held(proposal: AgendaProposal, actor: Actor, to: Meeting | None = None) -> Standing:
    """Where it stands, for whoever proposed it and for the office.

    Its meeting is held before it, with the one `to` which it goes: always in the same order, so nobody waits in a ring.
    """
    if proposal.proposed_by_id != actor.user_id:
        actor.require(Permission.MEETING_MANAGE)
    if actor.user_id is None:
        raise Forbidden
    item = db.session.get(AgendaItem, proposal.item_id) if proposal.item_id else None
    held = {each.id: each for each in (item.meeting if item else None, to) if each is not None}
    for _id, meeting in sorted(held.items()):
        lock(meeting)
    lock(proposal)
    if proposal.item_id != (item.id if item else None):
        raise Conflict(STANDS_ELSEWHERE)
    if item is not None:
        # What was written under it before its meeting was held counts, and is not overwritten.
        db.session.expire(item)
    return standings_of([proposal])[0]


def _leave_agenda(standing: Standing, actor: Actor, now: datetime) -> None:
    item = standing.item
    standing.proposal.item_id = None
    if item is not None:
        meeting = item.meeting
        meeting.items.remove(item)
        number_items(meeting)
        record_for(meeting, "agenda", actor, now)
