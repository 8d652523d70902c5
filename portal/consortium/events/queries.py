"""Reads of open events and of who takes part, each list ordered and bounded."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from portal.consortium.events.links import PLACE
from portal.consortium.events.models import EventGuest, OpenEvent
from portal.consortium.events.rules import event_standing
from portal.consortium.events.states import EventStanding, GuestStanding
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.db.paged import page_of
from portal.extensions import current_settings, db

PAGE_SIZE = 20
SUBJECT = "event_guest"
_SHOWN = OpenEvent.announced_at.is_not(None)


def standing_of(event: OpenEvent, now: datetime) -> EventStanding:
    return event_standing(
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        is_announced=event.announced_at is not None,
        is_called_off=event.is_called_off,
        left=event.left,
        now=now,
    )


def announced_events(now: datetime, *, past: bool = False, page: int = 1) -> Page[OpenEvent]:
    """What anybody sees: those to come, the next one first, or with `past` those over that were held."""
    over = OpenEvent.ends_at <= now
    held = over & OpenEvent.called_off_at.is_(None)
    return _page(_SHOWN & (held if past else ~over), newest_first=past, page=page)


def all_events(*, page: int = 1) -> Page[OpenEvent]:
    """The office's list, the latest first."""
    return _page(OpenEvent.id.is_not(None), newest_first=True, page=page)


def _page(condition: ColumnElement[bool], *, newest_first: bool, page: int) -> Page[OpenEvent]:
    order = OpenEvent.starts_at.desc() if newest_first else OpenEvent.starts_at
    return page_of(db.session, select(OpenEvent).where(condition).order_by(order, OpenEvent.id), page, PAGE_SIZE)


def get_event(event_id: UUID) -> OpenEvent:
    event = db.session.get(OpenEvent, event_id)
    if event is None:
        raise NotFound
    return event


def announced_event(event_id: UUID) -> OpenEvent:
    """Raises `NotFound` for one that the office has not announced."""
    event = get_event(event_id)
    if event.announced_at is None:
        raise NotFound
    return event


def guests_of(event: OpenEvent) -> Sequence[EventGuest]:
    """Who has a place by name, then who waits in the order of the line, then who withdrew."""
    order = (GuestStanding.CAME, GuestStanding.SEATED, GuestStanding.WAITING, GuestStanding.WITHDRAWN)
    query = select(EventGuest).where(EventGuest.event_id == event.id).options(joinedload(EventGuest.entered_by))
    found = db.session.scalars(query.order_by(EventGuest.queued_at, EventGuest.id))
    return sorted(found, key=lambda each: (order.index(each.standing), each.name if each.seated_at else ""))


def seated_guests(event: OpenEvent) -> Sequence[EventGuest]:
    """Who has a place, by name."""
    seated = (EventGuest.withdrawn_at.is_(None), EventGuest.seated_at.is_not(None))
    query = select(EventGuest).where(EventGuest.event_id == event.id, *seated)
    return db.session.scalars(query.order_by(EventGuest.name, EventGuest.id)).all()


def expected_guests(event: OpenEvent) -> Sequence[EventGuest]:
    """Who has a place, by name, then who waits for one: whoever may have come."""
    return [guest for guest in guests_of(event) if guest.withdrawn_at is None]


def standing_guests(event: OpenEvent) -> Sequence[EventGuest]:
    """Who has a place or waits for one, in the order of the line."""
    query = select(EventGuest).where(EventGuest.event_id == event.id, EventGuest.withdrawn_at.is_(None))
    return db.session.scalars(query.order_by(EventGuest.queued_at, EventGuest.id)).all()


def guest_with(event: OpenEvent, email: str, name: str, phone: str = "") -> EventGuest | None:
    """Whoever registered so, withdrawn or not; two people may share an address or a telephone."""
    reached = EventGuest.email == email if email else (EventGuest.email == "") & (EventGuest.phone == phone)
    query = select(EventGuest).where(EventGuest.event_id == event.id, EventGuest.name == name, reached)
    return db.session.scalars(query.order_by(EventGuest.queued_at, EventGuest.id).limit(1)).first()


def guest_of(event: OpenEvent, guest_id: UUID) -> EventGuest:
    """Raises `NotFound` for one of another event, and once what they gave is destroyed."""
    guest = db.session.get(EventGuest, guest_id)
    if guest is None or guest.event_id != event.id:
        raise NotFound
    return guest


def count_guests(event: OpenEvent) -> tuple[int, int]:
    """How many wait, and how many withdrew."""
    withdrew = EventGuest.withdrawn_at.is_not(None)
    waits = ~withdrew & EventGuest.seated_at.is_(None)
    counts = select(func.count().filter(waits), func.count().filter(withdrew))
    waiting, withdrawn = db.session.execute(counts.where(EventGuest.event_id == event.id)).one()
    return waiting, withdrawn


def guests_to_call(now: datetime) -> Sequence[EventGuest]:
    """Whom the office owes a call about an event to come or one that was called off, the nearest event first."""
    told_of = (OpenEvent.starts_at > now) | OpenEvent.called_off_at.is_not(None)
    query = select(EventGuest).join(OpenEvent).where(EventGuest.call_since.is_not(None), told_of)
    order = (OpenEvent.starts_at, EventGuest.call_since, EventGuest.id)
    return db.session.scalars(query.options(joinedload(EventGuest.event)).order_by(*order)).all()


def events_to_finish(now: datetime) -> Sequence[OpenEvent]:
    """Held, with guests who are known yet, and not everything done that follows: the one whose guests go first."""
    guest = select(EventGuest.id).where(EventGuest.event_id == OpenEvent.id, EventGuest.withdrawn_at.is_(None))
    to_note = OpenEvent.came.is_(None) & guest.exists()
    to_thank = OpenEvent.thanked_at.is_(None) & guest.where(EventGuest.came, EventGuest.email != "").exists()
    ended = OpenEvent.ends_at.between(now - _kept(), now)
    open_ones = select(OpenEvent).where(_SHOWN, OpenEvent.called_off_at.is_(None), ended)
    open_ones = open_ones.where(to_note | (OpenEvent.proceedings == "") | to_thank)
    return db.session.scalars(open_ones.order_by(OpenEvent.ends_at, OpenEvent.id)).all()


def is_told_of(event: OpenEvent) -> bool:
    """Whether anything tells that an event was held: somebody came, or what was said is written down."""
    came = select(EventGuest.id).where(EventGuest.event_id == event.id, EventGuest.came).exists()
    return bool(event.came is not None or event.proceedings or db.session.scalar(select(came)))


def guests_go_on(event: OpenEvent) -> datetime:
    """When what guests gave is destroyed."""
    return event.ends_at + _kept()


def are_guests_gone(event: OpenEvent, now: datetime) -> bool:
    """Whether the time is over for which guests are kept; their numbers stay on the event."""
    return event.ends_at <= now - _kept()


def guest_by_link(token: str) -> EventGuest | None:
    """Whom a link names; None for a link that is none of ours, and once what they gave is destroyed."""
    guest_id = PLACE.thing_in(token)
    query = select(EventGuest).where(EventGuest.id == guest_id).options(joinedload(EventGuest.event))
    return db.session.scalar(query) if guest_id else None


def guests_over(now: datetime) -> ColumnElement[bool]:
    """SQL on `EventGuest`: of an event that ended long enough ago."""
    return EventGuest.event_id.in_(select(OpenEvent.id).where(OpenEvent.ends_at <= now - _kept()))


def _kept() -> timedelta:
    return timedelta(days=current_settings().target.event_guests_kept_days)
