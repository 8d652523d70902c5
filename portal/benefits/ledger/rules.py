"""Decides how many units count, who pays how much of them, and how long money lasts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.benefits.ledger.units import unit_minutes
from portal.core.clock import day_of
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.money import won

OVER_CAP = N_(
    "올해 남은 지원은 %(left)s인데 %(needed)s이 더 듭니다. "
    "더 짧게 하거나, 이용자 부담으로 하거나, 한도 초과를 요청해 주십시오."
)
OVER_LIMIT = N_(
    "이 서비스의 올해 한도에서 남은 지원은 %(left)s인데 %(needed)s이 더 듭니다. "
    "다른 서비스를 고르거나 한도 초과를 요청해 주십시오."
)
TOO_LONG = N_(
    "단기 입소는 %(limits)s까지입니다. %(night)s 밤부터 넘습니다. 더 짧게 하거나 넘는 밤을 이용자 부담으로 해 주십시오."
)


class OverCap(Conflict):
    """The account, or the part of one service, has less left than is asked; both amounts are in whole won."""

    def __init__(self, left: int, needed: int, *, of_service: bool) -> None:
        super().__init__(OVER_LIMIT if of_service else OVER_CAP, "slot", left=won(left), needed=won(needed))
        self.left, self.needed, self.of_service = left, needed, of_service


def planned_units(unit: str, minutes: int) -> int:
    """Units of a booked time: the begun ones of a unit that names time, else 1."""
    length = unit_minutes(unit)
    return 1 if length is None else max(1, -(-minutes // length))


def done_units(unit: str, minutes: int, quantity: int | None = None) -> int:
    """Units of a recorded visit: counted by time like planned ones; any other unit counts `quantity`, 1 if not told."""
    return planned_units(unit, minutes) if unit_minutes(unit) or quantity is None else quantity


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Whole minutes, a begun one counted."""
    return -int(-(ends_at - starts_at).total_seconds() // 60)


def amount_due(quantity: int, unit_price: int, due_percent: int = 100, extra: int = 0) -> int:
    """What a visit costs in won; of an absence the share that is due, rounded down.

    `extra` is what nights of a stay that have another price cost more, or less, than `unit_price`.
    """
    return (quantity * unit_price + extra) * due_percent // 100


def split(amount: int, own_percent: int) -> tuple[int, int]:
    """(own share, support): the own share is rounded down to the won, the programme pays the rest."""
    own = amount * own_percent // 100
    return own, amount - own


FEWEST_VISITS, SHORTEST_PACE = 3, timedelta(days=28)


@dataclass(frozen=True)
class Pace:
    """How fast support is used: `used` won by `visits` from `first_on` through `last_on`, both included."""

    used: int
    first_on: date
    last_on: date
    visits: int

    @property
    def tells(self) -> bool:
        """Whether it says anything of what comes: a visit or two, or a few days, are no pace."""
        return self.visits >= FEWEST_VISITS and self.last_on - self.first_on >= SHORTEST_PACE


def forecast(pace: Pace | None, remaining: int | None) -> date | None:
    """The day on which `remaining` is used up at this pace; None where it lasts longer than the year, or none tells."""
    if pace is None or not pace.tells or remaining is None or pace.used <= 0:
        return None
    days = (pace.last_on - pace.first_on).days + 1
    left = -(-max(remaining, 0) * days // pace.used)
    if left > (date(pace.last_on.year, 12, 31) - pace.last_on).days:
        return None
    return pace.last_on + timedelta(days=left)


def days_of(starts_at: datetime, ends_at: datetime) -> list[date]:
    """The days in Seoul that a stay touches; one that ends at midnight does not touch the next day."""
    first, last = day_of(starts_at), max(day_of(starts_at), day_of(ends_at - timedelta(microseconds=1)))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def higher_cap(one: int | None, other: int | None) -> int | None:
    """The higher of two caps; None, no cap, is the highest."""
    return None if one is None or other is None else max(one, other)


def lower_of(amounts: Iterable[int | None]) -> int | None:
    """The lowest of what is left; None counts as without end."""
    return min((amount for amount in amounts if amount is not None), default=None)
