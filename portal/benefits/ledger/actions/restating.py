"""Counts anew what a charge comes to, and tells what its accounts have to give, take or give back for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.benefits.ledger.actions.accounts import Posting, open_account, room_under_lock
from portal.benefits.ledger.models import Charge, ChargeNight
from portal.benefits.ledger.nights import Night, sums_of
from portal.benefits.ledger.queries.terms import RESIDENT_PAYS, Paying
from portal.benefits.ledger.rules import amount_due, days_of, split
from portal.benefits.ledger.states import ChargeState, EntryKind
from portal.consortium.catalogue.units import DAY_UNITS
from portal.core.actors import Actor
from portal.core.messages import N_
from portal.extensions import db

BEYOND_CAP = N_("실제 이용이 남은 지원보다 길어 넘는 만큼은 이용자가 냅니다.")
"""A recorded visit is never refused: what no longer fits falls to the own share until the office decides otherwise."""


@dataclass(frozen=True)
class Figures:
    """What a charge comes to; `support` given overrides what the own share leaves.

    Of a stay its `nights` say price and quantity; None leaves them as they are, an empty list leaves none of them.
    """

    state: ChargeState
    paying: Paying
    unit_price: int
    quantity: int
    due_percent: int = 100
    support: int | None = None
    nights: Sequence[Night] | None = None


@dataclass(frozen=True)
class Event:
    """What moves the money: its kind, the key that makes it count once, who, when and why."""

    kind: EntryKind
    key: str
    actor: Actor
    now: datetime
    reason: str = ""


def locked_charge(visit_id: UUID) -> Charge | None:
    """The charge of a visit as it stands now, while nobody else changes it."""
    query = select(Charge).where(Charge.visit_id == visit_id).with_for_update(key_share=True)
    return db.session.scalar(query.execution_options(populate_existing=True))


def standing_of(charge: Charge) -> Paying:
    """Who pays a charge as it was agreed."""
    return RESIDENT_PAYS if charge.edition is None else Paying(charge.edition, charge.own_percent)


def restate(charge: Charge, after: Figures, event: Event, *, squeeze: bool = False) -> list[Posting]:
    """Write what a charge comes to now; answers the movements that its accounts have to make for it.

    With `squeeze`, support that no longer fits falls to the own share instead of being refused.
    """
    before = _taken(charge)
    after, extra, alone = _by_nights(charge, after)
    amount = amount_due(after.quantity, after.unit_price, after.due_percent, extra)
    support = split(amount - alone, after.paying.own_percent)[1] if after.support is None else after.support
    account_id = account_for(charge, after.paying, event.now)
    if squeeze and account_id is not None:
        support = _squeezed(charge, account_id, after, support)
    charge.programme_id = after.paying.programme_id
    charge.edition = after.paying.edition
    charge.account_id = account_id
    charge.state = after.state
    charge.unit_price, charge.quantity, charge.due_percent = after.unit_price, after.quantity, after.due_percent
    charge.price_extra = extra
    charge.own_percent = after.paying.own_percent
    charge.amount, charge.support, charge.own_share = amount, support, amount - support
    db.session.add(charge)
    db.session.flush()  # only what is written can be read anew, and these still show whom the ids named before
    db.session.expire(charge, ["programme", "account"])
    return _movements(before, _taken(charge), charge, after.paying, event)


def nights_of(charge: Charge) -> list[Night]:
    """The nights of a stay as they stand, in order; none of any other service."""
    if charge.unit not in DAY_UNITS:
        return []
    return [Night(each.night, each.price, each.kind) for each in charge.nights]


def _by_nights(charge: Charge, after: Figures) -> tuple[Figures, int, int]:
    """The figures as the nights of a stay say, what other prices add, and what the resident pays alone of it."""
    nights = nights_of(charge) if after.nights is None else after.nights
    if after.nights is not None:
        _keep_nights(charge, nights)
    if not nights:
        return after if after.nights is None else replace(after, quantity=0), 0, 0
    sums = sums_of(nights)
    figures = replace(after, unit_price=sums.unit_price, quantity=sums.quantity)
    return figures, sums.extra, amount_due(1, sums.alone, after.due_percent)


def _keep_nights(charge: Charge, nights: Sequence[Night]) -> None:
    """The charge ends with the last of them, at the time of day at which it ended."""
    last = nights[-1].on if nights else charge.service_on
    charge.ends_at -= days_of(charge.starts_at, charge.ends_at)[-1] - last
    rows = {each.night: each for each in charge.nights}
    charge.nights = [rows.get(night.on) or ChargeNight(night=night.on) for night in nights]
    for row, night in zip(charge.nights, nights, strict=True):
        row.price, row.kind = night.price, night.kind


@dataclass(frozen=True)
class _Taken:
    """What a charge takes of an account."""

    account_id: UUID | None
    held: int = 0
    committed: int = 0


def _taken(charge: Charge) -> _Taken:
    if charge.state is ChargeState.HELD:
        return _Taken(charge.account_id, held=charge.support)
    if charge.state is ChargeState.COMMITTED:
        return _Taken(charge.account_id, committed=charge.support)
    return _Taken(charge.account_id)


def account_for(charge: Charge, paying: Paying, now: datetime) -> UUID | None:
    """The account that pays; a charge stays with the account it has as long as the programme is the same."""
    if paying.programme_id is None:
        return None
    if charge.account_id is not None and charge.programme_id == paying.programme_id:
        return charge.account_id
    return open_account(
        charge.person_id,
        paying.programme_id,
        charge.service_id,
        year=charge.service_on.year,
        cap=paying.cap,
        limit=paying.limit_of(charge.service.code),
        now=now,
    )


def _squeezed(charge: Charge, account_id: UUID, after: Figures, support: int) -> int:
    own = charge.support if charge.account_id == account_id and charge.state is not ChargeState.RELEASED else 0
    if support <= own:
        return support
    limit = after.paying.limit_of(charge.service.code)
    room = room_under_lock(account_id, charge.service_id, after.paying.cap, limit)
    if room is None or support <= own + room:
        return support
    charge.reason = BEYOND_CAP
    return own + room


def _movements(before: _Taken, now: _Taken, charge: Charge, paying: Paying, event: Event) -> list[Posting]:
    """What moves on the account that pays now, and on the one that paid before where that is another."""

    def on(account_id: UUID, held: int, committed: int) -> Posting:
        return Posting(
            account_id=account_id,
            service_id=charge.service_id,
            kind=event.kind,
            held=held,
            committed=committed,
            key=event.key,
            cap=paying.cap,
            limit=paying.limit_of(charge.service.code),
            charge_id=charge.id,
            reason=event.reason,
        )

    if now.account_id is not None and before.account_id in (None, now.account_id):
        return [on(now.account_id, now.held - before.held, now.committed - before.committed)]
    moved = []
    if before.account_id is not None:
        back = on(before.account_id, -before.held, -before.committed)
        moved.append(replace(back, kind=EntryKind.RELEASE, key=f"{event.key}:-"))
    if now.account_id is not None:
        moved.append(on(now.account_id, now.held, now.committed))
    return moved
