"""What the office does with open events, and how anybody takes a place: none is given away twice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.audit.actions import record
from portal.audit.steps import lock
from portal.consortium.events import notices
from portal.consortium.events.models import EventGuest, OpenEvent
from portal.consortium.events.places import count_anew, count_who_came, note_came, seat
from portal.consortium.events.queries import (
    are_guests_gone,
    expected_guests,
    guest_with,
    is_told_of,
    seated_guests,
    standing_guests,
    standing_of,
)
from portal.consortium.events.rules import (
    has_begun,
    parse_programme,
    refuse_before_the_end,
    refuse_calling_off,
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


@dataclass(frozen=True, slots=True)
class GuestDetails:
    """What a guest gives; of `email` and `phone` one is "" at most."""

    name: str
    email: str
    phone: str
    home: str


def save_event(event: OpenEvent | None, details: EventDetails, *, actor: Actor, now: datetime) -> OpenEvent:
    """A new event, or a known one changed: guests hear of another time or place, and more places let some move up."""
    actor.require(Permission.EVENT_MANAGE)
    if event is None:
        event = OpenEvent(taken=0, waiting=0, withdrawn=0)
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
        event.sequence += 1
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


def call_off_event(event: OpenEvent, because: str, *, actor: Actor, now: datetime) -> None:
    """Whoever has a place or waits for one hears of it and why, and their calendar follows.

    One whose hours came and that was not held is called off afterwards; until guests are destroyed they hear of it.
    """
    actor.require(Permission.EVENT_MANAGE)
    lock(event)
    refuse_calling_off(standing_of(event, now), is_told=is_told_of(event))
    _refuse_gone(event, now)
    event.called_off_at, event.called_off_because = now, because
    event.sequence += 1
    db.session.flush()
    record("open_event.call_off", actor=actor, now=now, subject=("open_event", event.id))
    for guest in standing_guests(event):
        notices.tell_guest(guest, notices.CALLED_OFF, now=now)


def register_guest(event: OpenEvent, *, name: str, email: str, home: str, now: datetime) -> EventGuest:
    """Give a place, or a place in the line; whoever did so before under this name is told again how it stands.

    The event is locked: of two who want the last place, the second waits.
    """
    guest = _join(event, GuestDetails(name, email.lower(), "", home), now=now)
    notices.tell_place(guest, now=now)
    return guest


def enter_guest(event: OpenEvent, details: GuestDetails, *, actor: Actor, now: datetime) -> EventGuest:
    """As `register_guest`, for whoever asked by telephone and agreed that what they gave is kept.

    Who has no e-mail hears on the telephone, while they are entered, how they stand. Once it began whoever is entered
    came, and nobody is told.
    """
    actor.require(Permission.EVENT_MANAGE)
    if not details.email and not details.phone:
        raise DomainError(N_("이메일이나 전화번호 가운데 하나는 적어 주십시오."), "phone")
    if has_begun(standing_of(event, now)):
        guest = _enter_who_came(event, details, actor, now)
    else:
        guest = _join(event, details, now=now, entered_by=actor.user_id)
        if guest.email:
            notices.tell_place(guest, now=now)
    record("open_event.enter", actor=actor, now=now, subject=("open_event", event.id), guest=str(guest.id))
    return guest


def _join(event: OpenEvent, details: GuestDetails, *, now: datetime, entered_by: UUID | None = None) -> EventGuest:
    lock(event)
    refuse_change_of_places(standing_of(event, now))
    guest = guest_with(event, details.email, details.name, details.phone)
    if guest is not None and guest.withdrawn_at is None:
        guest.phone = guest.phone or details.phone
        return guest
    guest = guest or EventGuest(event=event, email=details.email, name=details.name, phone="", came=False)
    guest.phone, guest.home = details.phone or guest.phone, details.home
    guest.queued_at, guest.entered_by_id = now, entered_by
    guest.seated_at = guest.withdrawn_at = guest.call_since = None
    db.session.add(guest)
    if event.left > 0:
        seat(guest, now)
    db.session.flush()
    count_anew(event)
    return guest


def _enter_who_came(event: OpenEvent, details: GuestDetails, actor: Actor, now: datetime) -> EventGuest:
    """At the door, or afterwards while guests are kept: without a place, or once registered and known again."""
    lock(event)
    _refuse_gone(event, now)
    guest = guest_with(event, details.email, details.name, details.phone)
    if guest is None:
        given = {"name": details.name, "email": details.email, "phone": details.phone, "home": details.home}
        guest = EventGuest(event=event, queued_at=now, entered_by_id=actor.user_id, came=False, **given)
        db.session.add(guest)
    note_came(guest, now)
    count_anew(event)
    if event.came is not None:
        count_who_came(event)
    return guest


def withdraw_guest(guest: EventGuest, *, now: datetime) -> None:
    """Whoever waits longest moves up, and who gave it back has it confirmed; a second click changes nothing."""
    event = guest.event
    lock(event)
    db.session.refresh(guest)
    if guest.withdrawn_at is not None:
        return
    refuse_change_of_places(standing_of(event, now))
    if guest.seated_at is not None:
        event.taken -= 1
        event.sequence += 1
    guest.withdrawn_at, guest.call_since = now, None
    db.session.flush()
    if guest.email:
        notices.tell_guest(guest, notices.WITHDRAWN, now=now)
    _move_up(event, now=now)


def withdraw_for(guest: EventGuest, *, actor: Actor, now: datetime) -> None:
    """The office takes back a place for whoever told it so."""
    actor.require(Permission.EVENT_MANAGE)
    if guest.withdrawn_at is not None:
        raise Conflict(N_("이미 취소한 신청입니다."))
    withdraw_guest(guest, now=now)
    subject = ("open_event", guest.event_id)
    record("open_event.withdraw", actor=actor, now=now, subject=subject, guest=str(guest.id))


def note_call(guest: EventGuest, *, actor: Actor, now: datetime) -> None:
    """Somebody of the office told a guest without e-mail on the telephone how it stands."""
    actor.require(Permission.EVENT_MANAGE)
    guest.call_since = None
    record("open_event.call", actor=actor, now=now, subject=("open_event", guest.event_id), guest=str(guest.id))


def _move_up(event: OpenEvent, *, now: datetime) -> None:
    """Whoever waits gets the places that are free, and all are counted anew."""
    if event.starts_at <= now or event.is_called_off:
        return
    waiting = [guest for guest in standing_guests(event) if guest.seated_at is None]
    for guest in waiting[: event.left]:
        seat(guest, now)
        db.session.flush()
        notices.tell_guest(guest, notices.MOVED_UP, now=now)
    count_anew(event)


def note_presence(event: OpenEvent, guest_ids: Collection[UUID], *, actor: Actor, now: datetime) -> None:
    """Who of those with a place was there, or of those who waited for one."""
    actor.require(Permission.EVENT_MANAGE)
    lock(event)
    if event.is_called_off or event.starts_at > now:
        raise Conflict(N_("아직 시작하지 않은 행사입니다. 참석은 시작한 뒤에 적습니다."))
    _refuse_gone(event, now)
    for guest in expected_guests(event):
        guest.came = False
        if guest.id in guest_ids:
            note_came(guest, now)
    count_anew(event)
    count_who_came(event)
    record("open_event.presence", actor=actor, now=now, subject=("open_event", event.id))


def _refuse_gone(event: OpenEvent, now: datetime) -> None:
    if are_guests_gone(event, now):
        raise Conflict(N_("참가자의 개인정보를 이미 없앤 행사입니다. 남은 것은 수뿐입니다."))


def publish_proceedings(event: OpenEvent, text: str, *, actor: Actor, now: datetime) -> None:
    """What was said, for everybody to read on the event's page."""
    actor.require(Permission.EVENT_MANAGE)
    refuse_before_the_end(standing_of(event, now))
    event.proceedings = text
    record("open_event.proceedings", actor=actor, now=now, subject=("open_event", event.id))


def thank_guests(event: OpenEvent, *, actor: Actor, now: datetime) -> int:
    """Thank by mail whoever was there and has an e-mail, once, with the way to the proceedings; tell how many."""
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
    reached = [guest for guest in there if guest.email]
    if not reached:
        raise Conflict(N_("온 분 가운데 이메일을 알려 주신 분이 없습니다."))
    for guest in reached:
        notices.thank_guest(guest, now=now)
    event.thanked_at = now
    record("open_event.thank", actor=actor, now=now, subject=("open_event", event.id))
    return len(reached)
