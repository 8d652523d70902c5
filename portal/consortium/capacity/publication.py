"""How weekly patterns become slots, and how slots change without ever losing a booked place."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, insert, update

from portal.consortium.capacity.models import CapacityPattern, Slot, SlotDong
from portal.consortium.capacity.queries import closed_days, slots_starting
from portal.consortium.capacity.rules import pattern_days
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import dongs_served
from portal.consortium.members.rules import may_offer
from portal.core.clock import at, day_of
from portal.db.inserting import table_of
from portal.extensions import db

TAKEN = Slot.held + Slot.confirmed


def publish(
    organisation: Organisation, patterns: Iterable[CapacityPattern], *, now: datetime, horizon_days: int
) -> int:
    """Make the slots of patterns of a member that are missing up to the horizon and answer how many were made.

    A slot that is there already keeps its places: someone may have changed that one week. Its dongs follow the pattern.
    """
    first = day_of(now)
    last = first + timedelta(days=horizon_days)
    closed = {each.day for each in closed_days(organisation.id, first, last)}
    wanted = [
        (pattern, starts_at)
        for pattern in patterns
        for day in pattern_days(pattern, first, last, closed=closed)
        if (starts_at := at(day, pattern.starts_at)) > now and may_offer(organisation, day)
    ]
    present = slots_starting(organisation.id, {starts_at for _, starts_at in wanted})
    made: dict[CapacityPattern, list[Slot]] = {}
    for pattern, starts_at in wanted:
        slot = present.get((pattern.service_id, starts_at))
        if slot is None:
            slot = present[pattern.service_id, starts_at] = new_slot(pattern, starts_at)
            db.session.add(slot)
            made.setdefault(pattern, []).append(slot)
        else:
            _follow(slot, pattern)
    db.session.flush()
    for pattern, slots in made.items():
        _offer(slots, dongs_of(pattern))
    return sum(map(len, made.values()))


def _offer(slots: Sequence[Slot], dong_codes: Sequence[str]) -> None:
    """New slots have a row for each of their dongs: too many to be made as objects."""
    offered = [{"slot_id": slot.id, "dong_code": code} for slot in slots for code in dong_codes]
    if offered:
        db.session.execute(insert(table_of(SlotDong)), offered)


def _follow(slot: Slot, pattern: CapacityPattern) -> None:
    """Let the slot have the dongs of its pattern; a withdrawn one of another pattern is taken over."""
    if slot.pattern_id == pattern.id:
        set_dongs(slot, dongs_of(pattern))
    elif is_withdrawn(slot):
        adopt(slot, pattern)
        reopen([slot])


def new_slot(pattern: CapacityPattern, starts_at: datetime) -> Slot:
    return Slot(
        organisation_id=pattern.organisation_id,
        service_id=pattern.service_id,
        pattern_id=pattern.id,
        starts_at=starts_at,
        ends_at=at(day_of(starts_at), pattern.ends_at),
        capacity=pattern.places,
    )


def dongs_of(pattern: CapacityPattern) -> list[str]:
    return dongs_or_all(pattern.dong_codes, pattern.organisation)


def dongs_or_all(dong_codes: Collection[str], organisation: Organisation) -> list[str]:
    """The dongs named, or all that the member serves when none is."""
    return sorted(dong_codes) or dongs_served(organisation)


def set_dongs(slot: Slot, dong_codes: Iterable[str]) -> None:
    present = {each.dong_code: each for each in slot.dongs}
    wanted = set(dong_codes)
    if wanted != present.keys():
        slot.dongs = [present.get(code) or SlotDong(dong_code=code) for code in sorted(wanted)]


def is_withdrawn(slot: Slot) -> bool:
    """Whether the slot offers nothing any more; bookings made before stand in it."""
    return slot.closed_at is not None and slot.capacity == slot.held + slot.confirmed


def withdraw(slots: Sequence[Slot], *, now: datetime) -> None:
    """Offer nothing more in these slots; what is booked in them stays."""
    _update(slots, capacity=TAKEN, closed_at=case((Slot.closed_at.is_(None), now), else_=Slot.closed_at))


def reopen(slots: Sequence[Slot]) -> None:
    """Offer the free places of these slots again."""
    _update(slots, closed_at=None)


def adopt(slot: Slot, pattern: CapacityPattern) -> None:
    """Let the slot follow `pattern`; it keeps at least the places that are taken."""
    places = case((pattern.places < TAKEN, TAKEN), else_=pattern.places)
    ends_at = at(day_of(slot.starts_at), pattern.ends_at)
    _update([slot], capacity=places, ends_at=ends_at, pattern_id=pattern.id)
    set_dongs(slot, dongs_of(pattern))


def repoint(slots: Sequence[Slot], pattern: CapacityPattern) -> None:
    """Let slots that someone changed for one week belong to `pattern` without touching their places."""
    _update(slots, pattern_id=pattern.id)


def set_capacity(slot: Slot, places: int) -> bool:
    """Offer `places` in the slot; False, and nothing done, when more are taken, even by a booking made meanwhile."""
    statement = update(Slot).where(Slot.id == slot.id, places >= TAKEN).values(capacity=places, closed_at=None)
    changed = db.session.scalar(statement.returning(Slot.id), execution_options={"synchronize_session": False})
    db.session.refresh(slot)  # whether or not it was changed, its counts may have been
    return changed is not None


def _update(slots: Sequence[Slot], **values: object) -> None:
    """Change rows by one statement whose figures the database reads itself."""
    if not slots:
        return
    statement = update(Slot).where(Slot.id.in_([slot.id for slot in slots])).values(**values)
    db.session.flush()  # what was changed here before must not be written over these figures later
    db.session.execute(statement, execution_options={"synchronize_session": False})
    for slot in slots:  # the UPDATE passed them by
        db.session.expire(slot, ["capacity", "closed_at", "ends_at", "pattern_id", "held", "confirmed"])
