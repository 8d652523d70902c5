"""Changes what a booking costs whom after it was booked: another payer, another band or price, a correction."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select

from portal.audit.actions import record
from portal.benefits.eligibility.queries import payers_for
from portal.benefits.ledger.actions.accounts import lock_accounts, post
from portal.benefits.ledger.actions.restating import (
    Event,
    Figures,
    account_for,
    locked_charge,
    nights_of,
    restate,
    standing_of,
)
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.nights import Night, first_of, sums_of
from portal.benefits.ledger.queries.balances import LIVE
from portal.benefits.ledger.queries.charges import settled_among
from portal.benefits.ledger.queries.stays import price_nights
from portal.benefits.ledger.queries.terms import RESIDENT_PAYS, Paying, paying_on, paying_programme
from portal.benefits.ledger.rules import amount_due
from portal.benefits.ledger.states import ChargeState, EntryKind, NightKind
from portal.benefits.programmes.queries import get_edition, unit_price
from portal.consortium.catalogue.units import DAY_UNITS
from portal.core.actors import SYSTEM, Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

NO_REASON = N_("까닭을 적어 주십시오.")
RELEASED = N_("이미 풀린 예약입니다. 바꿀 금액이 없습니다.")
REPRICED = N_("소득 확인이나 단가가 바뀌어 다시 계산했습니다.")


def change_payer(charge: Charge, programme_id: UUID | None, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let another programme that may pay this visit pay it, or the resident; what the one held the other holds.

    Refused, and nothing moved, where it does not fit there.
    """
    actor.require(Permission.OVERRIDE_REQUEST)
    charge = _live(charge)
    _refuse_without(reason)
    paying = _allowed(charge, programme_id)
    event = _event(EntryKind.ADJUST, "payer", actor, now, reason)
    before = str(charge.programme_id or "")
    price = unit_price(charge.service, charge.service_on, paying.edition)
    unit = charge.unit_price if price is None else price
    figures = Figures(
        charge.state, paying, unit, charge.quantity, _share(charge, paying), nights=_priced(charge, paying)
    )
    postings = restate(charge, figures, event)
    charge.reason = reason
    post(postings, actor=actor, now=now)
    details = {"before": before, "programme": str(programme_id or ""), "support": charge.support}
    record("charge.payer", actor=actor, now=now, subject=("visit", charge.visit_id), **details)
    db.session.flush()


def _allowed(charge: Charge, programme_id: UUID | None) -> Paying:
    if programme_id is None:
        return RESIDENT_PAYS
    for option in payers_for(charge.person, charge.service, charge.service_on):
        if option.programme.id == programme_id:
            return Paying(get_edition(option.edition.id), option.own_percent)
    raise DomainError(N_("이 방문을 지원할 수 없는 사업입니다. 다른 사업을 골라 주십시오."), "programme")


def _share(charge: Charge, paying: Paying) -> int:
    """What is due of the price; an absence that the resident pays alone is due no share of any programme's rule."""
    return charge.due_percent if paying.edition or charge.due_percent == _WHOLE else 0


_WHOLE = 100


def adjust_charge(
    charge: Charge, *, quantity: int, support: int | None = None, reason: str, actor: Actor, now: datetime
) -> None:
    """The office corrects the quantity, or how much of the amount the programme pays; over the cap is refused."""
    actor.require(Permission.OVERRIDE_DECIDE)
    charge = _live(charge)
    _refuse_without(reason)
    if quantity < 0:
        raise DomainError(N_("수량은 0보다 작을 수 없습니다."), "quantity")
    nights = _adjusted(charge, quantity)
    extra = sums_of(nights).extra if nights else 0
    amount = amount_due(quantity, charge.unit_price, charge.due_percent, extra)
    if support is not None and not 0 <= support <= (amount if charge.programme_id else 0):
        raise DomainError(N_("지원 금액은 0원과 전체 금액 사이여야 합니다."), "support")
    figures = Figures(
        charge.state, standing_of(charge), charge.unit_price, quantity, charge.due_percent, support, nights
    )
    before = charge.support
    postings = restate(charge, figures, _event(EntryKind.ADJUST, "adjust", actor, now, reason))
    charge.reason = reason
    post(postings, actor=actor, now=now)
    details = {"quantity": quantity, "before": before, "support": charge.support}
    record("charge.adjust", actor=actor, now=now, subject=("visit", charge.visit_id), **details)
    db.session.flush()


def reprice_person(person_id: UUID, from_on: date, actor: Actor, now: datetime) -> None:
    """Count anew what is booked from a day on, after a band or a group changed.

    What a statement has settled stays, and so does what was booked for somebody who is turned away from now on. What
    no longer fits the cap falls to the own share.
    """
    query = _live_charges().where(Charge.person_id == person_id, Charge.service_on >= from_on)
    charges = _locked(query.where(Charge.programme_id.is_not(None)))
    settled = settled_among([charge.id for charge in charges])
    _reprice([(charge, _paying_now(charge)) for charge in charges if charge.id not in settled], actor, now)


