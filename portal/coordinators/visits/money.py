"""Tells the cap ledger what becomes of a visit: booked, moved, recorded, or come to nothing."""

from collections.abc import Collection
from datetime import date, datetime

from portal.benefits.ledger import actions as ledger
from portal.benefits.ledger.actions import Booking, commit_booking, end_booking, hold_booking, move_booking
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.rules import minutes_between
from portal.benefits.ledger.states import ChargeOutcome
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.actors import Actor

OUTCOMES = {
    VisitState.NOBODY_HOME: ChargeOutcome.NOBODY_HOME,
    VisitState.PROVIDER_ABSENT: ChargeOutcome.PROVIDER_ABSENT,
    VisitState.CANCELLED_LATE: ChargeOutcome.CANCELLED_LATE,
    VisitState.CANCELLED_IN_TIME: ChargeOutcome.CANCELLED_IN_TIME,
}


def hold(visit: Visit, *, actor: Actor, now: datetime) -> None:
    """Hold what the programme will pay; the visit keeps the unit price of its day."""
    _keep_price(visit, hold_booking(_booking(visit), actor=actor, now=now))


def move(visit: Visit, moved: Visit, *, actor: Actor, now: datetime) -> None:
    """Release the old time and hold the new one in the same moment."""
    _keep_price(moved, move_booking(visit.id, _booking(moved), actor=actor, now=now))


def commit(visit: Visit, quantity: int | None, *, actor: Actor, now: datetime) -> None:
    """What was really done becomes due: begun units of the time between in and out, or the quantity told."""
    if visit.arrived_at is None or visit.left_at is None:
        raise ValueError("a visit that was done has times")
    minutes = minutes_between(visit.arrived_at, visit.left_at)
    commit_booking(visit.id, quantity, minutes, actor=actor, now=now)


def commit_stay(visit: Visit, until: date, away: Collection[date], *, actor: Actor, now: datetime) -> None:
    """The nights of a stay before the day of discharge become due, but for those in hospital."""
    ledger.commit_stay(visit.id, until, away, actor=actor, now=now)


def correct_stay(
    visit: Visit, until: date, away: Collection[date], *, reason: str, actor: Actor, now: datetime
) -> set[date]:
    """A discharge was written down wrongly: the nights before the right day are due instead.

    Answers those that are due now and were not before.
    """
    pays_beyond = visit.referral.pays_beyond
    return ledger.correct_stay(visit.id, until, away, pays_beyond=pays_beyond, reason=reason, actor=actor, now=now)


def shorten(visit: Visit, until: date, *, actor: Actor, now: datetime) -> None:
    """A stay goes on elsewhere from the day `until`: what was held for the later nights is released."""
    ledger.shorten_booking(visit.id, until, actor=actor, now=now)


def end(visit: Visit, *, is_due: bool = True, actor: Actor, now: datetime) -> None:
    """A visit that did not happen: released, or the share that is due for it."""
    end_booking(visit.id, OUTCOMES[visit.state], is_due=is_due, actor=actor, now=now)


def _booking(visit: Visit) -> Booking:
    referral = visit.referral
    return Booking(
        visit_id=visit.id,
        plan_line_id=referral.plan_line_id,
        person_id=referral.household.person.id,
        organisation_id=visit.organisation_id,
        service_id=referral.service_id,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        pays_beyond=referral.pays_beyond,
    )


def _keep_price(visit: Visit, charge: Charge) -> None:
    visit.price = charge.unit_price
