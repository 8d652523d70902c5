"""Whom mails of a meeting reach, and whom the links in them are for: those who are asked, and their deputies."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from portal.accounts.models import User
from portal.consortium.meetings.links import ANSWERING, FOR_DEPUTY
from portal.consortium.meetings.models import Attendee
from portal.consortium.meetings.queries import find_seat
from portal.extensions import db


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom a mail reaches: whoever sits on the seat, or the deputy whom they named."""

    seat: Attendee
    address: str
    is_deputy: bool = False

    @property
    def name(self) -> str:
        return self.seat.deputy if self.is_deputy else self.seat.name

    @property
    def link(self) -> str:
        return (
            FOR_DEPUTY.address_to(self.seat.id, self.address) if self.is_deputy else ANSWERING.address_of(self.seat.id)
        )


def addresses_of(seats: Iterable[Attendee]) -> dict[Attendee, str]:
    """Where a mail reaches whom: the address of the account while it is open, or the one that was noted."""
    asked = list(seats)
    users = select(User.id, User.email).where(User.id.in_([seat.user_id for seat in asked if seat.user_id]))
    open_ones = users.where(User.disabled_at.is_(None), User.email.is_not(None))
    by_user = dict(db.session.execute(open_ones).all())
    found = {seat: by_user.get(seat.user_id) if seat.user_id else seat.email for seat in asked}
    return {seat: address for seat, address in found.items() if address}


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link is for: whoever is asked, or the deputy whom they named."""

    seat: Attendee
    is_deputy: bool = False


def invited_by_link(token: str) -> Invited | None:
    """None where the link is none of ours, nobody sits there, or the deputy is asked no more."""
    if seat_id := ANSWERING.thing_in(token):
        seat = find_seat(seat_id)
        return Invited(seat) if seat else None
    deputy_of = FOR_DEPUTY.named_in(token)
    seat = find_seat(deputy_of) if deputy_of else None
    if seat is None or seat.deputy_invited_at is None:
        return None
    return Invited(seat, is_deputy=True) if FOR_DEPUTY.went_to(token, seat.id, seat.deputy_email) else None


def seat_by_link(token: str) -> Attendee | None:
    """The seat that a link names, with its meeting, whoever it is for."""
    invited = invited_by_link(token)
    return invited.seat if invited else None
