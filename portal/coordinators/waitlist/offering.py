"""Keeps places that came free for whoever is first in line, and passes on those that nobody answered for."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import select

from portal.audit.steps import take
from portal.consortium.capacity.actions import hold_place, lock_places, release_hold
from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import free_slots
from portal.coordinators.waitlist import notices
from portal.coordinators.waitlist.looking import Looking
from portal.coordinators.waitlist.models import PlaceOffer, WaitEntry
from portal.coordinators.waitlist.queries import InLine, WaitingLines, services_waited_for, waiting_by_dong
from portal.coordinators.waitlist.rules import kept_until, suits_them
from portal.coordinators.waitlist.states import WAIT_STATES, OfferEnd, WaitState, WaitVerb
from portal.core.actors import SYSTEM, Actor
from portal.core.clock import day_bounds
from portal.core.errors import Conflict
from portal.duty.queries import working
from portal.extensions import current_settings, db

SLOTS_LOOKED_AT = 2000
"""Of one service in one dong; more than are posted there within the weeks that places are posted ahead."""


def offer_places(slot_ids: Iterable[UUID], now: datetime) -> int:
    """Keep what is free in these slots for those whose turn it is, one place each; answers how many are kept."""
    looking = Looking(now)
    slots = db.session.scalars(select(Slot).where(Slot.id.in_(list(slot_ids)))).all()
    return keep_places([slot.id for slot in _to_give(slots, looking)], looking)


def places_wanted(service_id: UUID, looking: Looking, organisation_id: UUID | None = None) -> list[UUID]:
    """The slots of a service, of one member or of all, that have a place for somebody who waits; nothing is locked."""
    found: dict[UUID, Slot] = {}
    for dong_code, waiting in waiting_by_dong(service_id).items():
        free = free_slots(
            service_id,
            dong_code=dong_code,
            after=looking.now,
            before=day_bounds(max(each.until_on for each in waiting))[1],
            organisation_id=organisation_id,
            limit=SLOTS_LOOKED_AT,
        )
        found |= {slot.id: slot for slot in free if _suits_any(slot, waiting)}
    return [slot.id for slot in _to_give(found.values(), looking)]


def _suits_any(slot: Slot, waiting: Iterable[InLine]) -> bool:
    return any(suits_them(slot.starts_at, each.wanted, each.until_on) for each in waiting)


def _to_give(slots: Iterable[Slot], looking: Looking) -> list[Slot]:
    """Those of the slots that have a place for somebody, where whoever is first gets the soonest that fits."""
    in_order = sorted((slot for slot in slots if slot.starts_at > looking.now), key=_soonest)
    lines = WaitingLines(in_order)
    served: set[UUID] = set()
    found = []
    for slot in in_order:
        if all(each.id in served | looking.hopeless for each in lines.waiting):
            break
        left = [each.id for each in lines.of(slot) if each.id not in served | looking.hopeless]
        taken = list(islice((each for each in left if looking.fits(each, slot)), max(slot.free, 0)))
        served.update(taken)
        if taken:
            found.append(slot)
    return found


def _soonest(slot: Slot) -> tuple[datetime, UUID]:
    return slot.starts_at, slot.id


def keep_places(slot_ids: Collection[UUID], looking: Looking) -> int:
    """Lock these slots in the order of their ids, and keep the soonest first for whoever is first by then."""
    if not slot_ids:
        return 0
    lock_places(slot_ids)
    slots = db.session.scalars(
        select(Slot).where(Slot.id.in_(slot_ids)).execution_options(populate_existing=True)
    ).all()
    lines = WaitingLines(slots)
    kept: set[UUID] = set()
    for slot in sorted(slots, key=_soonest):
        left = [each.id for each in lines.of(slot) if each.id not in kept]
        kept |= _keep_in(slot, left, looking)
    return len(kept)


def _keep_in(slot: Slot, in_line: Iterable[UUID], looking: Looking) -> set[UUID]:
    """Nobody is waited for: whoever is just being seen to is passed by, and is first when the next place comes."""
    kept: set[UUID] = set()
    for wait_id in in_line:
        if not looking.fits(wait_id, slot):
            continue
        try:
            hold_place(slot.id)
        except Conflict:
            return kept
        query = select(WaitEntry).where(WaitEntry.id == wait_id, WaitEntry.state == WaitState.WAITING)
        entry = db.session.scalar(query.with_for_update(of=WaitEntry, skip_locked=True))
        if entry is None:
            release_hold(slot.id)
        else:
            _keep(entry, slot, looking.now)
            kept.add(wait_id)
    return kept


def _keep(entry: WaitEntry, slot: Slot, now: datetime) -> None:
    until_at = kept_until(now, slot.starts_at, current_settings().target, working())
    take(WAIT_STATES, entry, WaitVerb.OFFER, actor=SYSTEM, now=now)
    entry.hindrance = entry.hindered_at = None
    entry.offers.append(PlaceOffer(slot_id=slot.id, slot=slot, offered_at=now, until_at=until_at))
    db.session.flush()
    notices.tell_of_offer(entry, now)


def give_place_back(entry: WaitEntry, outcome: OfferEnd, now: datetime) -> UUID | None:
    """End what is kept for them, where something is; answers its slot, which has one more free place."""
    db.session.expire(entry, ["offers"])
    offer = entry.offer
    if offer is None:
        return None
    offer.ended_at, offer.outcome = now, outcome
    db.session.flush()
    release_hold(offer.slot_id)
    return offer.slot_id


def pass_on(entry: WaitEntry, verb: WaitVerb, *, actor: Actor, now: datetime, note: str = "") -> None:
    """They do not take the place, or did not answer in time: it goes to the next, and they stay where they stand."""
    take(WAIT_STATES, entry, verb, actor=actor, now=now, note=note)
    slot_id = give_place_back(entry, OfferEnd.LET_GO if verb is WaitVerb.LET_GO else OfferEnd.LAPSED, now)
    db.session.flush()
    if slot_id is not None:
        offer_places([slot_id], now)


def late_offers(now: datetime) -> Sequence[UUID]:
    """The waits for which a place was kept longer than it is kept."""
    late = select(PlaceOffer.entry_id).where(PlaceOffer.ended_at.is_(None), PlaceOffer.until_at <= now)
    return db.session.scalars(late.order_by(PlaceOffer.entry_id)).all()


def let_lapse(wait_id: UUID, now: datetime) -> None:
    """Pass on what was kept too long, unless somebody is just answering for it."""
    query = select(WaitEntry).where(WaitEntry.id == wait_id, WaitEntry.state == WaitState.OFFERED)
    entry = db.session.scalar(query.with_for_update(of=WaitEntry, skip_locked=True))
    if entry is not None:
        pass_on(entry, WaitVerb.LAPSE, actor=SYSTEM, now=now)


def offer_all(now: datetime, organisation_id: UUID | None = None) -> int:
    """Keep whatever is free, of one member or of all, for those who wait; answers how many places are kept."""
    looking = Looking(now)
    wanted = [places_wanted(service_id, looking, organisation_id) for service_id in services_waited_for()]
    return keep_places([slot_id for of_service in wanted for slot_id in of_service], looking)


def note_hindrances(service_id: UUID, looking: Looking) -> None:
    """Write down who was passed by at a free place, and why: their coordinator sees it until it is so no more."""
    query = select(WaitEntry).where(WaitEntry.service_id == service_id, WaitEntry.state == WaitState.WAITING)
    for entry in db.session.scalars(query.order_by(WaitEntry.id).with_for_update(of=WaitEntry, skip_locked=True)):
        hindrance = looking.hindered.get(entry.id)
        if entry.hindrance != hindrance:
            entry.hindrance, entry.hindered_at = hindrance, looking.now if hindrance else None
    db.session.flush()
