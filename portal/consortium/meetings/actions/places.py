"""Who sits on the seats of meetings to come when an account, a member or an expert changes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.consortium.meetings.actions.asking import members_to_invite, place_of, typed
from portal.consortium.meetings.actions.deputies import clear_answer, release_deputy
from portal.consortium.meetings.actions.invitations import append_seat, send_invitations, take_seat_away
from portal.consortium.meetings.actions.minutes import owner_words
from portal.consortium.meetings.actions.writable import record_for
from portal.consortium.meetings.charters import charter_of
from portal.consortium.meetings.models import Attendee, Meeting, MeetingAction
from portal.consortium.meetings.rules import has_begun
from portal.consortium.meetings.states import Asked, MeetingKind, MeetingState
from portal.consortium.members.queries import get_organisation
from portal.core.actors import Actor
from portal.core.clock import day_bounds, day_of
from portal.extensions import db

TEXTS = ("organisation", "position", "name", "named_as", "email")


def renew_places_of_user(user_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Whoever left, or may no longer do what they were asked for, makes room for whoever holds that place now."""
    _renew(Attendee.user_id == user_id, actor=actor, now=now)


def renew_places_of_member(organisation_id: UUID, *, actor: Actor, now: datetime) -> None:
    """A member keeps its seat under another name; another contact is asked in the place of the former one.

    One that leaves is asked to no meeting after its last day, nor are guests of that name.
    """
    _renew(Attendee.asked_id == organisation_id, actor=actor, now=now)
    member = get_organisation(organisation_id)
    if member.left_on is not None:
        guests = Attendee.asked_as.is_(None) & (Attendee.organisation == member.name)
        for seat in _seats_ahead(guests, max(day_bounds(member.left_on)[1], now)):
            _leave(seat, actor, now)


def renew_places_of_expert(told: Attendee, *, actor: Actor, now: datetime, is_anew: bool = False) -> None:
    """Whoever serves no longer, or agrees no more to be asked, is asked no more; another address is written to.

    `told` is how a meeting would ask them now, to those that are planned already where they are asked `is_anew`. By
    what name they stand follows in every meeting that is not closed, where they are reached in every one.
    """
    is_theirs = Attendee.asked_id == told.asked_id
    _renew(is_theirs, actor=actor, now=now)
    if is_anew:
        _ask_to_planned(told, actor, now)
    for seat in _seats(is_theirs | _typed_as(told.organisation, told.name)):
        if seat.asked_id is not None:
            seat.email = told.email
        if seat.meeting.state is not MeetingState.CLOSED and seat.named_as != told.named_as:
            seat.named_as = told.named_as
            _rename_tasks(seat, owner_words(seat))
    db.session.flush()


def forget_expert(expert_id: UUID, who: tuple[str, str], unnamed: str, *, actor: Actor, now: datetime) -> None:
    """Take the name from every meeting that is not closed and the address from every one, without another mail.

    `who` is the organisation and name under which the office may have typed them; where the meeting has begun the seat
    stays, called `unnamed`.
    """
    for seat in _seats((Attendee.asked_id == expert_id) | _typed_as(*who)):
        meeting = seat.meeting
        _rename_tasks(seat, unnamed)
        if meeting.state is MeetingState.CLOSED:
            seat.email = ""
            continue
        if has_begun(meeting, now=now):
            seat.name = seat.named_as = unnamed
            seat.organisation = seat.position = seat.email = ""
        else:
            release_deputy(seat, now=now)
            meeting.attendees.remove(seat)
        record_for(meeting, "uninvite", actor, now)
    db.session.flush()


def _typed_as(organisation: str, name: str) -> ColumnElement[bool]:
    """Whom the office added by hand."""
    by_hand = Attendee.asked_id.is_(None) & Attendee.user_id.is_(None)
    return by_hand & (Attendee.organisation == organisation) & (Attendee.name == name)


def _rename_tasks(seat: Attendee, words: str) -> None:
    """What closed minutes say stays."""
    own = select(MeetingAction).join(MeetingAction.meeting).where(MeetingAction.owner_seat_id == seat.id)
    for task in db.session.scalars(own.where(Meeting.state != MeetingState.CLOSED)):
        task.owner_name = words


