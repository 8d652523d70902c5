"""Whether a value of a table was used: told by the ledger and by eligibility, which stand above the programmes."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

PriceUse = Callable[[UUID, date, date | None], bool]
"""Service, the first day of the price, and the first day of the next one."""

MedianUse = Callable[[int, int], bool]
"""Year and household size."""

_PRICE_USES: dict[str, PriceUse] = {}
_MEDIAN_USES: dict[str, MedianUse] = {}


def register_price_use(name: str, use: PriceUse) -> None:
    """Let `use` tell whether somebody was charged a service on the days between."""
    _PRICE_USES[name] = use


def register_median_use(name: str, use: MedianUse) -> None:
    """Let `use` tell whether somebody's band was found by the table of a year and a size."""
    _MEDIAN_USES[name] = use


def is_price_used(service_id: UUID, first: date, until: date | None) -> bool:
    return any(use(service_id, first, until) for use in _PRICE_USES.values())


def is_median_used(year: int, household_size: int) -> bool:
    return any(use(year, household_size) for use in _MEDIAN_USES.values())
