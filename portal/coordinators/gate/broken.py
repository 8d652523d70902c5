"""Bookings that the gate would refuse today: asked, accepted or booked before something came to stand against them.

The list is kept (`BookingBreak.stands`) and read by one statement; `broken_among` asks the gate anew.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from portal.consortium.capacity.models import Slot
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.gate.asking import has_own_price
from portal.coordinators.gate.models import BookingBreak
from portal.coordinators.gate.queries import Asked, facts_of_standing
from portal.coordinators.gate.rules import all_hindrances, ways_out
from portal.coordinators.gate.states import Door, Hindrance, WayOut
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.scope import referrals_in_scope
from portal.coordinators.referrals.states import TAKING_STATES, ReferralState
from portal.core.actors import Actor
from portal.extensions import db
from portal.residents.households.models import Household

SHOWN_AT_MOST = 100
STANDS = and_(BookingBreak.stands, BookingBreak.slot_id == Referral.slot_id, Referral.state.in_(TAKING_STATES))
"""What has ended or has another time meanwhile, nobody needs to take off the list."""

_SHOWN = (
    joinedload(Referral.organisation),
    joinedload(Referral.service),
    joinedload(Referral.slot),
    joinedload(Referral.household).selectinload(Household.people),
    joinedload(Referral.case).joinedload(CareCase.coordinator),
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A referral or a booked visit, and the first thing that stands against it; `behind` are the others."""

    referral: Referral
    hindrance: Hindrance
    since: datetime
    behind: Collection[Hindrance] = ()

    @property
    def is_booked(self) -> bool:
        return self.referral.state is ReferralState.BOOKED

    @property
    def ways_out(self) -> Collection[WayOut]:
        """What the coordinator may do about it."""
        return ways_out(self.hindrance, is_booked=self.is_booked)


def broken_for(viewer: Actor, *, now: datetime) -> list[Broken]:
    """The viewer's bookings on the list that have not begun, the next first; what somebody keeps is left out."""
    standing = (
        select(Referral, BookingBreak.hindrance, BookingBreak.found_at)
        .join(BookingBreak, BookingBreak.referral_id == Referral.id)
        .join(Slot, Slot.id == Referral.slot_id)
        .where(referrals_in_scope(viewer), STANDS, Slot.starts_at > now)
        .order_by(Slot.starts_at, Referral.id)
        .limit(SHOWN_AT_MOST)
    )
    return [Broken(*row) for row in db.session.execute(standing.options(*_SHOWN))]


def broken_count(viewer: Actor, *, now: datetime | ColumnElement[datetime]) -> Select[int]:
    """Counts the same."""
    return (
        select(func.count(BookingBreak.id))
        .join(Referral, Referral.id == BookingBreak.referral_id)
        .join(Slot, Slot.id == Referral.slot_id)
        .where(referrals_in_scope(viewer), STANDS, Slot.starts_at > now)
    )


def broken_referral(referral: Referral, *, now: datetime) -> Broken | None:
    """What stands against one of them, whoever looks."""
    if referral.state not in TAKING_STATES:
        return None
    return next(iter(broken_among(Referral.id == referral.id, now=now)), None)


def broken_among(*conditions: ColumnElement[bool], now: datetime) -> list[Broken]:
    """What the gate says this moment of referrals that meet the conditions."""
    standing = facts_of_standing(Referral.state.in_(TAKING_STATES), Slot.starts_at > now, *conditions)
    suspect = {asked.referral_id for asked in standing if _hindrances(asked, frozenset(), now)}
    if not suspect:
        return []
    referrals = _referrals(suspect)
    kept = _kept(referrals)
    found = []
    against: dict[UUID, list[Hindrance]] = {}
    for asked in standing:
        if asked.referral_id in suspect:
            left_out = _left_out(referrals[asked.referral_id], asked, kept)
            against.setdefault(asked.referral_id, []).extend(_hindrances(asked, left_out, now))
    for referral_id, hindrances in against.items():
        if hindrances:
            first, *behind = dict.fromkeys(hindrances)
            found.append(Broken(referrals[referral_id], first, now, behind))
    return found


def _hindrances(asked: Asked, but: Collection[Hindrance], now: datetime) -> list[Hindrance]:
    found = all_hindrances(asked.line, asked.time, now=now, door=Door.STAND)
    return [hindrance for hindrance in found if hindrance not in but]


def _left_out(referral: Referral, asked: Asked, kept: dict[UUID, set[Hindrance]]) -> set[Hindrance]:
    """What somebody keeps it in spite of; what is booked has its price, and a programme may have one of its own."""
    left_out = set(kept.get(referral.id, ()))
    is_booked = referral.state is ReferralState.BOOKED
    if not asked.time.has_price and (is_booked or has_own_price(referral.plan_line, referral.slot)):
        left_out.add(Hindrance.NO_PRICE)
    return left_out


def _referrals(ids: Collection[UUID]) -> dict[UUID, Referral]:
    line = joinedload(Referral.plan_line).joinedload(PlanLine.plan).joinedload(CarePlan.case)
    query = select(Referral).where(Referral.id.in_(ids)).options(*_SHOWN, line)
    return {referral.id: referral for referral in db.session.scalars(query)}


def _kept(referrals: dict[UUID, Referral]) -> dict[UUID, set[Hindrance]]:
    """What was kept at the time at which the booking still is."""
    query = select(BookingBreak).where(BookingBreak.referral_id.in_(referrals), BookingBreak.kept_at.is_not(None))
    kept: dict[UUID, set[Hindrance]] = {}
    for row in db.session.scalars(query):
        if row.slot_id == referrals[row.referral_id].slot_id:
            kept.setdefault(row.referral_id, set()).add(row.hindrance)
    return kept
