"""Who says that they come, and who came."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from portal.audit.steps import lock
from portal.consortium.meetings.actions.deputies import is_asked_at, release_deputy, tell_of_deputy
from portal.consortium.meetings.actions.writable import record_for, require_writable
from portal.consortium.meetings.hours import hours_of
from portal.consortium.meetings.models import Attendee, Decision, Meeting
from portal.consortium.meetings.rules import AS_ANSWERED, refuse_attendance, refuse_reply
from portal.consortium.meetings.states import InvitationReply, Presence
from portal.consortium.meetings.voting import (
    Ballot,
    Sitting,
    refuse_ballot,
    refuse_proxies,
    refuse_sitting,
    voting_at,
)
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.extensions import db


def answer_invitation(
    seat: Attendee, reply: InvitationReply, *, actor: Actor, now: datetime, deputy: str = "", deputy_email: str = ""
) -> None:
    """Whether they come; a `deputy` is named, and invited if it is known where a mail reaches them.

    Until the meeting begins they may say otherwise. Whoever is asked already is nobody's deputy: of one address there
    is one entry in a calendar. Where the address of a deputy stays, only how they are called is corrected.

    Whoever has the link may answer, the office by telephone among them.
    """
    meeting = seat.meeting
    lock(meeting)
    lock(seat)
    refuse_reply(meeting, now=now)
    if (reply is InvitationReply.DEPUTY) != bool(deputy):
        raise DomainError(N_("대신 오실 분의 이름을 적어 주십시오."), "deputy")
    is_other = (deputy, deputy_email) != (seat.deputy, seat.deputy_email)
    if deputy_email and is_other and is_asked_at(deputy_email, besides=seat):
        raise DomainError(N_("이미 이 회의에 초대받은 분의 이메일입니다. 다른 분을 적어 주십시오."), "deputy_email")
    if deputy_email != seat.deputy_email:
        release_deputy(seat, now=now)
    seat.reply, seat.replied_at, seat.deputy, seat.deputy_email = reply, now, deputy, deputy_email
    if is_other:
        tell_of_deputy(seat, now=now)
    record_for(meeting, "answer", actor, now, reply=reply.value)


def record_attendance(
    meeting: Meeting,
    presences: Mapping[UUID, Presence],
    *,
    actor: Actor,
    now: datetime,
    sittings: Mapping[UUID, Sitting] | None = None,
) -> None:
    """Who attended, observed or stayed away; refused while a decision counts more votes than people.

    `sittings` tells more of some: hours, a proxy, the name of a deputy, which else is the one that was answered.
    """
    require_writable(meeting, actor)
    refuse_attendance(meeting, now=now)
    for seat in meeting.attendees:
        if seat.id in presences:
            presence = presences[seat.id]
            _note(seat, presence, (sittings or {}).get(seat.id) or _as_it_was(seat, presence))
    with db.session.no_autoflush:
        _refuse_sittings(meeting, now)
        refuse_proxies(meeting.attendees, meeting.proxies)
    refuse_too_many_votes(meeting)
    record_for(meeting, "attendance", actor, now)


def _refuse_sittings(meeting: Meeting, now: datetime) -> None:
    """Nobody came or went outside its hours."""
    hours = hours_of(meeting, now=now)
    for seat in meeting.attendees:
        refuse_sitting(seat, hours)


def _as_it_was(seat: Attendee, presence: Presence) -> Sitting:
    """What stays of somebody of whom nothing more is said."""
    stand_in = (seat.stand_in or seat.deputy) if presence is Presence.DEPUTY else ""
    if presence is not seat.presence:
        return Sitting(stand_in=stand_in)
    return Sitting(seat.arrived_at, seat.left_at, stand_in, seat.proxy_holder_id)


def _note(seat: Attendee, presence: Presence, sitting: Sitting) -> None:
    seat.presence, seat.stand_in = presence, sitting.stand_in
    seat.arrived_at, seat.left_at = sitting.arrived_at, sitting.left_at
    seat.proxy_holder_id = sitting.proxy_holder_id
    if seat.stand_in not in ("", seat.deputy):
        seat.deputy_email = ""


def record_as_answered(meeting: Meeting, *, actor: Actor, now: datetime) -> int:
    """Take those of whom nothing is noted for present or absent as they answered; tells how many had not."""
    require_writable(meeting, actor)
    unnoted = [each for each in meeting.attendees if each.presence is Presence.ASKED]
    answered = {each.id: AS_ANSWERED[each.reply] for each in unnoted if each.reply in AS_ANSWERED}
    record_attendance(meeting, answered, actor=actor, now=now)
    return len(unnoted) - len(answered)


def refuse_too_many_votes(meeting: Meeting) -> None:
    db.session.flush()
    for decision in decisions_of(meeting):
        refuse_ballot(ballot_of(decision), voting_at(meeting.attendees, decision.decided_at))


def decisions_of(meeting: Meeting) -> list[Decision]:
    return [decision for item in meeting.items for decision in item.decisions]


def ballot_of(decision: Decision) -> Ballot:
    return Ballot(decision.votes_for, decision.votes_against, decision.abstained)
