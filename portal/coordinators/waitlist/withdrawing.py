"""Takes back places that are kept for somebody and can be had no more: they stay where they stand, and are told why."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from portal.audit.steps import take
from portal.consortium.capacity.actions import lock_places
from portal.coordinators.gate.asking import hindrances_at
from portal.coordinators.gate.states import Hindrance
from portal.coordinators.waitlist import notices
from portal.coordinators.waitlist.models import PlaceOffer, WaitEntry
from portal.coordinators.waitlist.offering import give_place_back, offer_places
from portal.coordinators.waitlist.states import WAIT_STATES, OfferEnd, WaitState, WaitVerb
from portal.core.actors import SYSTEM, Actor
from portal.extensions import db

TAKES_PLACES = frozenset(
    {
        Hindrance.CLOSED,
        Hindrance.DONG,
        Hindrance.NO_MEMBER,
        Hindrance.AGREEMENT,
        Hindrance.INSURANCE,
        Hindrance.UNATTENDED,
        Hindrance.NOT_OFFERED,
        Hindrance.CLOSED_DAY,
    }
)
"""What makes a place one that they cannot have; anything else is for their coordinator to see to while it is kept."""


def withdraw_broken(*conditions: ColumnElement[bool], now: datetime) -> int:
    """Ask anew about the places that are kept, of all or of some offers; answers how many were taken back.

    Whoever is just answering for one is not waited for: the gate refuses them, and the job comes by again.
    """
    standing = select(PlaceOffer).join(PlaceOffer.entry).join(PlaceOffer.slot).join(WaitEntry.case)
    standing = standing.where(PlaceOffer.ended_at.is_(None), *conditions).order_by(PlaceOffer.id)
    standing = standing.options(joinedload(PlaceOffer.slot), joinedload(PlaceOffer.entry).joinedload(WaitEntry.line))
    broken = {offer.id: (offer, why) for offer in db.session.scalars(standing).all() if (why := _why(offer, now))}
    if not broken:
        return 0
    lock_places(offer.slot_id for offer, _why_not in broken.values())
    waits = WaitEntry.id.in_([offer.entry_id for offer, _why_not in broken.values()])
    query = select(WaitEntry).where(waits, WaitEntry.state == WaitState.OFFERED).order_by(WaitEntry.id)
    free: list[UUID] = []
    for entry in db.session.scalars(query.with_for_update(of=WaitEntry, skip_locked=True)).all():
        db.session.expire(entry, ["offers"])
        if entry.offer is not None and entry.offer.id in broken:
            offer, why = broken[entry.offer.id]
            withdraw(entry, why, actor=SYSTEM, now=now)
            free.append(offer.slot_id)
    offer_places(free, now)
    return len(free)


def _why(offer: PlaceOffer, now: datetime) -> Hindrance | None:
    """Why it can be had no more; that the time is closed says less than whatever closed it."""
    found = [each for each in hindrances_at(offer.entry.line, offer.slot, now=now) if each in TAKES_PLACES]
    return next((each for each in found if each is not Hindrance.CLOSED), found[0] if found else None)


def withdraw(entry: WaitEntry, why: Hindrance, *, actor: Actor, now: datetime) -> None:
    """What was kept for them is theirs no more; they wait on where they stood, and their coordinator hears of it."""
    take(WAIT_STATES, entry, WaitVerb.WITHDRAW, actor=actor, now=now, note=why.words)
    db.session.expire(entry, ["offers"])
    offer = entry.offer
    give_place_back(entry, OfferEnd.WITHDRAWN, now)
    if offer is not None:
        notices.tell_of_withdrawal(entry, offer, why, now)
