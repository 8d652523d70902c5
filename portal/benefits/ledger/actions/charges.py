"""What a visit takes of an account: held when booked, committed when recorded, released when nothing is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.benefits.ledger.actions.accounts import Posting, post
from portal.benefits.ledger.actions.restating import Event, Figures, locked_charge, nights_of, restate, standing_of
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.nights import Night, left_by
from portal.benefits.ledger.queries.charges import absence_share, settled_among
from portal.benefits.ledger.queries.stays import count_nights, nights_elsewhere, price_nights, refuse_beyond, terms_for
from portal.benefits.ledger.queries.terms import Paying, Terms, paying_on, paying_programme
from portal.benefits.ledger.rules import done_units
from portal.benefits.ledger.states import ChargeOutcome, ChargeState, EntryKind, NightKind
from portal.benefits.programmes.queries import unit_price
from portal.consortium.catalogue.models import Service
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.errors import Conflict, DomainError
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.extensions import db
from portal.residents.households.models import Person

SETTLED_ALREADY = N_("이미 정산한 입소입니다. 사무국에 말씀해 주십시오.")
STAYED_ELSEWHERE = N_("%(night)s 밤은 다른 곳에서 머문 밤입니다. 날을 확인하거나 코디네이터에게 전화해 주십시오.")
NO_PRICE = N_("이 서비스의 단가가 정해지지 않았습니다. 사무국에 알려 주십시오.")


@dataclass(frozen=True)
class Booking:
    """A visit as it is booked; `plan_line_id` tells who was chosen to pay.

    Of a stay the resident pays what is beyond a limit of nights, if `pays_beyond`; else it is refused.
    """

    visit_id: UUID
    plan_line_id: UUID | None
    person_id: UUID
    organisation_id: UUID
    service_id: UUID
    starts_at: datetime
    ends_at: datetime
    pays_beyond: bool = False


def hold_booking(booking: Booking, *, actor: Actor, now: datetime) -> Charge:
    """Hold the support of a booked visit; raises `OverCap` where it does not fit, told twice it is held once."""
    charge, postings = _holding(booking, actor, now)
    post(postings, actor=actor, now=now)
    _refuse_long_stay(charge)
    return charge


def move_booking(old_visit_id: UUID, booking: Booking, *, actor: Actor, now: datetime) -> Charge:
    """Release the old time and hold the new one together, so that a full account can still be moved within.

    Over the turn of the year the one year gives back and the other holds.
    """
    old = locked_charge(old_visit_id)
    released = [] if old is None else _ending(old, ChargeOutcome.MOVED, 0, actor, now)
    charge, held = _holding(booking, actor, now)
    post([*released, *held], actor=actor, now=now)
    _refuse_long_stay(charge)
    return charge


def _holding(booking: Booking, actor: Actor, now: datetime) -> tuple[Charge, list[Posting]]:
    charge = locked_charge(booking.visit_id)
    if charge is not None and (charge.state is not ChargeState.RELEASED or charge.booked_at == now):
        return charge, []
    terms = _terms_of(booking)
    if not booking.pays_beyond:
        refuse_beyond(terms.nights, terms.paying, db.session.get_one(Service, booking.service_id).code)
    charge = _put_down(charge or Charge(visit_id=booking.visit_id), booking, terms, now)
    event = Event(EntryKind.HOLD, event_key("hold", charge), actor, now)
    figures = Figures(ChargeState.HELD, terms.paying, terms.unit_price, terms.quantity, nights=terms.nights or None)
    return charge, restate(charge, figures, event)


def _terms_of(booking: Booking) -> Terms:
    person = db.session.get_one(Person, booking.person_id)
    service = db.session.get_one(Service, booking.service_id)
    programme = paying_programme(booking.plan_line_id)
    paying = paying_on(programme, person, service, day_of(booking.starts_at))
    terms = terms_for(person.id, paying, service, booking.starts_at, booking.ends_at)
    if terms is None:
        raise DomainError(NO_PRICE, "slot")
    return terms


def _put_down(charge: Charge, booking: Booking, terms: Terms, now: datetime) -> Charge:
    """The row of a booking, before anything is held for it; not yet in the session, as its figures are missing."""
    charge.plan_line_id = booking.plan_line_id
    charge.person_id = booking.person_id
    charge.organisation_id = booking.organisation_id
    charge.service_id = booking.service_id
    charge.service = db.session.get_one(Service, booking.service_id)
    charge.service_on = day_of(booking.starts_at)
    charge.starts_at, charge.ends_at = booking.starts_at, booking.ends_at
    charge.unit = charge.service.unit
    charge.state = ChargeState.RELEASED
    charge.support = 0
    charge.account_id = None
    charge.outcome = charge.settled_at = None
    charge.reason = terms.paying.why
    charge.booked_at = now
    return charge


def commit_booking(visit_id: UUID, quantity: int | None, minutes: int, *, actor: Actor, now: datetime) -> Charge | None:
    """Turn what was held into what is due, by the real quantity and the price in force on the service day.

    A visit without a charge, or one that was settled before, stays as it is.
    """
    charge = locked_charge(visit_id)
    if charge is None or charge.state is not ChargeState.HELD:
        return charge
    paying = standing_of(charge)
    price = unit_price(charge.service, charge.service_on, paying.edition)
    figures = Figures(
        ChargeState.COMMITTED,
        paying,
        charge.unit_price if price is None else price,
        done_units(charge.unit, minutes, quantity),
    )
    event = Event(EntryKind.COMMIT, event_key("commit", charge), actor, now)
    _close(charge, ChargeOutcome.DONE, now)
    post(restate(charge, figures, event, squeeze=True), actor=actor, now=now)
    return charge


def end_booking(
    visit_id: UUID, outcome: ChargeOutcome, *, is_due: bool = True, actor: Actor, now: datetime
) -> Charge | None:
    """End a booking that came to nothing: the edition's share for such an absence is due, the rest is released.

    Not `is_due` where the co-operative itself called it off: then nothing is.
    """
    charge = locked_charge(visit_id)
    if charge is None or charge.state is not ChargeState.HELD:
        return charge
    share = absence_share(charge, outcome) if is_due else 0
    post(_ending(charge, outcome, share, actor, now), actor=actor, now=now)
    return charge


def _ending(charge: Charge, outcome: ChargeOutcome, share: int, actor: Actor, now: datetime) -> list[Posting]:
    if charge.state is not ChargeState.HELD:
        return []
    state = ChargeState.COMMITTED if share else ChargeState.RELEASED
    kind = EntryKind.COMMIT if share else EntryKind.RELEASE
    figures = Figures(state, standing_of(charge), charge.unit_price, charge.quantity, share)
    event = Event(kind, event_key("end", charge), actor, now)
    _close(charge, outcome, now)
    return restate(charge, figures, event, squeeze=True)


def _close(charge: Charge, outcome: ChargeOutcome, now: datetime) -> None:
    charge.outcome = outcome
    charge.settled_at = now


def event_key(event: str, charge: Charge) -> str:
    """One key for one event of one booking: a visit that is booked anew at its old time is another booking."""
    return f"{event}:{charge.visit_id.hex}:{int(charge.booked_at.timestamp() * 1_000_000)}"


def _refuse_long_stay(charge: Charge) -> None:
    """Refuse a stay that, with what is booked around it, is longer than the edition allows and nobody else pays.

    Asked once the account is locked: of two who book at once, the second one sees the first.
    """
    nights = [night for night in nights_of(charge) if night.kind is NightKind.STAYED]
    if nights:
        paying = standing_of(charge)
        refuse_beyond(_counted(charge, paying, nights), paying, charge.service.code)


def _counted(charge: Charge, paying: Paying, nights: Sequence[Night]) -> list[Night]:
    return count_nights(nights, person_id=charge.person_id, service=charge.service, paying=paying, but=[charge.id])


def shorten_booking(visit_id: UUID, until: date, *, actor: Actor, now: datetime) -> Charge | None:
    """A stay that goes on elsewhere from the day `until` gives back what was held for its later nights."""
    charge = locked_charge(visit_id)
    if charge is None or charge.state is not ChargeState.HELD:
        return charge
    nights = left_by(nights_of(charge), until, ())
    figures = Figures(charge.state, standing_of(charge), charge.unit_price, charge.quantity, nights=nights)
    event = Event(EntryKind.RELEASE, f"{event_key('shorten', charge)}:{until:%m%d}", actor, now)
    post(restate(charge, figures, event), actor=actor, now=now)
    return charge


def correct_stay(
    visit_id: UUID,
    until: date,
    away: Collection[date],
    *,
    pays_beyond: bool,
    reason: str,
    actor: Actor,
    now: datetime,
) -> set[date]:
    """Count a stay that is due anew: its nights before the day of discharge `until`, at the price of each.

    Answers the nights that are due now and were not before, as those in hospital were not. Raises `Conflict` where a
    statement has settled it, where the person was elsewhere in such a night, or where such a night is beyond a limit
    and was not agreed to be the resident's (`pays_beyond`).
    """
    charge = locked_charge(visit_id)
    if charge is None or charge.state is not ChargeState.COMMITTED:
        return set()
    if settled_among([charge.id]):
        raise Conflict(SETTLED_ALREADY)
    paying = standing_of(charge)
    days = [charge.service_on + timedelta(days=number) for number in range((until - charge.service_on).days)]
    nights = price_nights(
        days, person_id=charge.person_id, service=charge.service, paying=paying, but=[charge.id], away=away
    )
    if nights is None:
        raise DomainError(NO_PRICE)
    before = nights_of(charge)
    added = _due_among(nights) - _due_among(before)
    _refuse_elsewhere(charge, added)
    if not pays_beyond:
        agreed = {night.on for night in before if night.kind is NightKind.OWN}
        refuse_beyond([night for night in nights if night.on not in agreed], paying, charge.service.code)
    figures = Figures(charge.state, paying, charge.unit_price, len(nights), nights=nights)
    event = Event(EntryKind.ADJUST, f"discharge:{new_id().hex}", actor, now, reason)
    charge.reason = reason
    post(restate(charge, figures, event, squeeze=not added), actor=actor, now=now)
    return added


def _due_among(nights: Collection[Night]) -> set[date]:
    return {night.on for night in nights if night.kind is not NightKind.AWAY}


def _refuse_elsewhere(charge: Charge, nights: Collection[date]) -> None:
    """Nobody is paid for a night twice, whichever of two places wrote it first."""
    elsewhere = nights_elsewhere(charge, nights)
    if elsewhere:
        raise Conflict(STAYED_ELSEWHERE, "left_on", night=format_day(elsewhere[0]))


def commit_stay(visit_id: UUID, until: date, away: Collection[date], *, actor: Actor, now: datetime) -> Charge | None:
    """Make the nights before the day of discharge `until` due, at the price of each.

    Those in hospital cost nobody, and what they leave of a limit goes to nights that were the resident's.
    """
    charge = locked_charge(visit_id)
    if charge is None or charge.state is not ChargeState.HELD:
        return charge
    paying = standing_of(charge)
    kept = _counted(charge, paying, left_by(nights_of(charge), until, away))
    figures = Figures(ChargeState.COMMITTED, paying, charge.unit_price, len(kept), nights=kept)
    event = Event(EntryKind.COMMIT, event_key("commit", charge), actor, now)
    _close(charge, ChargeOutcome.DONE, now)
    post(restate(charge, figures, event, squeeze=True), actor=actor, now=now)
    return charge
