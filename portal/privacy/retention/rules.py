"""When something is over its time (domain.md §6)."""

from collections.abc import Mapping
from datetime import date

from portal.core.keeping import Retention

YEARS: Mapping[Retention, int] = {
    Retention.CASE: 5,
    Retention.APPLICATION: 1,
    Retention.WORRY: 1,
    Retention.GRANT: 3,
}
"""After its end: of care, of the answer to an application, of looking into a worry, of an account."""

PREVIEW_DAYS = 30
"""So long before, the office sees what will go."""


def ends_on(retention: Retention, ended_on: date) -> date:
    """The day on which it goes; what ended on 29 February goes on 1 March."""
    year = ended_on.year + YEARS[retention]
    try:
        return ended_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def ended_before(retention: Retention, day: date) -> date:
    """What ended on this day or before is over its time on `day`."""
    year = day.year - YEARS[retention]
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
