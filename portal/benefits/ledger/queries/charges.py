"""Reads of charges: what booked visits cost whom. Statements and figures are drawn from here."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.queries.balances import LIVE
from portal.benefits.ledger.rules import amount_due, split
from portal.benefits.ledger.states import ChargeOutcome, ChargeState
from portal.benefits.programmes.states import Absence
from portal.core.errors import NotFound
from portal.core.sockets import Socket, Takes
from portal.extensions import db

SHOWN = (
    joinedload(Charge.person),
    joinedload(Charge.organisation),
    joinedload(Charge.service),
    joinedload(Charge.programme),
)
Settled = Callable[[Collection[UUID]], Collection[UUID]]
SETTLED: Socket[Settled] = Socket("settled charges", Takes.ONE)
"""Settlement, which stands above, tells which of some charges stand in a statement that changes no more."""


def settled_among(charge_ids: Collection[UUID]) -> set[UUID]:
    """Those of the charges that a statement has settled."""
    return set(SETTLED.only()(charge_ids))


def charge_of(visit_id: UUID) -> Charge | None:
    """What a visit costs; None for one that was booked before there was a ledger."""
    shown = joinedload(Charge.person), joinedload(Charge.programme)
    return db.session.scalar(select(Charge).where(Charge.visit_id == visit_id).options(*shown))


def absence_share(charge: Charge, outcome: ChargeOutcome) -> int:
    """How many percent of the price are due for a visit that ended so, as the edition of its day says."""
    absence = _ABSENCES.get(outcome)
    return charge.edition.rules.absence_share(absence) if charge.edition and absence else 0


_ABSENCES = {
    ChargeOutcome.NOBODY_HOME: Absence.NOBODY_HOME,
    ChargeOutcome.PROVIDER_ABSENT: Absence.PROVIDER_ABSENT,
    ChargeOutcome.CANCELLED_LATE: Absence.CANCELLED_LATE,
    ChargeOutcome.CANCELLED_IN_TIME: Absence.CANCELLED_IN_TIME,
}


@dataclass(frozen=True)
class AbsenceCost:
    """What a visit would cost that came to nothing."""

    percent: int
    amount: int
    own_share: int

    @property
    def support(self) -> int:
        return self.amount - self.own_share


def cost_of_absence(visit_id: UUID, outcome: ChargeOutcome) -> AbsenceCost | None:
    """Before it is known; None where nothing is held for the visit."""
    charge = charge_of(visit_id)
    if charge is None or charge.state is not ChargeState.HELD:
        return None
    percent = absence_share(charge, outcome)
    amount = amount_due(charge.quantity, charge.unit_price, percent, charge.price_extra)
    return AbsenceCost(percent, amount, split(amount, charge.own_percent)[0])


def get_charge(charge_id: UUID) -> Charge:
    """Raises `NotFound`."""
    charge = db.session.get(Charge, charge_id, options=SHOWN)
    if charge is None:
        raise NotFound
    return charge


def charges_between(organisation_id: UUID | None, first: date, last: date) -> Sequence[Charge]:
    """Charges whose service day lies in between, of one co-operative or of all, in order of the visits."""
    query = select(Charge).where(Charge.service_on >= first, Charge.service_on <= last)
    if organisation_id is not None:
        query = query.where(Charge.organisation_id == organisation_id)
    return db.session.scalars(_ordered(query).options(*SHOWN)).all()


def charges_of_person(person_id: UUID, first: date, last: date) -> Sequence[Charge]:
    """What was booked for a person in between, in order of the visits."""
    query = select(Charge).where(Charge.person_id == person_id, Charge.service_on >= first, Charge.service_on <= last)
    return db.session.scalars(_ordered(query).options(*SHOWN)).all()


def is_price_charged(service_id: UUID, first: date, until: date | None) -> bool:
    """Whether somebody was charged a service on a day from `first` until before `until`."""
    query = select(Charge.id).where(Charge.service_id == service_id, Charge.service_on >= first, Charge.state.in_(LIVE))
    if until is not None:
        query = query.where(Charge.service_on < until)
    return db.session.scalar(query.limit(1)) is not None


def _ordered(query: Select[Charge]) -> Select[Charge]:
    return query.order_by(Charge.service_on, Charge.starts_at, Charge.id)
