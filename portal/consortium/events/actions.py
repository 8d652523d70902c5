"""What the office does with open events, and how anybody takes a place: none is given away twice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.audit.actions import record
from portal.audit.steps import lock
from portal.consortium.events import notices
from portal.consortium.events.models import EventGuest, OpenEvent
from portal.consortium.events.queries import guest_with, seated_guests, standing_guests, standing_of
from portal.consortium.events.rules import (
    parse_programme,
    refuse_before_the_end,
    refuse_change_of_places,
    refuse_other_days,
    written,
)
from portal.consortium.events.states import EventKind, EventStanding
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db


@dataclass(frozen=True, slots=True)
class EventDetails:
    kind: EventKind
    title: str
    about: str
    programme: str
    starts_at: datetime
    ends_at: datetime
    place: str
    places: int


def save_event(event: OpenEvent | None, details: EventDetails, *, actor: Actor, now: datetime) -> OpenEvent:
    """A new event, or a known one changed: guests hear of another time or place, and more places let some move up."""
    actor.require(Permission.EVENT_MANAGE)
    if event is None:
        event = OpenEvent(taken=0)
        _apply(event, details)
        db.session.add(event)
        db.session.flush()
        record("open_event.add", actor=actor, now=now, subject=("open_event", event.id))
        return event
    lock(event)
    if event.is_called_off:
        raise Conflict(N_("취소된 행사입니다."))
    if details.places < event.taken:
        raise DomainError(N_("이미 신청한 사람보다 자리를 적게 할 수 없습니다."), "places")
    before, standing = (event.starts_at, event.ends_at, event.place), standing_of(event, now)
    if before[:2] != (details.starts_at, details.ends_at):
        refuse_other_days(standing, details.starts_at, now=now)
    _apply(event, details)
    db.session.flush()
    record("open_event.edit", actor=actor, now=now, subject=("open_event", event.id))
    if before != (event.starts_at, event.ends_at, event.place) and event.starts_at > now:
        for guest in standing_guests(event):
            notices.tell_guest(guest, notices.CHANGED, now=now)
    _move_up(event, now=now)
    return event


def _apply(event: OpenEvent, details: EventDetails) -> None:
    if details.ends_at <= details.starts_at:
        raise DomainError(N_("마치는 시각은 시작 시각보다 늦어야 합니다."), "ends_at")
    for name in ("kind", "title", "about", "starts_at", "ends_at", "place", "places"):
        setattr(event, name, getattr(details, name))
    event.programme = written(parse_programme(details.programme))


def announce_event(event: OpenEvent, *, actor: Actor, now: datetime) -> None:
    """From now on anybody sees it and may take a place."""
    actor.require(Permission.EVENT_MANAGE)
    lock(event)
    if standing_of(event, now) is not EventStanding.DRAFT:
        raise Conflict(N_("이미 알렸거나 취소한 행사입니다."))
    if event.starts_at <= now:
        raise Conflict(N_("시작할 때가 지났습니다. 날짜를 먼저 고쳐 주십시오."))
    event.announced_at = now
    record("open_event.announce", actor=actor, now=now, subject=("open_event", event.id))


def call_off_event(event: OpenEvent, *, actor: Actor, now: datetime) -> None:
    """Whoever has a place or waits for one hears of it."""
    actor.require(Permission.EVENT_MANAGE)
    lock(event)
    if event.is_called_off or event.starts_at <= now:
        raise Conflict(N_("이미 취소했거나 시작한 행사입니다."))
    event.called_off_at = now
    db.session.flush()
    record("open_event.call_off", actor=actor, now=now, subject=("open_event", event.id))
    for guest in standing_guests(event):
        notices.tell_guest(guest, notices.CALLED_OFF, now=now)


def register_guest(event: OpenEvent, *, name: str, email: str, home: str, now: datetime) -> EventGuest:
    """Give a place, or a place in the line; whoever did so before under this name is told again how it stands.

    The event is locked: of two who want the last place, the second waits.
    """
    lock(event)
    refuse_change_of_places(standing_of(event, now))
    email = email.lower()
    guest = guest_with(event, email, name)
    if guest is None or guest.withdrawn_at is not None:
        guest = guest or EventGuest(event=event, email=email, name=name, came=False)
        guest.home, guest.queued_at = home, now
        guest.seated_at = guest.withdrawn_at = None
        db.session.add(guest)
        if event.left > 0:
            _seat(guest, now)
        db.session.flush()
    notices.tell_place(guest, now=now)
    return guest


def withdraw_guest(guest: EventGuest, *, now: datetime) -> None:
    """Whoever waits longest moves up; a second click changes nothing."""
    event = guest.event
    lock(event)
    db.session.refresh(guest)
    if guest.withdrawn_at is not None:
        return
    refuse_change_of_places(standing_of(event, now))
    if guest.seated_at is not None:
        event.taken -= 1
    guest.withdrawn_at = now
    db.session.flush()
    _move_up(event, now=now)


def _move_up(event: OpenEvent, *, now: datetime) -> None:
    if event.starts_at <= now or event.is_called_off:
        return
    waiting = [guest for guest in standing_guests(event) if guest.seated_at is None]
    for guest in waiting[: event.left]:
        _seat(guest, now)
        db.session.flush()
        notices.tell_guest(guest, notices.MOVED_UP, now=now)


def _seat(guest: EventGuest, now: datetime) -> None:
    guest.seated_at = now
    guest.event.taken += 1


def note_presence(event: OpenEvent, guest_ids: Collection[UUID], *, actor: Actor, now: datetime) -> None:
    """Who of those with a place was there."""
    actor.require(Permission.EVENT_MANAGE)
    lock(event)
    if event.is_called_off or event.starts_at > now:
        raise Conflict(N_("아직 시작하지 않은 행사입니다. 참석은 시작한 뒤에 적습니다."))
    for guest in seated_guests(event):
        guest.came = guest.id in guest_ids
    record("open_event.presence", actor=actor, now=now, subject=("open_event", event.id))


def publish_proceedings(event: OpenEvent, text: str, *, actor: Actor, now: datetime) -> None:
    """What was said, for everybody to read on the event's page."""
    actor.require(Permission.EVENT_MANAGE)
    refuse_before_the_end(standing_of(event, now))
    event.proceedings = text
    record("open_event.proceedings", actor=actor, now=now, subject=("open_event", event.id))


def thank_guests(event: OpenEvent, *, actor: Actor, now: datetime) -> int:
    """Thank by mail whoever was there, once, with the way to the proceedings; tell how many."""
    actor.require(Permission.EVENT_MANAGE)
    lock(event)
    refuse_before_the_end(standing_of(event, now))
    if event.thanked_at is not None:
        raise Conflict(N_("감사 인사는 이미 하였습니다."))
    if not event.proceedings:
        raise Conflict(N_("행사에서 나눈 이야기를 먼저 적어 주십시오. 감사 메일에서 그리로 안내합니다."))
    there = [guest for guest in seated_guests(event) if guest.came]
    if not there:
        raise Conflict(N_("누가 왔는지 먼저 적어 주십시오."))
    for guest in there:
        notices.thank_guest(guest, now=now)
    event.thanked_at = now
    record("open_event.thank", actor=actor, now=now, subject=("open_event", event.id))
    return len(there)
