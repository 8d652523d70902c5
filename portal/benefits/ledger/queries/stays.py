"""What the nights of a stay would cost and how they would count, beside whatever else a person has booked."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from portal.benefits.ledger.models import Charge, ChargeNight
from portal.benefits.ledger.nights import Limits, Night, counted, nights_left, sums_of
from portal.benefits.ledger.queries.balances import LIVE
from portal.benefits.ledger.queries.terms import Paying, Terms, terms_at
from portal.benefits.ledger.rules import TOO_LONG, days_of
from portal.benefits.ledger.states import ChargeOutcome, NightKind
from portal.benefits.programmes.queries import edition_on, unit_price
from portal.consortium.catalogue.models import Service
from portal.core.dates import format_day
from portal.core.errors import Conflict
from portal.extensions import db

REACH = timedelta(days=400)
"""A year, and a row that begins before it or goes on after it."""


def limits_of(paying: Paying, service_code: str) -> Limits:
    """By the edition that pays; none where the resident pays or the service is no stay of that programme."""
    rules = paying.edition.rules if paying.edition else None
    if rules is None or service_code not in rules.short_stay_services:
        return Limits()
    return Limits(rules.short_stay_max_days, rules.short_stay_year_days)


def price_nights(
    days: Sequence[date],
    *,
    person_id: UUID,
    service: Service,
    paying: Paying,
    but: Collection[UUID] = (),
    away: Collection[date] = (),
) -> list[Night] | None:
    """The nights with the price of each and how it counts; None where one of them has no price.

    `but` are charges that give way, `away` nights in hospital. What is beyond a limit is the resident's.
    """
    nights = []
    for day in days:
        edition = edition_on(paying.edition.programme, day) if paying.edition else None
        price = unit_price(service, day, edition)
        if price is None:
            return None
        nights.append(Night(day, price, NightKind.AWAY if day in away else NightKind.STAYED))
    return count_nights(nights, person_id=person_id, service=service, paying=paying, but=but)


def terms_for(
    person_id: UUID,
    paying: Paying,
    service: Service,
    starts_at: datetime,
    ends_at: datetime,
    *,
    but: Collection[UUID] = (),
) -> Terms | None:
    """The terms of a booking from then to then, night by night where it is a stay; None where a day has no price.

    `but` are charges that give way.
    """
    if not service.is_by_night:
        return terms_at(paying, service, starts_at, ends_at)
    nights = price_nights(days_of(starts_at, ends_at), person_id=person_id, service=service, paying=paying, but=but)
    if nights is None:
        return None
    sums = sums_of(nights)
    return Terms(paying, sums.unit_price, sums.quantity, tuple(nights))


def count_nights(
    nights: Sequence[Night], *, person_id: UUID, service: Service, paying: Paying, but: Collection[UUID] = ()
) -> list[Night]:
    """The nights as the limits of whoever pays have room for them, beside what else the person has booked."""
    limits = limits_of(paying, service.code)
    if not nights or limits == Limits() or paying.edition is None:
        return counted(nights, {}, Limits())
    codes = paying.edition.rules.short_stay_services
    known = nights_known(person_id, codes, first=nights[0].on - REACH, last=nights[-1].on + REACH, but=but)
    return counted(nights, known, limits)


def nights_still_paid(
    person_id: UUID, paying: Paying, service: Service, first: date, *, but: Collection[UUID] = ()
) -> int | None:
    """How many more nights from `first` on are paid; None where no limit of nights counts."""
    limits = limits_of(paying, service.code)
    if limits == Limits() or paying.edition is None:
        return None
    codes = paying.edition.rules.short_stay_services
    known = nights_known(person_id, codes, first=first - REACH, last=first + REACH, but=but)
    return nights_left(first, known, limits)


def refuse_beyond(nights: Sequence[Night], paying: Paying, service_code: str) -> None:
    """Raise `Conflict` in words for the first night that is beyond a limit."""
    over = [night.on for night in nights if night.kind is NightKind.OWN]
    if not over:
        return
    raise Conflict(TOO_LONG, "slot", limits=limits_of(paying, service_code).words, night=format_day(over[0]))


def nights_elsewhere(charge: Charge, nights: Collection[date]) -> Sequence[date]:
    """Those of the nights that are booked or due to another stay of the same person, in order."""
    query = (
        select(ChargeNight.night)
        .join(Charge, Charge.id == ChargeNight.charge_id)
        .where(Charge.person_id == charge.person_id, Charge.id != charge.id, Charge.state.in_(LIVE))
        .where(or_(Charge.outcome.is_(None), Charge.outcome == ChargeOutcome.DONE), ChargeNight.night.in_(nights))
    )
    return db.session.scalars(query.order_by(ChargeNight.night)).all()


def nights_away(visit_id: UUID) -> list[date]:
    """The nights of a stay that its charge says were in hospital, in order."""
    query = select(ChargeNight.night).join(Charge, Charge.id == ChargeNight.charge_id)
    query = query.where(Charge.visit_id == visit_id, ChargeNight.kind == NightKind.AWAY)
    return list(db.session.scalars(query.order_by(ChargeNight.night)))


def nights_known(
    person_id: UUID, service_codes: Collection[str], *, first: date, last: date, but: Collection[UUID] = ()
) -> dict[date, NightKind]:
    """The nights of a person at such services, booked or past; those that no programme pays are their own."""
    query = (
        select(ChargeNight.night, ChargeNight.kind, Charge.programme_id)
        .join(Charge, Charge.id == ChargeNight.charge_id)
        .join(Service, Service.id == Charge.service_id)
        .where(Charge.person_id == person_id, Charge.state.in_(LIVE), Charge.id.not_in(but))
        .where(ChargeNight.night >= first, ChargeNight.night <= last, Service.code.in_(service_codes))
        .where(or_(Charge.outcome.is_(None), Charge.outcome == ChargeOutcome.DONE))
    )
    return {
        night: NightKind.OWN if programme_id is None and kind is NightKind.STAYED else kind
        for night, kind, programme_id in db.session.execute(query)
    }
