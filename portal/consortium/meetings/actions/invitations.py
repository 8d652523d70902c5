"""Who is asked to a meeting."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from portal.audit.steps import lock
from portal.consortium.meetings.actions.asking import UNNAMED, members_to_invite, place_of, typed
from portal.consortium.meetings.actions.attendance import refuse_too_many_votes
from portal.consortium.meetings.actions.deputies import clear_answer, is_asked_beside, release_deputy
from portal.consortium.meetings.actions.writable import record_for, require_writable
from portal.consortium.meetings.charters import charter_of
from portal.consortium.meetings.mailing import CALLED_OFF, CHANGE, INVITATION, TAKEN_BACK, write_to
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.reaching import addresses_of
from portal.consortium.meetings.rules import begins_anew, refuse_address
from portal.consortium.meetings.states import NOT_OVER, Presence
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.events import Event, tell
from portal.core.permissions import Permission
from portal.extensions import db


def invite_members(meeting: Meeting, *, actor: Actor, now: datetime) -> int:
    """Add the members who are not on the list yet, and tell how many."""
    require_writable(meeting, actor)
    there = {place_of(seat) for seat in meeting.attendees} | {typed(seat) for seat in meeting.attendees}
    asked = charter_of(meeting.kind).asked
    members = members_to_invite(asked, meeting.host, on=day_of(meeting.starts_at))
    added = [each for each in members if place_of(each) not in there and typed(each) not in there]
    for attendee in added:
        append_seat(meeting, attendee)
    send_invitations(added, now=now)
    record_for(meeting, "invite", actor, now, added=len(added))
    return len(added)


def add_attendee(
    meeting: Meeting, organisation: str, position: str, name: str, *, actor: Actor, now: datetime, email: str = ""
) -> Attendee:
    """Somebody who is no user of the portal: an expert, a guest; with an address they are invited by mail."""
    require_writable(meeting, actor)
    look_up = UNNAMED.find()
    named_as = look_up(organisation, name) if look_up else ""
    attendee = Attendee(organisation=organisation, position=position, name=name, named_as=named_as, email=email)
    append_seat(meeting, attendee)
    send_invitations([attendee], now=now)
    record_for(meeting, "invite", actor, now, added=1)
    return attendee


def note_address(seat: Attendee, email: str, *, actor: Actor, now: datetime) -> None:
    """Where somebody without an account is reached from now on; what they should have by then is sent there.

    Before the meeting that is the invitation, which whoever was written to by mistake hears is taken back; afterwards
    what follows the event.
    """
    actor.require(Permission.MEETING_MANAGE)
    meeting = seat.meeting
    lock(meeting)
    refuse_address(meeting.state, seat)
    if seat.email == email:
        return
    if meeting.state in NOT_OVER:
        _take_back(seat, now)
    seat.email = email
    record_for(meeting, "reach", actor, now, seat=str(seat.id))
    if meeting.state in NOT_OVER:
        send_invitations([seat], now=now)
    tell(Event.SEAT_REACHED, seat.id, actor=actor, now=now)


def _take_back(seat: Attendee, now: datetime) -> None:
    """Whoever has the invitation at the address that was noted; what is sent to the next address is newer than that."""
    if is_taken_back(seat):
        write_to([seat], TAKEN_BACK, now=now)


def is_taken_back(seat: Attendee) -> bool:
    """Whether another address takes the invitation back from the one that was noted, where nobody else is asked."""
    return bool(seat.email) and seat.invited_at is not None and not is_asked_beside(seat.email, seat)


def append_seat(meeting: Meeting, attendee: Attendee) -> None:
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
    """Whoever was invited hears that they are asked no more, as does their deputy; not who is asked there beside."""
    meeting = seat.meeting
    release_deputy(seat, now=now)
    if seat.invited_at is not None and not is_asked_beside(addresses_of([seat]).get(seat, ""), seat):
        write_to([seat], TAKEN_BACK, now=now)
    meeting.attendees.remove(seat)


def send_invitations(seats: Iterable[Attendee], *, now: datetime) -> None:
    """Mail the invitation to each who can be reached."""
    db.session.flush()
    for seat in write_to(seats, INVITATION, now=now):
        seat.invited_at = now


def invite_anew(meeting: Meeting, *, was_at: datetime, now: datetime) -> None:
    """Tell of other times or another place; an answer to another day is none, and nobody has come yet."""
    if begins_anew(was_at, meeting.starts_at, now=now):
        for seat in meeting.attendees:
            clear_answer(seat, now=now)
            seat.presence, seat.stand_in, seat.proxy_holder_id = Presence.ASKED, "", None
            seat.arrived_at = seat.left_at = None
    db.session.flush()
    for seat in write_to(meeting.attendees, CHANGE, now=now):
        seat.invited_at = now


def call_off(meeting: Meeting, why: str, *, now: datetime) -> None:
    """Take a meeting out of the calendars of those who were invited, and tell them why it is not held."""
    db.session.flush()
    invited = (seat for seat in meeting.attendees if seat.invited_at or seat.deputy_invited_at)
    write_to(invited, replace(CALLED_OFF, why=why), now=now)