def reprice_held(now: datetime) -> int:
    """Let what is held follow the prices and rules of its day, which may have changed since; answers how many did."""
    query = select(Charge).where(Charge.state == ChargeState.HELD, Charge.service_on >= day_of(now))
    charges = _locked(query.where(Charge.programme_id.is_not(None)))
    return _reprice([(charge, _paying_now(charge)) for charge in charges], SYSTEM, now)


def repay_line(plan_line_id: UUID, actor: Actor, now: datetime) -> None:
    """Let what is booked for a line of a plan follow the payer chosen now; what was recorded stays with the old one."""
    programme = paying_programme(plan_line_id)
    query = select(Charge).where(Charge.plan_line_id == plan_line_id, Charge.state == ChargeState.HELD)
    pairs = [
        (charge, paying_on(programme, charge.person, charge.service, charge.service_on)) for charge in _locked(query)
    ]
    _reprice([(charge, paying) for charge, paying in pairs if paying != standing_of(charge)], actor, now)


def _live_charges() -> Select[Charge]:
    return select(Charge).where(Charge.state.in_(LIVE))


def _locked(query: Select[Charge]) -> list[Charge]:
    """Locked in the order of their ids, told in the order of the visits."""
    # As the lock finds them: what this session read before may have changed while it waited.
    found = db.session.scalars(
        query.order_by(Charge.id).with_for_update(key_share=True).execution_options(populate_existing=True)
    )
    return sorted(found, key=lambda charge: (charge.service_on, charge.starts_at, charge.id))


def _paying_now(charge: Charge) -> Paying:
    """What the programme that pays would pay by what is known today; as agreed where it would pay nothing."""
    paying = paying_on(charge.programme, charge.person, charge.service, charge.service_on)
    return paying if paying.edition else standing_of(charge)


def _reprice(pairs: Sequence[tuple[Charge, Paying]], actor: Actor, now: datetime) -> int:
    """Open what is needed, lock all accounts in their order, then count each charge anew."""
    accounts = {account_for(charge, paying, now) for charge, paying in pairs}
    lock_accounts(each for each in (*accounts, *(charge.account_id for charge, _paying in pairs)) if each)
    return sum(_reprice_one(charge, paying, actor, now) for charge, paying in pairs)


def _reprice_one(charge: Charge, paying: Paying, actor: Actor, now: datetime) -> bool:
    price = unit_price(charge.service, charge.service_on, paying.edition)
    before = (charge.programme_id, charge.own_share, charge.support)
    nights = _priced(charge, paying)
    figures = Figures(
        charge.state,
        paying,
        charge.unit_price if price is None else price,
        charge.quantity,
        _share(charge, paying),
        nights=nights,
    )
    is_same = figures.paying == standing_of(charge) and figures.unit_price == charge.unit_price
    if is_same and (nights is None or nights == nights_of(charge)):
        return False
    charge.reason = paying.why
    event = _event(EntryKind.ADJUST, "reprice", actor, now, REPRICED)
    post(restate(charge, figures, event, squeeze=True), actor=actor, now=now)
    if before == (charge.programme_id, charge.own_share, charge.support):
        return False
    record("charge.reprice", actor=actor, now=now, subject=("visit", charge.visit_id), support=charge.support)
    return True


def _priced(charge: Charge, paying: Paying) -> list[Night] | None:
    """The nights of a stay at today's prices, those away as they are; None for anything else."""
    nights = nights_of(charge)
    if not nights:
        return None
    priced = price_nights(
        [night.on for night in nights],
        person_id=charge.person_id,
        service=charge.service,
        paying=paying,
        but=[charge.id],
        away=[night.on for night in nights if night.kind is NightKind.AWAY],
    )
    if priced is None:
        return nights
    return [old if old.kind is NightKind.AWAY else new for old, new in zip(nights, priced, strict=True)]


def _adjusted(charge: Charge, quantity: int) -> list[Night] | None:
    """The first nights of a stay, as many as the office says; None for anything else."""
    if charge.unit not in DAY_UNITS:
        return None
    nights = nights_of(charge)
    if quantity > (sums_of(nights).quantity if nights else 0):
        raise DomainError(N_("머문 밤보다 많이 적을 수 없습니다."), "quantity")
    return first_of(nights, quantity) if quantity else []


def _live(charge: Charge) -> Charge:
    found = locked_charge(charge.visit_id)
    if found is None or found.state is ChargeState.RELEASED:
        raise Conflict(RELEASED)
    return found


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise DomainError(NO_REASON, "reason")


def _event(kind: EntryKind, name: str, actor: Actor, now: datetime, reason: str) -> Event:
    """An act of a person: each is an event of its own, and the form's one-time key keeps it from acting twice."""
    return Event(kind, f"{name}:{new_id().hex}", actor, now, reason)
