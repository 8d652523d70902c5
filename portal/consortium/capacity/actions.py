"""What is done with places: a member posts, confirms and closes them; coordinators' features hold and book them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm.util import identity_key

from portal.consortium.capacity import publication
from portal.consortium.capacity.models import CapacityPattern, ClosedDay, Slot
from portal.consortium.capacity.permits import check_dongs, check_offer, check_places, record_for, require_own
from portal.consortium.capacity.queries import (
    booking_names,
    is_free,
    is_offered,
    patterns_of,
    running_patterns,
    slots_between,
    slots_of_pattern,
)
from portal.consortium.capacity.rules import pattern_days
from portal.consortium.members.models import Organisation
from portal.core.actors import Actor
from portal.core.clock import at, day_bounds, day_of
from portal.core.errors import Conflict, DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.sockets import Socket, Takes
from portal.extensions import db

FULL = N_("이 시간은 자리가 모두 찼습니다. 다른 시간을 골라 주십시오.")
UNDO = timedelta(minutes=30)
NOT_OFFERED = N_("이 기관은 지금 이 서비스의 새 자리를 내지 않습니다. 다른 기관을 골라 주십시오.")
Freed = Callable[[Collection[UUID], datetime], object]
FREED: Socket[Freed] = Socket("what follows places that came free", Takes.ONE)
"""Called with (ids of slots, now) once whatever gave the places back is written."""
CHANGED = N_("그 사이 자리의 상태가 바뀌었습니다. 화면을 새로 고쳐 주십시오.")


@dataclass(frozen=True)
class PatternDetails:
    """Places of every week; `weekday` 0 is Monday, no `dong_codes` means every dong that the member serves."""

    service_id: UUID
    weekday: int
    starts_at: time
    ends_at: time
    places: int
    valid_from: date
    valid_to: date | None = None
    dong_codes: list[str] = field(default_factory=list)
    on_public_holidays: bool = False


def lock_places(slot_ids: Iterable[UUID]) -> None:
    """Wait for everybody who counts places of these slots, in the order of their ids.

    Whoever is to change several of them asks before the first one, so that two of them never wait for each other.
    """
    query = select(Slot.id).where(Slot.id.in_(list(slot_ids))).order_by(Slot.id)
    db.session.execute(query.with_for_update(key_share=True))


def hold_place(slot_id: UUID) -> None:
    """Hold one place while a referral is asked; raises `Conflict` when none is free or the member may not offer it."""
    try:
        _count(slot_id, {"held": Slot.held + 1}, is_free(), is_offered(), refusal=FULL)
    except Conflict:
        if db.session.scalar(select(is_offered()).where(Slot.id == slot_id)) is False:
            raise Conflict(NOT_OFFERED, "slot") from None
        raise


def confirm_place(slot_id: UUID) -> None:
    """Turn a held place into a booked one."""
    _count(slot_id, {"held": Slot.held - 1, "confirmed": Slot.confirmed + 1}, Slot.held > 0, refusal=CHANGED)


def release_hold(slot_id: UUID) -> None:
    """Give a held place back."""
    _count(slot_id, {"held": Slot.held - 1}, Slot.held > 0, refusal=CHANGED)


def release_confirmed(slot_id: UUID) -> None:
    """Give a booked place back."""
    _count(slot_id, {"confirmed": Slot.confirmed - 1}, Slot.confirmed > 0, refusal=CHANGED)


Counts = dict[str, ColumnElement[int]]


def _count(slot_id: UUID, values: Counts, *conditions: ColumnElement[bool], refusal: str) -> None:
    """Change the counts by one conditional statement, so that parallel requests cannot both take the last place."""
    statement = update(Slot).where(Slot.id == slot_id, *conditions).values(**values).returning(Slot.id)
    if db.session.scalar(statement.execution_options(synchronize_session=False)) is None:
        raise Conflict(refusal, "slot")
    loaded = db.session.identity_map.get(identity_key(Slot, slot_id))
    if loaded is not None:  # the UPDATE passed it by
        db.session.expire(loaded, ["held", "confirmed"])


def post_pattern(
    organisation: Organisation, details: PatternDetails, *, actor: Actor, now: datetime, horizon_days: int
) -> CapacityPattern:
    """Post places of every week and publish their slots; a member that may make no offers gets none until it may."""
    require_own(organisation, actor)
    pattern = _new_pattern(organisation, details, now)
    publish_pattern(pattern, now=now, horizon_days=horizon_days)
    record_for("pattern.post", organisation, actor, now, pattern=str(pattern.id))
    return pattern


def publish_pattern(pattern: CapacityPattern, *, now: datetime, horizon_days: int) -> int:
    """Make the missing slots of a pattern up to `horizon_days` ahead; answers how many."""
    return publication.publish(pattern.organisation, [pattern], now=now, horizon_days=horizon_days)


def change_pattern(
    pattern: CapacityPattern, details: PatternDetails, *, actor: Actor, now: datetime, horizon_days: int
) -> CapacityPattern:
    """End a pattern and post another in its place.

    Slots without bookings follow the new one or go; booked places stay; a week that was changed by hand stays as it is.
    """
    require_own(pattern.organisation, actor)
    slots = slots_of_pattern(pattern.id, after=now)
    lock_places(slot.id for slot in slots)
    new = _new_pattern(pattern.organisation, details, now)
    pattern.ended_at, pattern.replaced_by_id = now, new.id
    fitting = _fitting(new, slots)
    publication.withdraw([slot for slot in slots if slot not in fitting], now=now)
    by_hand = [slot for slot in fitting if _changed_by_hand(slot, pattern)]
    publication.repoint(by_hand, new)
    for slot in fitting:
        if slot not in by_hand:
            publication.adopt(slot, new)
    publish_pattern(new, now=now, horizon_days=horizon_days)
    record_for("pattern.change", pattern.organisation, actor, now, pattern=str(new.id), before=str(pattern.id))
    tell(Event.TIMES_CHANGED, pattern.organisation_id, actor=actor, now=now)
    return new


def end_pattern(pattern: CapacityPattern, *, actor: Actor, now: datetime) -> None:
    """End a pattern: what is free in its coming slots is offered no more, what is booked stays."""
    require_own(pattern.organisation, actor)
    pattern.ended_at = now
    slots = slots_of_pattern(pattern.id, after=now)
    lock_places(slot.id for slot in slots)
    publication.withdraw(slots, now=now)
    record_for("pattern.end", pattern.organisation, actor, now, pattern=str(pattern.id))


def resume_pattern(pattern: CapacityPattern, *, actor: Actor, now: datetime, horizon_days: int) -> None:
    """Take back the end of a pattern: what its end withdrew is offered again."""
    require_own(pattern.organisation, actor)
    if pattern.ended_at is None or now - pattern.ended_at > UNDO:
        raise Conflict(N_("끝낸 지 오래되어 되돌릴 수 없습니다. 매주 자리를 새로 올려 주십시오."))
    withdrawn = [slot for slot in slots_of_pattern(pattern.id, after=now) if slot.closed_at == pattern.ended_at]
    lock_places(slot.id for slot in withdrawn)
    for slot in withdrawn:
        publication.adopt(slot, pattern)
    publication.reopen(withdrawn)
    pattern.ended_at = None
    publish_pattern(pattern, now=now, horizon_days=horizon_days)
    record_for("pattern.resume", pattern.organisation, actor, now, pattern=str(pattern.id))
    tell(Event.TIMES_CHANGED, pattern.organisation_id, actor=actor, now=now)


def _new_pattern(organisation: Organisation, details: PatternDetails, now: datetime) -> CapacityPattern:
    check_offer(organisation, details.service_id, max(details.valid_from, day_of(now)))
    check_places(details.places)
    check_dongs(organisation, details.dong_codes)
    if details.ends_at <= details.starts_at:
        raise DomainError(N_("끝나는 시각은 시작하는 시각보다 늦어야 합니다."), "ends_at")
    if details.valid_to is not None and details.valid_to < details.valid_from:
        raise DomainError(N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "valid_to")
    pattern = CapacityPattern(organisation=organisation, confirmed_at=now, **asdict(details))
    db.session.add(pattern)
    db.session.flush()
    return pattern


def _fitting(pattern: CapacityPattern, slots: Sequence[Slot]) -> list[Slot]:
    """The slots that `pattern` would make too."""
    return [
        slot
        for slot in slots
        if slot.service_id == pattern.service_id
        and slot.starts_at == at(day_of(slot.starts_at), pattern.starts_at)
        and pattern_days(pattern, day_of(slot.starts_at), day_of(slot.starts_at))
    ]


def _changed_by_hand(slot: Slot, pattern: CapacityPattern) -> bool:
    return slot.capacity != pattern.places


def confirm_figures(organisation: Organisation, *, actor: Actor, now: datetime, horizon_days: int) -> None:
    """Say that the weekly patterns are still true."""
    require_own(organisation, actor)
    patterns = patterns_of(organisation.id, day=day_of(now))
    for pattern in patterns:
        pattern.confirmed_at = now
    publication.publish(organisation, patterns, now=now, horizon_days=horizon_days)
    record_for("capacity.confirm", organisation, actor, now)
    tell(Event.TIMES_CHANGED, organisation.id, actor=actor, now=now)


def close_day(organisation: Organisation, day: date, reason: str, *, actor: Actor, now: datetime) -> list[str]:
    """Offer nothing more on `day`; answers the bookings that stand on it, which are not touched."""
    require_own(organisation, actor)
    if day < day_of(now):
        raise DomainError(N_("지난 날은 쉬는 날로 정할 수 없습니다."), "day")
    db.session.add(ClosedDay(organisation_id=organisation.id, day=day, reason=reason))
    db.session.flush()  # a day that is closed already is refused before any slot is touched
    _close_slots(organisation, day, now)
    record_for("day.close", organisation, actor, now, day=str(day))
    tell(Event.DAY_CLOSED, organisation.id, actor=actor, now=now)
    return standing_bookings(organisation, day)


def standing_bookings(organisation: Organisation, day: date) -> list[str]:
    """The names of the bookings that stand on a day."""
    slots = [slot for slot in slots_between(organisation.id, day, day) if slot.held + slot.confirmed]
    return [name for slot in slots for name in booking_names(slot.id)]


def _close_slots(organisation: Organisation, day: date, now: datetime) -> None:
    begin, end = day_bounds(day)
    of_day = (Slot.organisation_id == organisation.id, Slot.starts_at >= begin, Slot.starts_at < end)
    lock_places(db.session.scalars(select(Slot.id).where(*of_day)).all())
    statement = update(Slot).where(*of_day, Slot.closed_at.is_(None)).values(closed_at=now)
    db.session.execute(statement, execution_options={"synchronize_session": False})
    db.session.expire_all()  # whichever slots are loaded, the UPDATE passed them by


def reopen_day(
    closed: ClosedDay, organisation: Organisation, *, actor: Actor, now: datetime, horizon_days: int
) -> None:
    """Offer again what was offered on the day before it was closed, and what patterns give for it."""
    require_own(organisation, actor)
    day = closed.day
    db.session.delete(closed)
    db.session.flush()  # patterns give nothing for a day that is closed
    patterns = [each for each in patterns_of(organisation.id, day=day) if each.weekday == day.weekday()]
    running = {None, *(each.id for each in patterns)}
    for slot in slots_between(organisation.id, day, day):
        if slot.closed_at and slot.capacity and slot.pattern_id in running:
            slot.closed_at = None
    publication.publish(organisation, patterns, now=now, horizon_days=horizon_days)
    record_for("day.reopen", organisation, actor, now, day=str(day))
    tell(Event.DAY_REOPENED, organisation.id, actor=actor, now=now)


def extend_capacity(now: datetime, *, horizon_days: int) -> int:
    """Publish every running pattern up to the horizon; answers how many slots were made. Run daily."""
    by_organisation = groupby(running_patterns(), attrgetter("organisation"))
    return sum(
        publication.publish(organisation, patterns, now=now, horizon_days=horizon_days)
        for organisation, patterns in by_organisation
    )
