"""Decides what the nights of a stay count and cost: a limit in a row, a limit of a year, a price for each night.

A night is named by the day on which it begins, the day of discharge is none. Both limits count what a programme pays,
over all stays of a person (domain.md §1: at most 14 days). Nights in hospital, or paid by oneself, count nowhere, but
they hold a row together: only a night out of the facility begins a new one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.benefits.ledger.states import NightKind
from portal.core.messages import N_

STEP = timedelta(days=1)
YEAR = 366
IN_A_ROW, IN_A_YEAR = N_("이어서 %(days)d일"), N_("한 해 %(days)d일")


@dataclass(frozen=True)
class Night:
    """What one night costs, in won, and how it counts."""

    on: date
    price: int
    kind: NightKind = NightKind.STAYED


@dataclass(frozen=True)
class Limits:
    """How many nights a programme pays in a row and in a calendar year; None where there is no such limit."""

    in_a_row: int | None = None
    in_a_year: int | None = None

    @property
    def words(self) -> str:
        told = {IN_A_ROW: self.in_a_row, IN_A_YEAR: self.in_a_year}
        return ", ".join(words % {"days": days} for words, days in told.items() if days is not None)


def beyond(asked: Iterable[date], known: Mapping[date, NightKind], limits: Limits) -> list[date]:
    """Those of the nights `asked` that no limit has room for, beside the nights `known` of this and other stays."""
    kinds, left = dict(known), []
    for night in sorted(asked):
        kinds[night] = NightKind.STAYED
        if _is_over(night, kinds, limits):
            kinds[night] = NightKind.OWN
            left.append(night)
    return left


def nights_left(first: date, known: Mapping[date, NightKind], limits: Limits) -> int | None:
    """How many nights of a stay from `first` on a programme would pay beside those `known`, at most those of a year.

    None where there is no limit. Nights that are booked already are none that are left.
    """
    if limits == Limits():
        return None
    kinds, left = dict(known), 0
    for number in range(YEAR):
        night = first + STEP * number
        if night in known:
            continue
        kinds[night] = NightKind.STAYED
        if _is_over(night, kinds, limits):
            break
        left += 1
    return left


def counted(nights: Sequence[Night], known: Mapping[date, NightKind], limits: Limits) -> list[Night]:
    """The nights as the limits have room for them, beside those `known`; nights in hospital stay so and take none."""
    kinds = {night.on: night.kind for night in nights}
    away = {on: kind for on, kind in kinds.items() if kind is NightKind.AWAY}
    over = beyond(kinds.keys() - away.keys(), {**known, **away}, limits)
    counts = {**dict.fromkeys(kinds, NightKind.STAYED), **dict.fromkeys(over, NightKind.OWN), **away}
    return [replace(night, kind=counts[night.on]) for night in nights]


def _is_over(night: date, kinds: Mapping[date, NightKind], limits: Limits) -> bool:
    if limits.in_a_row is not None and nights_in_a_row(kinds, night) > limits.in_a_row:
        return True
    of_year = sum(kind is NightKind.STAYED and each.year == night.year for each, kind in kinds.items())
    return limits.in_a_year is not None and of_year > limits.in_a_year


def nights_in_a_row(kinds: Mapping[date, NightKind], through: date) -> int:
    """How many nights count in the row of nights without a gap that `through` belongs to."""
    first = last = through
    while first - STEP in kinds:
        first -= STEP
    while last + STEP in kinds:
        last += STEP
    return sum(kind is NightKind.STAYED for each, kind in kinds.items() if first <= each <= last)


@dataclass(frozen=True)
class Sums:
    """What the nights of a stay come to, in won; `alone` is what the resident pays whatever their share is."""

    quantity: int
    unit_price: int
    extra: int
    alone: int


def sums_of(nights: Sequence[Night]) -> Sums:
    """The unit price is that of the first night; what others cost more or less is the extra."""
    counted = [night for night in nights if night.kind is not NightKind.AWAY]
    first = nights[0].price
    return Sums(
        quantity=len(counted),
        unit_price=first,
        extra=sum(night.price - first for night in counted),
        alone=sum(night.price for night in counted if night.kind is NightKind.OWN),
    )


def left_by(nights: Iterable[Night], until: date, away: Collection[date]) -> list[Night]:
    """What is left of a stay that ended on the day `until`, with the nights in hospital taken out."""
    return [
        Night(night.on, night.price, NightKind.AWAY if night.on in away else night.kind)
        for night in nights
        if night.on < until
    ]


def first_of(nights: Sequence[Night], quantity: int) -> list[Night]:
    """The nights with no more than the first `quantity` of those that count."""
    kept: list[Night] = []
    for night in nights:
        counts = night.kind is not NightKind.AWAY
        if counts and quantity == 0:
            break
        quantity -= counts
        kept.append(night)
    return kept
