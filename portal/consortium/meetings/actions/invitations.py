"""Who is asked to a meeting, and who came."""

from datetime import datetime
from uuid import UUID

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.consortium.meetings.actions.writable import record_for, require_writable
from portal.consortium.meetings.charters import charter_of
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.queries import attending
from portal.consortium.meetings.rules import Ballot, refuse_ballot
from portal.consortium.meetings.states import Asked, Presence
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import organisations
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

LEADING = {Asked.OFFICE: Permission.MEETING_MANAGE, Asked.COORDINATORS: Permission.CASELOAD_OWN}
"""Who sits in a meeting for the lead, by what they may do."""
OF_MEMBER, HEAD = N_("담당자"), N_("대표")


def members_to_invite(asked: frozenset[Asked], host: str, *, now: datetime) -> list[Attendee]:
    """Those whom the meetings of a kind ask; a member without staff here is asked by its contact."""
    members = organisations(day=day_of(now))
    lead = next((each.name for each in members if each.is_lead), host)
    staff = [
        _invited(user, lead, who.words) for who, may in LEADING.items() if who in asked for user in users_who_may(may)
    ]
    own = users_who_may(Permission.CAPACITY_OWN) if Asked.MEMBER_STAFF in asked else []
    for member in members:
        if Asked.MEMBER_HEADS in asked:
            staff.append(Attendee(organisation=member.name, position=HEAD, name=member.contact_name))
        if Asked.MEMBER_STAFF in asked and not member.is_lead:
            staff += _staff_of(member, own)
    return _each_once(staff)


def _staff_of(member: Organisation, users: list[User]) -> list[Attendee]:
    own = [user for user in users if user.actor.organisation_id == member.id]
    if not own:
        return [Attendee(organisation=member.name, position=OF_MEMBER, name=member.contact_name)]
    return [_invited(user, member.name, OF_MEMBER) for user in own]


def _invited(user: User, organisation: str, position: str) -> Attendee:
    return Attendee(organisation=organisation, position=position, name=user.name, user_id=user.id)


def _each_once(attendees: list[Attendee]) -> list[Attendee]:
    """Someone with two roles comes once."""
    seen: set[tuple[UUID | None, str, str]] = set()
    kept = []
    for attendee in attendees:
        who = _identity(attendee)
        if who not in seen:
            seen.add(who)
            kept.append(attendee)
    return kept


def _identity(attendee: Attendee) -> tuple[UUID | None, str, str]:
    if attendee.user_id is not None:
        return attendee.user_id, "", ""
    return None, attendee.organisation, attendee.name


def invite_members(meeting: Meeting, *, actor: Actor, now: datetime) -> int:
    """Add the members who are not on the list yet, and tell how many."""
    require_writable(meeting, actor)
    there = {_identity(attendee) for attendee in meeting.attendees}
    asked = charter_of(meeting.kind).asked
    added = [each for each in members_to_invite(asked, meeting.host, now=now) if _identity(each) not in there]
    for attendee in added:
        _append(meeting, attendee)
    record_for(meeting, "invite", actor, now, added=len(added))
    return len(added)


def add_attendee(
    meeting: Meeting, organisation: str, position: str, name: str, *, actor: Actor, now: datetime
) -> Attendee:
    """Somebody who is no user of the portal: an expert, a guest."""
    require_writable(meeting, actor)
    attendee = Attendee(organisation=organisation, position=position, name=name)
    _append(meeting, attendee)
    record_for(meeting, "invite", actor, now, added=1)
    return attendee


def _append(meeting: Meeting, attendee: Attendee) -> None:
    attendee.position_number = max((each.position_number for each in meeting.attendees), default=0) + 1
    attendee.presence = Presence.ATTENDED
    meeting.attendees.append(attendee)


def remove_attendee(attendee: Attendee, *, actor: Actor, now: datetime) -> None:
    """Take somebody off the list who was not asked after all."""
    meeting = attendee.meeting
    require_writable(meeting, actor)
    meeting.attendees.remove(attendee)
    _refuse_too_many_votes(meeting)
    record_for(meeting, "uninvite", actor, now)


def record_attendance(meeting: Meeting, presences: dict[UUID, Presence], *, actor: Actor, now: datetime) -> None:
    """Who attended, observed or stayed away; refused while a decision counts more votes than people."""
    require_writable(meeting, actor)
    for attendee in meeting.attendees:
        attendee.presence = presences.get(attendee.id, attendee.presence)
    _refuse_too_many_votes(meeting)
    record_for(meeting, "attendance", actor, now)


def _refuse_too_many_votes(meeting: Meeting) -> None:
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
