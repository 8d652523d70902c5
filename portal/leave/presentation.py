"""A month of the office's calendar, and how a leave is worded."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from portal.leave.models import Leave
from portal.leave.notices import span
from portal.leave.rules import standing_on
from portal.leave.states import Standing
from portal.web.access import current_actor
from portal.web.words import gettext as _

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar and who is away on it; `is_other` belongs to the month before or after."""

    on: date
    away: Sequence[Leave]
    is_other: bool


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    days: Sequence[Day]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)


def whole_weeks(first: date) -> Sequence[date]:
    """The days of the weeks that the month touches, from Sunday on."""
    return list(Calendar(SUNDAY).itermonthdates(first.year, first.month))


def month_with(first: date, leaves: Sequence[Leave]) -> Month:
    days = [
        Day(day, [one for one in leaves if one.from_on <= day <= one.until_on], day.month != first.month)
        for day in whole_weeks(first)
    ]
    return Month(first, days)


def standing(leave: Leave, day: date) -> Standing:
    return standing_on(leave.state, leave.days, day)


def is_to_come(leave: Leave, day: date) -> bool:
    """Whether anything of it is still to be decided."""
    return standing(leave, day) in (Standing.PLANNED, Standing.UNDER_WAY)


def days_away(leave: Leave) -> str:
    return span(leave.days)


def stood_in_for(coordinator_id: UUID) -> str:
    """Whose household it is, where the viewer stands in."""
    covered = current_actor().covered(coordinator_id)
    return _("%(name)s 님 가구", name=covered.name) if covered else ""
