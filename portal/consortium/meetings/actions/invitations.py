"""Who is asked to a meeting."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.consortium.meetings.actions.attendance import refuse_too_many_votes
from portal.consortium.meetings.actions.writable import record_for, require_writable
from portal.consortium.meetings.charters import charter_of
from portal.consortium.meetings.mailing import CALLED_OFF, CHANGE, INVITATION, TAKEN_BACK, write_to
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.states import Asked, InvitationReply, MeetingState, Presence
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import get_organisation, organisations
from portal.core.actors import Actor
from portal.core.clock import day_bounds, day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

LEADING = {Asked.OFFICE: Permission.MEETING_MANAGE, Asked.COORDINATORS: Permission.CASELOAD_OWN}
"""Who sits in a meeting for the lead, by what they may do."""
OF_MEMBER, HEAD = N_("담당자"), N_("대표")


def members_to_invite(asked: frozenset[Asked], host: str, *, on: date) -> list[Attendee]:
    """Those whom a meeting of a kind on a day asks; a member without staff here is asked by its contact."""
    members = organisations(day=on)
    lead = next((each.name for each in members if each.is_lead), host)
    staff = [
        _invited(user, lead, who.words) for who, may in LEADING.items() if who in asked for user in users_who_may(may)
    ]
    own = users_who_may(Permission.CAPACITY_OWN) if Asked.MEMBER_STAFF in asked else []
    for member in members:
        if Asked.MEMBER_HEADS in asked:
            staff.append(_by_contact(member, HEAD))
        if Asked.MEMBER_STAFF in asked and not member.is_lead:
            staff += _staff_of(member, own)
    return _each_once(staff)


def _staff_of(member: Organisation, users: list[User]) -> list[Attendee]:
    own = [user for user in users if user.actor.organisation_id == member.id]
    if not own:
        return [_by_contact(member, OF_MEMBER)]
    return [_invited(user, member.name, OF_MEMBER) for user in own]


def _by_contact(member: Organisation, position: str) -> Attendee:
    return Attendee(organisation=member.name, position=position, name=member.contact_name, email=member.email)


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
    members = members_to_invite(asked, meeting.host, on=day_of(meeting.starts_at))
    added = [each for each in members if _identity(each) not in there]
    for attendee in added:
        _append(meeting, attendee)
    send_invitations(added, now=now)
    record_for(meeting, "invite", actor, now, added=len(added))
    return len(added)


def add_attendee(
    meeting: Meeting, organisation: str, position: str, name: str, *, actor: Actor, now: datetime, email: str = ""
) -> Attendee:
    """Somebody who is no user of the portal: an expert, a guest; with an address they are invited by mail."""
    require_writable(meeting, actor)
    attendee = Attendee(organisation=organisation, position=position, name=name, email=email)
    _append(meeting, attendee)
    send_invitations([attendee], now=now)
    record_for(meeting, "invite", actor, now, added=1)
    return attendee


def _append(meeting: Meeting, attendee: Attendee) -> None:
    attendee.position_number = max((each.position_number for each in meeting.attendees), default=0) + 1
    meeting.attendees.append(attendee)


def remove_attendee(attendee: Attendee, *, actor: Actor, now: datetime) -> None:
    """Take somebody off the list who was not asked after all."""
    meeting = attendee.meeting
    require_writable(meeting, actor)
    take_seat_away(attendee, now=now)
    refuse_too_many_votes(meeting)
    record_for(meeting, "uninvite", actor, now)


def take_seat_away(seat: Attendee, *, now: datetime) -> None:
    """Whoever was invited hears that they are asked no more."""
    meeting = seat.meeting
    if seat.invited_at is not None:
        meeting.sequence += 1
        write_to([seat], TAKEN_BACK, now=now)
    meeting.attendees.remove(seat)


def send_invitations(seats: Iterable[Attendee], *, now: datetime) -> None:
    """Mail the invitation to each who can be reached."""
    db.session.flush()
    for seat in write_to(seats, INVITATION, now=now):
        seat.invited_at = now


def invite_anew(meeting: Meeting, *, was_at: datetime, now: datetime) -> None:
    """Tell of other times or another place; an answer to another day is none, and nobody has come yet."""
    meeting.sequence += 1
    if meeting.starts_at != was_at and meeting.starts_at > now:
        for seat in meeting.attendees:
            seat.reply, seat.replied_at, seat.deputy, seat.reminded_at = InvitationReply.UNANSWERED, None, "", None
            seat.deputy_email = ""
            seat.presence, seat.stand_in, seat.proxy_holder_id = Presence.ASKED, "", None
            seat.arrived_at = seat.left_at = None
    db.session.flush()
    for seat in write_to(meeting.attendees, CHANGE, now=now):
        seat.invited_at = now


def call_off(meeting: Meeting, *, now: datetime) -> None:
    """Take a meeting out of the calendars of those who were invited."""
    meeting.sequence += 1
    db.session.flush()
    write_to((seat for seat in meeting.attendees if seat.invited_at is not None), CALLED_OFF, now=now)


def uninvite(user_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Whoever left is asked to no meeting that has not begun."""
    asked = select(Attendee).join(Attendee.meeting).where(Attendee.user_id == user_id, Meeting.starts_at > now)
    _take_away(asked, actor=actor, now=now)


def uninvite_member(organisation_id: UUID, *, actor: Actor, now: datetime) -> None:
    """A member that leaves is asked to no meeting after its last day."""
    member = get_organisation(organisation_id)
    if member.left_on is None:
        return
    after = day_bounds(member.left_on)[1]
    asked = select(Attendee).join(Attendee.meeting).where(Attendee.organisation == member.name)
    _take_away(asked.where(Meeting.starts_at >= max(after, now)), actor=actor, now=now)


def _take_away(seats: Select[Attendee], *, actor: Actor, now: datetime) -> None:
    for seat in db.session.scalars(seats.where(Meeting.state == MeetingState.PLANNED).order_by(Attendee.id)):
        meeting = seat.meeting
        take_seat_away(seat, now=now)
        record_for(meeting, "uninvite", actor, now)
