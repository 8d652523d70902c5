"""Keeps places that came free for whoever is first in line, and passes on those that nobody answered for."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from uuid import UUID

from sqlalchemy import select

from portal.audit.steps import take
from portal.consortium.capacity.actions import hold_place, release_hold
from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import free_slots
from portal.coordinators.gate.asking import would_pass
from portal.coordinators.waitlist import notices
from portal.coordinators.waitlist.models import PlaceOffer, WaitEntry
from portal.coordinators.waitlist.queries import first_in_line, services_waited_for
from portal.coordinators.waitlist.rules import kept_until, suits_them
from portal.coordinators.waitlist.states import WAIT_STATES, OfferEnd, WaitState, WaitVerb
from portal.core.actors import SYSTEM, Actor
from portal.core.errors import Conflict
from portal.duty.queries import working
from portal.extensions import current_settings, db

SLOTS_LOOKED_AT = 200


def offer_places(slot_ids: Iterable[UUID], now: datetime) -> int:
    """Keep what is free in these slots for those whose turn it is, one place each; answers how many are kept.

    Places are locked in the order of their ids, as everywhere.
    """
    return sum(_offer_slot(db.session.get_one(Slot, slot_id), now) for slot_id in sorted(slot_ids))


def _offer_slot(slot: Slot, now: datetime) -> int:
    """The place is held before somebody is looked for, so that whoever is looked at gets it.

    Nobody is waited for: whoever is just being seen to is passed by, and is first when the next place comes.
    """
    if slot.free <= 0 or slot.starts_at <= now:
        return 0
    kept, line = 0, iter(first_in_line(slot))
    while next_id := next(line, None):
        try:
            hold_place(slot.id)
        except Conflict:
            return kept
        entry = next(filter(None, (_whom_it_fits(wait_id, slot, now) for wait_id in chain([next_id], line))), None)
        if entry is None:
            release_hold(slot.id)
            return kept
        _keep(entry, slot, now)
        kept += 1
    return kept


def _whom_it_fits(wait_id: UUID, slot: Slot, now: datetime) -> WaitEntry | None:
    """Looked at before the row is locked: whom it does not fit may be offered another place meanwhile."""
    entry = db.session.get_one(WaitEntry, wait_id)
    last_on = min(entry.until_on, entry.line.until_on)
    if not suits_them(slot.starts_at, entry.wanted, last_on) or not would_pass(entry.line, slot, now=now):
        return None
    query = select(WaitEntry).where(WaitEntry.id == wait_id, WaitEntry.state == WaitState.WAITING)
    return db.session.scalar(query.with_for_update(of=WaitEntry, skip_locked=True))


def _keep(entry: WaitEntry, slot: Slot, now: datetime) -> None:
    until_at = kept_until(now, slot.starts_at, current_settings().target, working())
    take(WAIT_STATES, entry, WaitVerb.OFFER, actor=SYSTEM, now=now)
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


def let_lapse(now: datetime) -> int:
    """Pass on what was kept longer than it is kept; answers how many."""
    late = select(PlaceOffer.entry_id).where(PlaceOffer.ended_at.is_(None), PlaceOffer.until_at <= now)
    query = select(WaitEntry).where(WaitEntry.id.in_(late), WaitEntry.state == WaitState.OFFERED)
    entries = db.session.scalars(query.order_by(WaitEntry.id).with_for_update(of=WaitEntry, skip_locked=True)).all()
    for entry in entries:
        pass_on(entry, WaitVerb.LAPSE, actor=SYSTEM, now=now)
    return len(entries)


def offer_all(now: datetime, organisation_id: UUID | None = None) -> int:
    """Keep whatever is free, of one member or of all, for those who wait; answers how many places are kept."""
    return sum(
        offer_places([slot.id for slot in _free(service_id, organisation_id, now)], now)
        for service_id in services_waited_for()
    )


def _free(service_id: UUID, organisation_id: UUID | None, now: datetime) -> list[Slot]:
    return free_slots(service_id, dong_code=None, after=now, organisation_id=organisation_id, limit=SLOTS_LOOKED_AT)
