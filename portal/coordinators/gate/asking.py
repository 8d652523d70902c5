"""The gate: whether a household may be booked with a time, and why not; every door asks here, under one lock."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.benefits.ledger.queries import Cards
from portal.benefits.ledger.queries.stays import refuse_beyond
from portal.benefits.ledger.rules import OverCap
from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import get_slot
from portal.consortium.catalogue.queries import price_on
from portal.consortium.confirmations.rules import stopped_if_due_before
from portal.consortium.members.locking import keep_member, lock_member
from portal.coordinators.gate.queries import (
    NOBODY_READS,
    Asked,
    Own,
    Reading,
    facts_of_nights,
    facts_of_pair,
    facts_of_referral,
    facts_of_times,
)
from portal.coordinators.gate.rules import LineFacts, all_hindrances, first_hindrance, sentence, time_hindrances
from portal.coordinators.gate.states import NEW_TIME, WORKER_HINDRANCES, Door, Hindrance
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import consent_standings
from portal.coordinators.referrals.rules import ONE_NIGHT, Stay, consent_hindrance
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.visits.models import Visit
from portal.core.clock import day_bounds, day_of
from portal.core.errors import Conflict, DomainError
from portal.extensions import current_settings, db
from portal.residents.households.locking import lock_household

OTHERS_WERE_QUICKER = frozenset({Hindrance.FULL, Hindrance.CLASH, Hindrance.WORKER})
NOT_HELD_YET = frozenset({Door.REFER, Door.RESUME})
"""Of a time to which something booked would move, the ledger gives the old back before it holds the new."""
REACHES = {Door.ACCEPT: ReferralState.ACCEPTED, Door.BOOK: ReferralState.BOOKED}


def refuse_time(
    line: PlanLine,
    slot_id: UUID,
    *,
    door: Door,
    now: datetime,
    instead_of: UUID | None = None,
    worker_id: UUID | None = None,
    nights: Sequence[Slot] = (),
    stay: Stay = ONE_NIGHT,
) -> Slot:
    """The slot, once nothing stands against giving this line a new place in it; raises `DomainError` beside `slot`.

    `instead_of` is the referral that gives way to it. Of a stay each of its further `nights` is asked likewise, and the
    one that it continues stands in the way of none.
    """
    lock_household(line.plan.case.household_id)
    slot = get_slot(slot_id)
    _keep(slot.organisation_id, worker_id)
    own = Own(instead_of, stay.continues_id, worker_id)
    asked = facts_of_pair(line.id, slot_id, own)
    _refuse(asked, line, slot, door=door, now=now)
    further = facts_of_times(line.id, [night.id for night in nights], own) if nights else {}
    for night in nights:
        _refuse(further[night.id], line, night, door=door, now=now)
    if door in NOT_HELD_YET:
        _refuse_over_cap(line, slot.starts_at, (nights[-1] if nights else slot).ends_at, stay, instead_of)
    return slot


def hindrance_at(line: PlanLine, slot: Slot, *, now: datetime) -> Hindrance | None:
    """What stands against a new place of this line in a slot but that it may be full; None where nothing does.

    It is asked without any lock: whoever takes the place asks again by `refuse_time`.
    """
    asked = facts_of_pair(line.id, slot.id)
    but = (*_own_price(asked, line, slot), Hindrance.FULL)
    found = first_hindrance(asked.line, asked.time, now=now, door=Door.REFER, but=but)
    if found is not None:
        return found
    try:
        _refuse_over_cap(line, slot.starts_at, slot.ends_at, ONE_NIGHT, None)
    except DomainError:
        return Hindrance.OVER_CAP
    return None


def hindrances_at(line: PlanLine, slot: Slot, *, now: datetime) -> list[Hindrance]:
    """All that stands against a new place of this line in a slot, but what the cap says; asked without any lock."""
    asked = facts_of_pair(line.id, slot.id)
    return all_hindrances(asked.line, asked.time, now=now, door=Door.REFER)


def _refuse(asked: Asked, line: PlanLine, slot: Slot, *, door: Door, now: datetime) -> None:
    hindrance = first_hindrance(asked.line, asked.time, now=now, door=door, but=_own_price(asked, line, slot))
    if hindrance is not None:
        raise refusal(hindrance, door, asked.person_id)


def refuse_step(
    referral: Referral, *, door: Door, now: datetime, worker_id: UUID | None = None, actor_id: UUID | None = None
) -> None:
    """Raise `Conflict` where the referral may not be accepted, by `actor_id`, or booked at its time or on a night.

    Whether the cap has room for a booking, the ledger answers under the lock of the account.
    """
    lock_household(referral.household_id)
    _keep(referral.organisation_id, worker_id)
    due_before = stopped_if_due_before(day_of(now), current_settings().target)
    reading = Reading(actor_id, due_before) if actor_id else NOBODY_READS
    asked = facts_of_referral(referral.id, REACHES[door], worker_id=worker_id, reading=reading)
    _refuse(asked, referral.plan_line, referral.slot, door=door, now=now)
    if referral.is_stay:
        for night in facts_of_nights(referral.id, REACHES[door]):
            _refuse(night, referral.plan_line, referral.slot, door=door, now=now)


def refuse_worker(referral: Referral, worker_id: UUID, *, now: datetime) -> None:
    """Raise `DomainError` beside `worker` where they may not go to what is booked."""
    lock_household(referral.household_id)
    _keep(referral.organisation_id, worker_id)
    asked = facts_of_referral(referral.id, ReferralState.BOOKED, worker_id=worker_id)
    found = [each for each in time_hindrances(asked.line, asked.time, now, Door.NAME) if each in WORKER_HINDRANCES]
    if found:
        raise DomainError(sentence(found[0], Door.NAME), "worker")


def _keep(organisation_id: UUID, worker_id: UUID | None) -> None:
    """Let others book the member meanwhile, but for whoever else names somebody, who may be the same."""
    (keep_member if worker_id is None else lock_member)(organisation_id)


def hindrance_to_refer(line: PlanLine, now: datetime) -> str | None:
    """Why this plan line cannot be referred at any time, in words that say what to do; None when it can."""
    case = line.plan.case
    standings = consent_standings(case.household.person.id)
    facts = LineFacts(
        case_state=case.state,
        plan_state=line.plan.state,
        until_on=line.until_on,
        has_consents=consent_hindrance(standings) is None,
    )
    hindrance = first_hindrance(facts, None, now=now, door=Door.REFER)
    if hindrance is None and lacks_price(line):
        hindrance = Hindrance.NO_PRICE
    return None if hindrance is None else sentence(hindrance, Door.REFER, standings)


def lacks_price(line: PlanLine) -> bool:
    """Whether neither the catalogue nor who pays has a price of the line's service on any of its days.

    What other bodies do needs none.
    """
    if line.service.is_linked or price_on(line.service, line.until_on) is not None:
        return False
    begins, _ends = day_bounds(line.until_on)
    return _cards(line).card(begins, begins + timedelta(minutes=line.service.duration_minutes)) is None


def refusal(hindrance: Hindrance, door: Door, person_id: UUID) -> DomainError:
    """The sentence of a door, as an error beside the time that was chosen, where one was."""
    standings = consent_standings(person_id) if hindrance is Hindrance.CONSENT else None
    words = sentence(hindrance, door, standings)
    if door not in NEW_TIME:
        return Conflict(words)
    return (Conflict if hindrance in OTHERS_WERE_QUICKER else DomainError)(words, "slot")


def _own_price(asked: Asked, line: PlanLine, slot: Slot) -> Iterable[Hindrance]:
    return (Hindrance.NO_PRICE,) if not asked.time.has_price and has_own_price(line, slot) else ()


def has_own_price(line: PlanLine, slot: Slot) -> bool:
    """Whether who pays has a price of its own for the line at that time, where the catalogue has none."""
    return _cards(line).card(slot.starts_at, slot.ends_at) is not None


def _refuse_over_cap(
    line: PlanLine, starts_at: datetime, ends_at: datetime, stay: Stay, instead_of: UUID | None
) -> None:
    """Raises in the words of the ledger, which asks again under its lock when the time is booked.

    What is booked and gives way (`instead_of`) is given back first. Of a stay that goes on from another place the
    ledger gives that one's nights back first: its cap is asked then.
    """
    cards = Cards(line.id, line.plan.case.household.person, line.service, gives_way=_visits_of(instead_of))
    card = cards.card(starts_at, ends_at) if cards.programme else None
    if card is not None and not stay.pays_beyond:
        refuse_beyond(card.terms.nights, card.terms.paying, line.service.code)
    if card is not None and not card.fits and stay.continues_id is None:
        raise OverCap(card.left or 0, card.terms.support, of_service=card.of_service)


def _visits_of(referral_id: UUID | None) -> Sequence[UUID]:
    if referral_id is None:
        return ()
    return db.session.scalars(select(Visit.id).where(Visit.referral_id == referral_id)).all()


def _cards(line: PlanLine) -> Cards:
    return Cards(line.id, line.plan.case.household.person, line.service)
