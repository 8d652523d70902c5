"""Which free times are offered for a plan line, where the household has nothing else."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, exists, not_, select

from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import free_slots
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import ENDS_AT
from portal.coordinators.referrals.rules import without_clashes
from portal.coordinators.referrals.states import OPEN_STATES, TAKING_STATES
from portal.core.clock import day_bounds
from portal.db.one_time import OneTimeKey
from portal.db.session import plain_rows
from portal.extensions import db
from portal.workforce.workers.queries import unattended

SLOTS_SHOWN = 90
NEXT_AMONG = 12
"""Of the soonest free times one is looked for at which the household has nothing else."""


def slots_for(line: PlanLine, *, now: datetime, limit: int = SLOTS_SHOWN) -> list[Slot]:
    """Free times at which this plan line could be done, nothing else is there and nobody was asked, soonest first."""
    case = line.plan.case
    slots = free_slots(
        line.service_id,
        dong_code=case.household.dong_code,
        after=now,
        before=day_bounds(line.until_on)[1],
        limit=limit,
    )
    return open_times(case.household_id, slots)


def open_times(household_id: UUID, slots: Sequence[Slot], *, but: Collection[UUID] = ()) -> list[Slot]:
    """Those of the slots to which somebody may be sent and at whose time the household has nothing else.

    `but` are referrals that may give way. While somebody stays elsewhere, their home is cared for: a stay is in the
    way of other stays alone, and they in its.
    """
    stays = any(slot.service.is_by_night for slot in slots)
    query = select(Referral.slot_id, Referral.state, Slot.starts_at, ENDS_AT.label("ends_at"), Referral.stay_ends_at)
    query = query.join(Slot, Slot.id == Referral.slot_id)
    query = query.where(Referral.household_id == household_id, Referral.state.in_(OPEN_STATES), Referral.id.not_in(but))
    asked = db.session.execute(query).all()
    taken = [each for each in asked if each.state in TAKING_STATES and (each.stay_ends_at is not None) == stays]
    known = {each.slot_id for each in asked} | unattended(slots)
    return without_clashes([slot for slot in slots if slot.id not in known], taken)


_TAKEN_MEANWHILE = select(Slot.id).where(
    Slot.id == bindparam("slot_id"),
    Slot.closed_at.is_(None),
    Slot.held + Slot.confirmed >= Slot.capacity,
    not_(exists().where(OneTimeKey.key == bindparam("form_key"))),
)
"""Built once: at a contested time it is all that most who ask are answered by."""


def is_taken_meanwhile(slot_id: UUID, form_key: str) -> bool:
    """Whether every place of the slot is taken and the form, by its one-time key, took none of them."""
    return bool(plain_rows(_TAKEN_MEANWHILE, {"slot_id": slot_id, "form_key": form_key}))


def next_slot_for(referral: Referral, *, now: datetime) -> Slot | None:
    """The first of `next_slots_for`, where there is one."""
    return next(iter(next_slots_for(referral, now=now)), None)


def next_slots_for(referral: Referral, *, now: datetime) -> list[Slot]:
    """The free times that could take the place of this referral's, the soonest first, of whatever co-operative."""
    line = referral.plan_line
    slots = free_slots(
        referral.service_id,
        dong_code=referral.household.dong_code,
        after=now,
        before=day_bounds(line.until_on)[1],
        limit=NEXT_AMONG,
    )
    others = [slot for slot in slots if slot.id != referral.slot_id]
    return open_times(referral.household_id, others, but=[referral.id])
