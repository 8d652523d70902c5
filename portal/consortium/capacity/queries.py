"""Which places are free, for which service, where and when."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.consortium.capacity.models import CapacityPattern, ClosedDay, Slot, SlotDong
from portal.consortium.capacity.scope import sees_places_of
from portal.consortium.catalogue.availability import FreeDay
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.queries import GROUP_ORDER, OfferedService, is_in_force, member_offers
from portal.consortium.catalogue.states import OWN_GROUPS, ServiceGroup
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import member_may_offer
from portal.core.actors import Actor
from portal.core.clock import at, day_bounds, day_of
from portal.core.errors import NotFound
from portal.core.sockets import Socket, Takes
from portal.db.functions import seoul_day
from portal.db.session import plain_rows
from portal.extensions import db

WEEK = timedelta(days=7)
SLOT_DAY = seoul_day(Slot.starts_at)
BookingNames = Callable[[UUID], Sequence[str]]
BOOKING_NAMES: Socket[BookingNames] = Socket("names of bookings", Takes.MANY)
"""Tell the bookings of a slot (numbers of referrals) to those who see slots only."""


class FreeService(NamedTuple):
    group: ServiceGroup
    service: OfferedService
    places: int
    first_at: datetime | None
    """When the first of them begins."""


def booking_names(slot_id: UUID) -> list[str]:
    """The bookings that stand in a slot, by their numbers."""
    return [name for names in BOOKING_NAMES for name in names(slot_id)]


def get_slot(slot_id: UUID) -> Slot:
    """Raises `NotFound`."""
    slot = db.session.get(Slot, slot_id)
    if slot is None:
        raise NotFound
    return slot


@cache
def is_offered() -> ColumnElement[bool]:
    """SQL: on the day of the slot its member may make offers and offers the service."""
    return and_(
        member_may_offer(Slot.organisation_id, SLOT_DAY), member_offers(Slot.organisation_id, Slot.service_id, SLOT_DAY)
    )


def is_free() -> ColumnElement[bool]:
    """SQL: the slot has a place that may still be asked for."""
    return and_(Slot.closed_at.is_(None), Slot.held + Slot.confirmed < Slot.capacity)


def in_dong(dong_code: str | ColumnElement[str] | None) -> ColumnElement[bool]:
    """SQL: the places of the slot are offered in the dong; in any when none is named."""
    return Slot.dongs.any(SlotDong.dong_code == dong_code) if dong_code is not None else Slot.id.is_not(None)


def free_slots(
    service_id: UUID | None,
    *,
    dong_code: str | None,
    after: datetime,
    before: datetime | None = None,
    organisation_id: UUID | None = None,
    limit: int = 30,
) -> list[Slot]:
    """Slots with a free place that begin after `after` and before `before`, soonest first."""
    query = _free(dong_code, after, before).order_by(Slot.starts_at, Organisation.name, Slot.id).limit(limit)
    if service_id is not None:
        query = query.where(Slot.service_id == service_id)
    if organisation_id is not None:
        query = query.where(Slot.organisation_id == organisation_id)
    return list(db.session.scalars(query))


def _free(dong_code: str | None, after: datetime, before: datetime | None) -> Select[Slot]:
    query = (
        select(Slot)
        .join(Slot.organisation)
        .join(Slot.service)
        .options(contains_eager(Slot.organisation), contains_eager(Slot.service))
        .where(Slot.starts_at > after, is_free(), is_offered(), in_dong(dong_code))
    )
    return query if before is None else query.where(Slot.starts_at < before)


def free_this_week(dong_code: str | None, *, now: datetime) -> list[FreeService]:
    """Places free in the seven days from `now` on, for each service of the consortium, 0 where there is none.

    A consortium without services of its own shows what its programmes pay.
    """
    free = _free_places(dong_code, now)
    own = [entry for entry in free if entry.group in OWN_GROUPS]
    return own or [entry for entry in free if entry.group is ServiceGroup.CARE_SOS_BASIC]


def _free_places(dong_code: str | None, now: datetime) -> list[FreeService]:
    """The same for every service in force, in one statement."""
    values: dict[str, object] = {"now": now, "until": now + WEEK, "day": day_of(now)}
    if dong_code:
        values["dong_code"] = dong_code
    rows = plain_rows(_places_of_week(everywhere=not dong_code), values)
    return [
        FreeService(group, OfferedService(*service), int(places), first_at)
        for group, places, first_at, *service in rows
    ]


@cache
def _places_of_week(*, everywhere: bool) -> Select[*tuple[Any, ...]]:
    """Built once: building it takes as long as drawing the front page, which is opened most."""
    places = func.coalesce(func.sum(Slot.capacity - Slot.held - Slot.confirmed), 0)
    free = and_(
        Slot.service_id == Service.id,
        Slot.starts_at > bindparam("now"),
        Slot.starts_at < bindparam("until"),
        is_free(),
        is_offered(),
        in_dong(None if everywhere else bindparam("dong_code")),
    )
    return (
        select(Service.group, places, func.min(Slot.starts_at), Service.id, Service.code, Service.name, Service.summary)
        .outerjoin(Slot, free)
        .where(is_in_force(bindparam("day", type_=Date())))
        .group_by(Service.id)
        .order_by(GROUP_ORDER, Service.position)
    )


def places_by_service(dong_code: str | None, now: datetime) -> dict[UUID, int]:
    """Places free in the seven days from `now` on, by the id of the service."""
    return {service_id: free.places for service_id, free in free_week(dong_code, now).items()}


def free_week(dong_code: str | None, now: datetime) -> dict[UUID, FreeService]:
    """The same with when the first place begins."""
    return {free.service.id: free for free in _free_places(dong_code, now)}


def free_days(service_id: UUID, dong_code: str | None, now: datetime) -> list[FreeDay]:
    """The days of the coming week on which places of a service are free, with how many."""
    places = func.sum(Slot.capacity - Slot.held - Slot.confirmed)
    query = (
        select(SLOT_DAY, places)
        .where(Slot.service_id == service_id, Slot.starts_at > now, Slot.starts_at < now + WEEK)
        .where(is_free(), is_offered(), in_dong(dong_code))
        .group_by(SLOT_DAY)
        .order_by(SLOT_DAY)
    )
    return [FreeDay(day, int(count)) for day, count in db.session.execute(query)]


def patterns_of(organisation_id: UUID, *, day: date) -> list[CapacityPattern]:
    """The weekly patterns that count on `day` or later, by weekday and time."""
    query = (
        select(CapacityPattern)
        .join(CapacityPattern.service)
        .options(contains_eager(CapacityPattern.service))
        .where(
            CapacityPattern.organisation_id == organisation_id,
            CapacityPattern.ended_at.is_(None),
            or_(CapacityPattern.valid_to.is_(None), CapacityPattern.valid_to >= day),
        )
        .order_by(CapacityPattern.weekday, CapacityPattern.starts_at, GROUP_ORDER, Service.position)
    )
    return list(db.session.scalars(query))


def running_patterns() -> list[CapacityPattern]:
    """Every pattern of every member that was not ended, with what publishing it needs."""
    member = selectinload(CapacityPattern.organisation)
    query = (
        select(CapacityPattern)
        .where(CapacityPattern.ended_at.is_(None))
        .options(member.selectinload(Organisation.agreements), member.selectinload(Organisation.areas))
        .order_by(CapacityPattern.organisation_id, CapacityPattern.id)
    )
    return list(db.session.scalars(query))


def get_pattern(pattern_id: UUID, *, viewer: Actor, ended: bool = False) -> CapacityPattern:
    """A pattern that was not ended, or with `ended` any; raises `NotFound` for one of another organisation."""
    pattern = db.session.get(CapacityPattern, pattern_id)
    if pattern is None or not sees_places_of(pattern.organisation_id, viewer):
        raise NotFound
    if pattern.ended_at is not None and not ended:
        raise NotFound
    return pattern


def get_ended_pattern(pattern_id: UUID, *, viewer: Actor) -> CapacityPattern:
    """A pattern that was ended; raises `NotFound` for one of another organisation."""
    pattern = db.session.get(CapacityPattern, pattern_id)
    if pattern is None or pattern.ended_at is None or not sees_places_of(pattern.organisation_id, viewer):
        raise NotFound
    return pattern


def confirmations(pattern_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When the figures of these patterns were last said to be true."""
    query = select(CapacityPattern.id, CapacityPattern.confirmed_at).where(CapacityPattern.id.in_(pattern_ids))
    return dict(db.session.execute(query).all())


