"""The two clocks by which anything is due: one of days, one of hours, which stands while a household lets us wait."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.coordinators.caseload.rules import workday_by
from portal.core.clock import day_bounds, day_of
from portal.core.promises import Working
from portal.core.urgency import is_overdue
from portal.core.workdays import add_workdays
from portal.monitoring.duties.states import SpanUnit

LAST_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, order=True)
class PutOff:
    """Somebody asked at `asked_at` for us to come back to them at `until_at`."""

    asked_at: datetime
    until_at: datetime


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
