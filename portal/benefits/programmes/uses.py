"""Whether a value of a table was used: told by the ledger and by eligibility, which stand above the programmes."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from portal.core.sockets import Socket, Takes

PriceUse = Callable[[UUID, date, date | None], bool]
"""Service, the first day of the price, and the first day of the next one."""

MedianUse = Callable[[int, int], bool]
"""Year and household size."""

PRICE_USES: Socket[PriceUse] = Socket("uses of prices", Takes.MANY)
"""Tell whether somebody was charged a service on the days between."""

MEDIAN_USES: Socket[MedianUse] = Socket("uses of median incomes", Takes.MANY)
"""Tell whether somebody's band was found by the table of a year and a size."""


def is_price_used(service_id: UUID, first: date, until: date | None) -> bool:
    return any(use(service_id, first, until) for use in PRICE_USES)


def is_median_used(year: int, household_size: int) -> bool:
    return any(use(year, household_size) for use in MEDIAN_USES)
