"""Whom no mail reached: the office asks them by telephone, or writes down where a mail reaches them."""

from datetime import datetime
from uuid import UUID

from portal.audit.actions import record
from portal.audit.steps import lock
from portal.consortium.meetings.models import Attendee
from portal.consortium.minutes.mailing import ask_anew
from portal.consortium.minutes.models import Minutes
from portal.consortium.minutes.queries import SUBJECT, find_minutes, who_was_there
from portal.consortium.minutes.rules import may_say, refuse_saying
from portal.core.actors import Actor
from portal.core.errors import Forbidden
from portal.core.permissions import Permission
from portal.extensions import db


def note_consulted(minutes: Minutes, seat: Attendee, *, actor: Actor, now: datetime) -> None:
    """Somebody who was there was asked by telephone: what they do not say from then on is their silence."""
    actor.require(Permission.MEETING_MANAGE)
    lock(minutes)
    refuse_saying(minutes.state, minutes.until, now=now)
    if seat not in who_was_there(minutes.meeting):
        raise Forbidden
    seat.consulted_at = now
    db.session.flush()
    record("minutes.consult", actor=actor, now=now, subject=(SUBJECT, minutes.id), seat=str(seat.id))


def ask_at_address(seat_id: UUID, *, now: datetime) -> None:
    """Mail who was there at the address that is known by now, while their minutes are out."""
    seat = db.session.get_one(Attendee, seat_id)
    minutes = find_minutes(seat.meeting)
    if minutes is None or seat not in who_was_there(seat.meeting):
        return
    if may_say(minutes.state, minutes.until, now=now):
        ask_anew(minutes, seat, now=now)