def closed_days(organisation_id: UUID, first: date, last: date | None = None) -> list[ClosedDay]:
    """The days in between on which the member does not work, in order."""
    query = select(ClosedDay).where(ClosedDay.organisation_id == organisation_id, ClosedDay.day >= first)
    if last is not None:
        query = query.where(ClosedDay.day <= last)
    return list(db.session.scalars(query.order_by(ClosedDay.day)))


def get_closed_day(closed_day_id: UUID, *, viewer: Actor) -> ClosedDay:
    """Raises `NotFound` for one of another organisation."""
    closed = db.session.get(ClosedDay, closed_day_id)
    if closed is None or not sees_places_of(closed.organisation_id, viewer):
        raise NotFound
    return closed


def slots_between(organisation_id: UUID, first: date, last: date) -> list[Slot]:
    """The slots of a member on the days from `first` to `last`, in the order of time, with their services."""
    begin, end = at(first, datetime.min.time()), day_bounds(last)[1]
    query = (
        select(Slot)
        .join(Slot.service)
        .options(contains_eager(Slot.service), selectinload(Slot.dongs))
        .where(Slot.organisation_id == organisation_id, Slot.starts_at >= begin, Slot.starts_at < end)
        .order_by(Slot.starts_at, Slot.id)
    )
    return list(db.session.scalars(query))


def slots_starting(organisation_id: UUID, moments: Collection[datetime]) -> dict[tuple[UUID, datetime], Slot]:
    """The slots of a member that begin at one of `moments`, by service and beginning."""
    query = select(Slot).where(Slot.organisation_id == organisation_id, Slot.starts_at.in_(moments))
    slots = db.session.scalars(query.options(selectinload(Slot.dongs)))
    return {(slot.service_id, slot.starts_at): slot for slot in slots}


def slots_of_pattern(pattern_id: UUID, *, after: datetime) -> list[Slot]:
    """The slots of a pattern that have not begun, soonest first."""
    query = select(Slot).where(Slot.pattern_id == pattern_id, Slot.starts_at > after).order_by(Slot.starts_at)
    return list(db.session.scalars(query.options(selectinload(Slot.dongs))))
