"""What members offered, were asked, took on, declined and did, and the very rows behind each figure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import joinedload

from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeOutcome, ChargeState
from portal.consortium.capacity.models import Slot
from portal.consortium.catalogue.models import Service, ServiceOffer
from portal.consortium.catalogue.queries import stands_on
from portal.consortium.catalogue.units import DAY_UNITS
from portal.consortium.members.queries import member_may_offer
from portal.coordinators.fairness.rules import Period, Share
from portal.coordinators.fairness.states import Counted
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import one_of_series
from portal.coordinators.referrals.rules import in_turn
from portal.coordinators.referrals.turns import asked_lately
from portal.core.clock import day_bounds, day_of
from portal.core.paging import Page
from portal.db.functions import minutes_between
from portal.db.paged import page_of
from portal.extensions import db

PAGE_SIZE = 50
T = TypeVar("T", Slot, Referral, Charge)
Key = tuple[UUID, UUID]
"""A member and a service."""


@dataclass(frozen=True)
class Wanted:
    """Which days are counted, as they stand at `now`, and what they are narrowed to."""

    period: Period
    now: datetime
    service_id: UUID | None = None
    organisation_id: UUID | None = None

    @property
    def moments(self) -> tuple[datetime, datetime]:
        return day_bounds(self.period.first)[0], day_bounds(self.period.last)[1]


def shares(wanted: Wanted) -> dict[Key, Share]:
    """Of every member and service with anything to count; who sees which of them is for the caller to say."""
    found: dict[Key, Share] = {}
    for member, service, places in db.session.execute(_grouped(wanted, Slot, func.sum(Slot.capacity))):
        found.setdefault((member, service), Share()).offered = int(places)
    answers = _grouped(wanted, Referral, Referral.decline_reason, func.count(), *_answers(wanted.now))
    for member, service, reason, asked, taken, silent in db.session.execute(answers.group_by(Referral.decline_reason)):
        share = found.setdefault((member, service), Share())
        share.asked, share.taken, share.silent = share.asked + asked, share.taken + taken, share.silent + silent
        if reason is not None:
            share.declined[reason] += asked
    for member, service, *sums in db.session.execute(_grouped(wanted, Charge, *_done()).join(Charge.service)):
        share = found.setdefault((member, service), Share())
        share.visits, share.minutes, share.nights, share.amount = map(int, sums)
    return found


def _answers(now: datetime) -> tuple[ColumnElement[int], ...]:
    told = (_TOLD[Counted.TAKEN](now), _TOLD[Counted.SILENT](now))
    return tuple(func.sum(case((each, 1), else_=0)) for each in told)


def _done() -> tuple[ColumnElement[Any], ...]:
    """Visits, minutes at people's homes, nights, won."""
    by_night, done = Service.unit.in_(DAY_UNITS), Charge.outcome == ChargeOutcome.DONE
    minutes = case((and_(done, ~by_night), minutes_between(Charge.starts_at, Charge.ends_at)), else_=0)
    nights = case((and_(done, by_night), Charge.quantity), else_=0)
    return func.count(), func.sum(minutes), func.sum(nights), func.sum(Charge.amount)


_TOLD: Mapping[Counted, Callable[[datetime], ColumnElement[bool]]] = {
    Counted.TAKEN: lambda _now: and_(Referral.answered_at.is_not(None), Referral.decline_reason.is_(None)),
    Counted.DECLINED: lambda _now: Referral.decline_reason.is_not(None),
    Counted.SILENT: lambda now: and_(
        Referral.answered_at.is_(None),
        Referral.decline_reason.is_(None),
        Referral.answer_due_at < func.coalesce(Referral.ended_at, now),
    ),
}
"""SQL on a referral: which of those that were asked a figure counts."""


def _counts(wanted: Wanted, table: type[Slot | Referral | Charge]) -> ColumnElement[bool]:
    """SQL: which rows of a table are counted."""
    begin, end = wanted.moments
    if table is Slot:
        found = [Slot.starts_at >= begin, Slot.starts_at < end, Slot.closed_at.is_(None), Slot.capacity > 0]
    elif table is Referral:
        found = [Referral.requested_at >= begin, Referral.requested_at < end, one_of_series()]
    else:
        on = Charge.service_on
        found = [Charge.state == ChargeState.COMMITTED, on >= wanted.period.first, on <= wanted.period.last]
    if wanted.service_id is not None:
        found.append(table.service_id == wanted.service_id)
    if wanted.organisation_id is not None:
        found.append(table.organisation_id == wanted.organisation_id)
    return and_(*found)


def _grouped(wanted: Wanted, table: type[Slot | Referral | Charge], *columns: Any) -> Select[Any]:
    keys = table.organisation_id, table.service_id
    return select(*keys, *columns).where(_counts(wanted, table)).group_by(*keys)


def rows_behind(figure: Counted, wanted: Wanted, number: int) -> Page[Slot] | Page[Referral] | Page[Charge]:
    """The slots, referrals or charges that a figure of one member counts, the newest first."""
    if figure is Counted.OFFERED:
        return page_of(db.session, _shown(wanted, Slot).order_by(Slot.starts_at.desc(), Slot.id), number, PAGE_SIZE)
    if figure is Counted.VISITS:
        charges = _shown(wanted, Charge).order_by(Charge.starts_at.desc(), Charge.id)
        return page_of(db.session, charges, number, PAGE_SIZE)
    asked = _shown(wanted, Referral).order_by(Referral.requested_at.desc(), Referral.id)
    if figure in _TOLD:
        asked = asked.where(_TOLD[figure](wanted.now))
    return page_of(db.session, asked, number, PAGE_SIZE)


def _shown(wanted: Wanted, table: type[T]) -> Select[T]:
    names = joinedload(table.service), joinedload(table.organisation)
    return select(table).where(_counts(wanted, table)).options(*names)


def turns_today(now: datetime) -> dict[UUID, Sequence[UUID]]:
    """By service, the members that offer it today in the order in which they are asked next."""
    day = day_of(now)
    offered = select(ServiceOffer.service_id, ServiceOffer.organisation_id).where(
        stands_on(ServiceOffer, day), member_may_offer(ServiceOffer.organisation_id, day)
    )
    members: dict[UUID, set[UUID]] = {}
    for service, member in db.session.execute(offered):
        members.setdefault(service, set()).add(member)
    asked = asked_lately(now)
    return {service: in_turn(offering, asked.get(service, {})) for service, offering in members.items()}
