"""The beds of a stay: a place of every night, held, booked and given back together, in the order of their ids."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from portal.consortium.capacity.actions import confirm_place, hold_place, release_confirmed
from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import get_slot, in_dong, is_free
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.units import DAY_UNITS
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.models import Referral, ReferralNight
from portal.coordinators.referrals.rules import ONE_NIGHT, Stay
from portal.core.clock import day_bounds, day_of
from portal.core.dates import format_day
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.extensions import db

NO_BED = N_("%(night)s 밤에는 이곳에 빈자리가 없습니다. 더 짧게 하거나 다른 곳을 골라 주십시오.")


def places_of(referral: Referral) -> list[UUID]:
    """The ids of every slot that it takes a place of, in the order in which they are locked."""
    if not referral.is_stay:
        return [referral.slot_id]
    return sorted({referral.slot_id, *(night.slot_id for night in referral.nights)})


def further_nights(first: Slot, nights: int, dong_code: str) -> list[Slot]:
    """The free slots of the same place after the first night, for people of the dong, as they are offered.

    Raises `Conflict` for a night that has none.
    """
    days = [day_of(first.starts_at) + timedelta(days=number) for number in range(1, nights)]
    if not days:
        return []
    query = select(Slot).where(
        Slot.organisation_id == first.organisation_id,
        Slot.service_id == first.service_id,
        Slot.starts_at >= day_bounds(days[0])[0],
        Slot.starts_at < day_bounds(days[-1])[1],
        is_free(),
        in_dong(dong_code),
    )
    by_day: dict[date, Slot] = {}
    for slot in db.session.scalars(query.order_by(Slot.starts_at, Slot.id)):
        by_day.setdefault(day_of(slot.starts_at), slot)
    for day in days:
        if day not in by_day:
            raise Conflict(NO_BED, "slot", night=format_day(day))
    return [by_day[day] for day in days]


def further_of(line: PlanLine, slot_id: UUID, stay: Stay) -> list[Slot]:
    """The slots of the nights of a stay after the first one; none where the service is no stay."""
    if not line.service.is_by_night:
        return []
    return further_nights(get_slot(slot_id), stay.nights, line.plan.case.household.dong_code)


def put_nights(referral: Referral, first: Slot, further: list[Slot]) -> None:
    """Let a stay begin with the slot `first` and last for the `further` ones."""
    kept = {night.slot_id: night for night in referral.nights}
    referral.nights = [kept.get(slot.id) or ReferralNight(slot=slot) for slot in further]
    referral.stay_ends_at = max([first, *further], key=lambda slot: slot.starts_at).ends_at


def stay_of(referral: Referral) -> Stay:
    """The same stay as before, to be asked for anew."""
    if not referral.is_stay:
        return ONE_NIGHT
    return Stay(1 + len(referral.nights), referral.pays_beyond, referral.continues_id)


def hold_all(places: Sequence[UUID]) -> None:
    """Every one of them, in the order of their ids, or none."""
    with db.session.begin_nested() if len(places) > 1 else nullcontext():
        for place in sorted(places):
            hold_place(place)


def in_the_way(other: type[Referral], its: type[Slot]) -> ColumnElement[bool]:
    """SQL on a slot, its service and another referral with its slot: both take the same time of a household.

    A stay is in the way of other stays alone: the home is cared for meanwhile.
    """
    stays = Service.unit.in_(DAY_UNITS)
    ends_at = func.coalesce(other.stay_ends_at, its.ends_at)
    same_kind = or_(and_(stays, other.stay_ends_at.is_not(None)), and_(not_(stays), other.stay_ends_at.is_(None)))
    return and_(its.id == other.slot_id, its.starts_at < Slot.ends_at, ends_at > Slot.starts_at, same_kind)


def take_further(referral: Referral, until: date) -> None:
    """Book the beds of the nights after the last one, up to the day `until`; raises `Conflict` where one has none."""
    last = max([referral.slot, *(night.slot for night in referral.nights)], key=lambda slot: slot.starts_at)
    nights = (until - day_of(last.starts_at)).days
    further = further_nights(last, nights, referral.household.dong_code)
    hold_all([slot.id for slot in further])
    for slot in further:
        confirm_place(slot.id)
    put_nights(referral, referral.slot, [*(night.slot for night in referral.nights), *further])
    db.session.flush()


def give_back(referral: Referral, until: date) -> None:
    """Give the booked beds from the night of `until` on back; the first night stays with the referral."""
    later = [night for night in referral.nights if day_of(night.slot.starts_at) >= until]
    for place in sorted(night.slot_id for night in later):
        release_confirmed(place)
    left = [night.slot for night in referral.nights if night not in later]
    referral.nights = [night for night in referral.nights if night not in later]
    referral.stay_ends_at = max([referral.slot, *left], key=lambda slot: slot.starts_at).ends_at
    db.session.flush()
