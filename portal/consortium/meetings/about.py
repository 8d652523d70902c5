"""Whom a meeting about people is about, told by whoever keeps it, and that somebody read of it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from portal.audit.actions import record_read
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MEETING_STATES, RESTRICTED
from portal.core.actors import Actor
from portal.core.sockets import Socket, Takes

ABOUT: Socket[Callable[[UUID], Sequence[UUID]]] = Socket("households that a meeting is about", Takes.ONE)


def people_in(meeting: Meeting) -> int:
    """Of how many households a file of a meeting about people tells; of one where nobody said of whom."""
    return max(len(_households_of(meeting)), 1)


def note_reading(meetings: Iterable[Meeting], *, actor: Actor, now: datetime) -> None:
    """Write down, for those that are about people, that somebody reads of them: as theirs where it is known whose."""
    for meeting in {each.id: each for each in meetings if each.kind in RESTRICTED}.values():
        theirs = [("household", household_id) for household_id in _households_of(meeting)]
        for subject in theirs or [(MEETING_STATES.kind, meeting.id)]:
            record_read(actor=actor, now=now, subject=subject, fields="conference")


def _households_of(meeting: Meeting) -> Sequence[UUID]:
    look_up = ABOUT.find()
    return look_up(meeting.id) if look_up else ()
