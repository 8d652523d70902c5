"""Whom the charter of a kind asks to a meeting on a day."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.consortium.meetings.models import Attendee
from portal.consortium.meetings.states import Asked
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import organisations
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Socket, Takes

LEADING = {Asked.OFFICE: Permission.MEETING_MANAGE, Asked.COORDINATORS: Permission.CASELOAD_OWN}
"""Who sits in a meeting for the lead, by what they may do."""
OF_MEMBER, HEAD = N_("담당자"), N_("대표")

EXPERTS: Socket[Callable[[date], Sequence[Attendee]]] = Socket("experts whom meetings of a day ask", Takes.ONE)

UNNAMED: Socket[Callable[[str, str], str]] = Socket("by what name an expert stands who was typed", Takes.ONE)


def members_to_invite(asked: frozenset[Asked], host: str, *, on: date) -> list[Attendee]:
    """Those whom a meeting of a kind on a day asks; a member without staff here is asked by its contact."""
    members = organisations(day=on)
    lead = next((each.name for each in members if each.is_lead), host)
    staff = [_of_lead(user, lead, who) for who, may in LEADING.items() if who in asked for user in users_who_may(may)]
    own = users_who_may(Permission.CAPACITY_OWN) if Asked.MEMBER_STAFF in asked else []
    for member in members:
        if Asked.MEMBER_HEADS in asked:
            staff.append(_by_contact(member, HEAD, Asked.MEMBER_HEADS))
        if Asked.MEMBER_STAFF in asked and not member.is_lead:
            staff += _staff_of(member, own)
    look_up = EXPERTS.find() if Asked.EXPERTS in asked else None
    return _each_once([*staff, *(look_up(on) if look_up else ())])


def _of_lead(user: User, lead: str, who: Asked) -> Attendee:
    return Attendee(organisation=lead, position=who.words, name=user.name, user_id=user.id, asked_as=who)


def _staff_of(member: Organisation, users: list[User]) -> list[Attendee]:
    own = [user for user in users if user.actor.organisation_id == member.id]
    if not own:
        return [_by_contact(member, OF_MEMBER, Asked.MEMBER_STAFF)]
    place = {"organisation": member.name, "position": OF_MEMBER, "asked_as": Asked.MEMBER_STAFF, "asked_id": member.id}
    return [Attendee(name=user.name, user_id=user.id, **place) for user in own]


def _by_contact(member: Organisation, position: str, who: Asked) -> Attendee:
    return Attendee(
        organisation=member.name,
        position=position,
        name=member.contact_name,
        email=member.email,
        asked_as=who,
        asked_id=member.id,
    )


def _each_once(seats: Iterable[Attendee]) -> list[Attendee]:
    """Someone with two roles comes once."""
    kept: dict[Hashable, Attendee] = {}
    for seat in seats:
        kept.setdefault(place_of(seat), seat)
    return list(kept.values())


def place_of(seat: Attendee) -> Hashable:
    """What makes two seats one: the account, the member or the expert asked, or who was typed."""
    return seat.user_id or seat.asked_id or typed(seat)


def typed(seat: Attendee) -> tuple[str, str]:
    return seat.organisation, seat.name