def _ask_to_planned(told: Attendee, actor: Actor, now: datetime) -> None:
    ahead = (Meeting.kind == MeetingKind.ADVISORY, Meeting.state == MeetingState.PLANNED, Meeting.starts_at > now)
    for meeting in db.session.scalars(select(Meeting).where(*ahead).order_by(Meeting.starts_at, Meeting.id)):
        there = {place_of(seat) for seat in meeting.attendees} | {typed(seat) for seat in meeting.attendees}
        asked = charter_of(meeting.kind).asked & {Asked.EXPERTS}
        seats = members_to_invite(asked, meeting.host, on=day_of(meeting.starts_at))
        own = (seat for seat in seats if seat.asked_id == told.asked_id)
        _ask(meeting, [seat for seat in own if there.isdisjoint((place_of(seat), typed(seat)))], actor, now)


def _seats(*which: ColumnElement[bool]) -> Sequence[Attendee]:
    return db.session.scalars(
        select(Attendee).join(Attendee.meeting).where(*which).order_by(Attendee.meeting_id, Attendee.id)
    ).all()


def _seats_ahead(which: ColumnElement[bool], after: datetime) -> Sequence[Attendee]:
    """Of meetings that nobody has begun, and begin `after` a moment."""
    return _seats(which, Meeting.state == MeetingState.PLANNED, Meeting.starts_at > after)


def _renew(which: ColumnElement[bool], *, actor: Actor, now: datetime) -> None:
    known: dict[tuple[frozenset[Asked], str, date], list[Attendee]] = {}
    for seat in _seats_ahead(which, now):
        meeting = seat.meeting
        alike = frozenset({seat.asked_as} if seat.asked_as else ())
        asked = (alike, meeting.host, day_of(meeting.starts_at))
        if asked not in known:
            known[asked] = members_to_invite(asked[0], asked[1], on=asked[2])
        _renew_seat(seat, known[asked], actor, now)


def _renew_seat(seat: Attendee, asked: Sequence[Attendee], actor: Actor, now: datetime) -> None:
    still = _at(place_of(seat), asked) or _in_another_role(seat)
    if still is not None:
        _sit(seat, still, actor, now)
        return
    meeting, place = seat.meeting, seat.asked_id
    _leave(seat, actor, now)
    there = {place_of(each) for each in meeting.attendees}
    after = [each for each in asked if place and each.asked_id == place and place_of(each) not in there]
    _ask(meeting, after, actor, now)


def _in_another_role(seat: Attendee) -> Attendee | None:
    """Whoever is asked as something else, too, keeps the seat."""
    meeting = seat.meeting
    if seat.user_id is None:
        return None
    asked = charter_of(meeting.kind).asked
    return _at(seat.user_id, members_to_invite(asked, meeting.host, on=day_of(meeting.starts_at)))


def _at(place: object, seats: Sequence[Attendee]) -> Attendee | None:
    return next((each for each in seats if place_of(each) == place), None)


def _sit(seat: Attendee, now_there: Attendee, actor: Actor, now: datetime) -> None:
    """Another contact with an address of their own has a seat, and a link, of their own."""
    is_other = seat.user_id is None and seat.asked_as is not Asked.EXPERTS and seat.name != now_there.name
    told = _told_of(now_there)
    is_elsewhere = seat.email != told["email"]
    if is_other and is_elsewhere:
        meeting = seat.meeting
        _leave(seat, actor, now)
        _ask(meeting, [now_there], actor, now)
        return
    if is_other:
        clear_answer(seat, now=now)
    for name, value in told.items():
        setattr(seat, name, value)
    if is_other or is_elsewhere:
        send_invitations([seat], now=now)


def _leave(seat: Attendee, actor: Actor, now: datetime) -> None:
    meeting = seat.meeting
    take_seat_away(seat, now=now)
    record_for(meeting, "uninvite", actor, now)


def _ask(meeting: Meeting, seats: Sequence[Attendee], actor: Actor, now: datetime) -> None:
    for seat in seats:
        append_seat(meeting, Attendee(user_id=seat.user_id, **_told_of(seat)))
    if seats:
        send_invitations(meeting.attendees[-len(seats) :], now=now)
        record_for(meeting, "invite", actor, now, added=len(seats))


def _told_of(asked: Attendee) -> dict[str, Any]:
    """What is known of somebody who would be asked, as a seat has it."""
    texts = {name: getattr(asked, name) or "" for name in TEXTS}
    return {**texts, "asked_as": asked.asked_as, "asked_id": asked.asked_id}
