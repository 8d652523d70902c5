"""Who says that they come, and who came."""

from datetime import datetime
from uuid import UUID

from portal.audit.steps import lock
from portal.consortium.meetings.actions.writable import record_for, require_writable
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.queries import attending
from portal.consortium.meetings.rules import AS_ANSWERED, Ballot, refuse_attendance, refuse_ballot, refuse_reply
from portal.consortium.meetings.states import InvitationReply, Presence
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.extensions import db


def answer_invitation(seat: Attendee, reply: InvitationReply, *, actor: Actor, now: datetime, deputy: str = "") -> None:
    """Whether they come; a `deputy` is named. Until the meeting begins they may say otherwise.

    Whoever has the link may answer, the office by telephone among them.
    """
    meeting = seat.meeting
    lock(meeting)
    refuse_reply(meeting.state, meeting.starts_at, now=now)
    if (reply is InvitationReply.DEPUTY) != bool(deputy):
        raise DomainError(N_("대신 오실 분의 이름을 적어 주십시오."), "deputy")
    seat.reply, seat.replied_at, seat.deputy = reply, now, deputy
    record_for(meeting, "answer", actor, now, reply=reply.value)


def record_attendance(meeting: Meeting, presences: dict[UUID, Presence], *, actor: Actor, now: datetime) -> None:
    """Who attended, observed or stayed away; refused while a decision counts more votes than people."""
    require_writable(meeting, actor)
    refuse_attendance(meeting.starts_at, now=now)
    for attendee in meeting.attendees:
        attendee.presence = presences.get(attendee.id, attendee.presence)
    refuse_too_many_votes(meeting)
    record_for(meeting, "attendance", actor, now)


def record_as_answered(meeting: Meeting, *, actor: Actor, now: datetime) -> int:
    """Take those of whom nothing is noted for present or absent as they answered; tells how many had not."""
    require_writable(meeting, actor)
    unnoted = [each for each in meeting.attendees if each.presence is Presence.ASKED]
    answered = {each.id: AS_ANSWERED[each.reply] for each in unnoted if each.reply in AS_ANSWERED}
    record_attendance(meeting, answered, actor=actor, now=now)
    return len(unnoted) - len(answered)


def refuse_too_many_votes(meeting: Meeting) -> None:
    db.session.flush()
    for ballot in ballots(meeting):
        refuse_ballot(ballot, len(attending(meeting)))


def ballots(meeting: Meeting) -> list[Ballot]:
    """The votes of every decision of the meeting."""
    return [
        Ballot(decision.votes_for, decision.votes_against, decision.abstained)
        for item in meeting.items
        for decision in item.decisions
    ]
