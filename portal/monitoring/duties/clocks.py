"""The two clocks by which anything is due: one of days, one of hours; both stand while a household lets us wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.coordinators.caseload.rules import workday_by
from portal.core.clock import day_bounds, day_of
from portal.core.promises import Working
from portal.core.urgency import is_overdue
from portal.core.workdays import add_workdays, next_workday
from portal.monitoring.duties.states import DutyAct, SpanUnit

AT_HOME = frozenset({DutyAct.HOME_VISIT, DutyAct.ASSESSMENT})
"""What nobody can do while they are away; tasks may be of the office, and go on."""
LAST_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, order=True)
class PutOff:
    """Somebody asked at `asked_at` for us to come back to them at `until_at`."""

    asked_at: datetime
    until_at: datetime


@dataclass(frozen=True)
class Rest:
    """No act of these is asked until the end of `until_on`, the day on which it ended where it ended early.

    An exemption is of one act, a hold of all; what was overdue when they began ended then. Of an absence (`is_absence`)
    only what falls into it is put off.
    """

    acts: frozenset[DutyAct]
    from_on: date
    until_on: date
    is_absence: bool = False

    def covers(self, day: date) -> bool:
        return day <= self.until_on and (not self.is_absence or self.from_on <= day)


def end_of_day(day: date) -> datetime:
    """The last moment of a day: a duty counted in days is overdue as soon as the next one begins."""
    return day_bounds(day)[1] - LAST_MOMENT


def deadline(amount: int, unit: SpanUnit, since: datetime, working: Working) -> datetime:
    """At the latest when, `amount` of `unit` after `since`; hours are clock hours."""
    day = day_of(since)
    if unit is SpanUnit.HOURS:
        return since + timedelta(hours=amount)
    if unit is SpanUnit.SAME_DAY:
        return end_of_day(day_of(working.soonest(since)))
    if unit is SpanUnit.WORKDAYS:
        return end_of_day(add_workdays(day, amount))
    return end_of_day(workday_by(day + timedelta(days=amount), after=day))


def warned_until(now: datetime, ahead: timedelta, working: Working) -> datetime:
    """What is due by then is told of now: `ahead` of its deadline the office may be closed, over a weekend or holidays.

    Later than `ahead` after the office next opens, it is told of in time on that day.
    """
    return working.next_opening(day_of(now)) + ahead


def after_pauses(due_at: datetime, put_off: tuple[PutOff, ...], limit: timedelta) -> datetime:
    """By when something is due in clock hours: while they let us wait the clock stands, `limit` in all at most.

    A clock that has run out does not stand any more.
    """
    left, stood_until = limit, None
    for one in put_off:
        begins_at = max(one.asked_at, stood_until or one.asked_at)
        if is_overdue(due_at, begins_at):
            break
        pause = min(max(one.until_at - begins_at, timedelta()), left)
        due_at, left = due_at + pause, left - pause
        stood_until = max(one.until_at, stood_until or one.until_at)
    return due_at


def after_rest(due_at: datetime, rests: Iterable[Rest], act: DutyAct) -> datetime:
    """What is due while nobody is asked for it is due on the first working day after that."""
    for rest in sorted(rests, key=lambda one: one.until_on):
        if act in rest.acts and rest.covers(day_of(due_at)):
            due_at = end_of_day(next_workday(rest.until_on + timedelta(days=1)))
    return due_at


def rested_until(rests: Iterable[Rest], act: DutyAct, since: datetime) -> datetime:
    """When they were last asked for nothing of this kind, `since` where that is later."""
    return max([since, *(end_of_day(one.until_on) for one in rests if act in one.acts and not one.is_absence)])
