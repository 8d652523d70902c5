"""By when somebody is promised that a person acts: inside office hours, in the evening while somebody is on call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.core import clock
from portal.core.workdays import is_workday, next_workday

EVENING = time(20, 0)
"""Nobody is called later than that, whoever is on call."""

ROOM = timedelta(hours=1)
"""So long somebody needs at least to act; the first promise of a day is one after the office opens, too."""

LOOKED_AHEAD = 31


@dataclass(frozen=True)
class Working:
    """When the office works, by the clock on working days, and whether somebody is on call at a moment."""

    opens: time
    closes: time
    is_on_call: Callable[[datetime], bool] = lambda _moment: False

    def is_open(self, moment: datetime) -> bool:
        local = moment.astimezone(clock.SEOUL)
        return is_workday(local.date()) and self.opens <= local.time() <= self.closes

    def soonest(self, asked_at: datetime) -> datetime:
        """By when something urgent is answered: the same day while anybody works, else on the next such day."""
        today = clock.day_of(asked_at)
        for ahead in range(LOOKED_AHEAD):
            day = today + timedelta(days=ahead)
            ends_at = self._ends_at(day)
            if ends_at is None:
                continue
            if ahead:
                return self._first_of(day) if self._is_manned(day) else ends_at
            if asked_at + ROOM <= ends_at:
                return ends_at
        return self._first_of(next_workday(today + timedelta(days=1)))

    def next_opening(self, day: date) -> datetime:
        """When the office opens on the first working day after `day`."""
        return clock.at(next_workday(day + timedelta(days=1)), self.opens)

    def end_of(self, day: date) -> datetime:
        """When a working day ends."""
        return clock.at(next_workday(day), self.closes)

    def day_by(self, limit: datetime, since: datetime) -> date:
        """By which day somebody is promised what a limit of clock hours wants: the last working day within the limit.

        Where none lies between the day of `since` and `limit`, it is the first one from `limit` on.
        """
        last, first = clock.day_of(limit), clock.day_of(since) + timedelta(days=1)
        while last >= first and (not is_workday(last) or self._first_of(last) > limit):
            last -= timedelta(days=1)
        return last if last >= first else next_workday(clock.day_of(limit))

    def within(self, moment: datetime) -> datetime:
        """`moment`, or where nobody works then, one hour after the office opens next."""
        if self.is_open(moment):
            return moment
        local = moment.astimezone(clock.SEOUL)
        is_before = is_workday(local.date()) and local.time() < self.opens
        return self._first_of(local.date() if is_before else next_workday(local.date() + timedelta(days=1)))

    def _is_manned(self, day: date) -> bool:
        """Whether somebody works in the first hour of a day: the office, or whoever is on call from then on."""
        return is_workday(day) or self._is_on_call_until(self._first_of(day))

    def _is_on_call_until(self, moment: datetime) -> bool:
        """Whether somebody is on call for as long as one needs to act, up to `moment`."""
        return self.is_on_call(moment - ROOM) and self.is_on_call(moment - timedelta(minutes=1))

    def _ends_at(self, day: date) -> datetime | None:
        """When the last person of a day stops; None where nobody works."""
        evening = clock.at(day, EVENING)
        if self._is_on_call_until(evening):
            return evening
        return clock.at(day, self.closes) if is_workday(day) else None

    def _first_of(self, day: date) -> datetime:
        return clock.at(day, self.opens) + ROOM
