"""A series of meetings by rule, such as the last Thursday: a holiday moves one date and never the series."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, rrule

from portal.consortium.meetings.states import WeekOfMonth
from portal.core.workdays import next_workday

_WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)
_PLACES = {
    WeekOfMonth.FIRST: 1,
    WeekOfMonth.SECOND: 2,
    WeekOfMonth.THIRD: 3,
    WeekOfMonth.FOURTH: 4,
    WeekOfMonth.LAST: -1,
}


@dataclass(frozen=True, slots=True)
class MeetingSeries:
    """A weekday (0 is Monday) in a week of every `months`-th month, counted from the month of `from_on`."""

    week: WeekOfMonth
    weekday: int
    months: int
    from_on: date

    def days_after(self, day: date) -> Iterator[date]:
        """The days of the rule later than `day`, the next one first; none before `from_on`."""
        weekday = _WEEKDAYS[self.weekday](_PLACES[self.week])
        begin = datetime.combine(self.from_on.replace(day=1), time())
        days = rrule(MONTHLY, interval=self.months, byweekday=weekday, dtstart=begin)
        later_than = max(day, self.from_on - timedelta(days=1))
        return (each.date() for each in days.xafter(datetime.combine(later_than, time())))


@dataclass(frozen=True, slots=True)
class SeriesDay:
    """A day of the rule, and on which day it is held."""

    by_rule: date
    held_on: date

    @property
    def is_moved(self) -> bool:
        return self.by_rule != self.held_on


def held(by_rule: date) -> SeriesDay:
    """On the day itself, or on the first working day after a holiday."""
    return SeriesDay(by_rule, next_workday(by_rule))
