"""Which days are counted, and what members add up to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.coordinators.referrals.states import DeclineReason

LATELY = "lately"
LATELY_DAYS = 90
"""As far back as whose turn it is follows from what was asked."""

MONTHS_OFFERED = 12


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, as an address says them: `LATELY`, a month "2026-11", or a year "2026"."""

    key: str
    first: date
    last: date


@dataclass
class Share:
    """Of one member, or of several together: places, questions, visits, their minutes or nights, and won.

    Regular visits are one question. `silent` was not answered in time.
    """

    offered: int = 0
    asked: int = 0
    taken: int = 0
    silent: int = 0
    declined: Counter[DeclineReason] = field(default_factory=Counter)
    visits: int = 0
    minutes: int = 0
    nights: int = 0
    amount: int = 0

    @property
    def refused(self) -> int:
        return self.declined.total()

    @property
    def hours(self) -> int:
        """Whole hours, halves up."""
        return (self.minutes + 30) // 60


def together(shares: Iterable[Share]) -> Share:
    whole = Share()
    for share in shares:
        whole.offered += share.offered
        whole.asked += share.asked
        whole.taken += share.taken
        whole.silent += share.silent
        whole.declined += share.declined
        whole.visits += share.visits
        whole.minutes += share.minutes
        whole.nights += share.nights
        whole.amount += share.amount
    return whole


def periods(today: date) -> list[Period]:
    """What can be asked for: lately, this year and the one before, and the last months, the newest first.

    None goes beyond today: only until then it is known what became of places.
    """
    years = [
        Period(str(year), date(year, 1, 1), min(date(year, 12, 31), today)) for year in (today.year, today.year - 1)
    ]
    found = [Period(LATELY, today - timedelta(days=LATELY_DAYS), today), *years]
    first = today.replace(day=1)
    for _month in range(MONTHS_OFFERED):
        following = (first + timedelta(days=31)).replace(day=1)
        found.append(Period(f"{first:%Y-%m}", first, min(following - timedelta(days=1), today)))
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def period_of(key: str, today: date) -> Period:
    """The period that an address means; lately, where it means none."""
    offered = periods(today)
    return next((each for each in offered if each.key == key), offered[0])
