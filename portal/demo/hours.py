"""When people of the consortium are at work, so that what they did is dated as if they had done it."""

from datetime import datetime, time, timedelta

from portal.core import clock
from portal.core.workdays import next_workday

OPENS, CLOSES = time(9, 30), time(17, 30)


def daytime(moment: datetime) -> datetime:
    """`moment`, or the next morning when it lies in the evening or at night."""
    local = moment.astimezone(clock.SEOUL)
    if OPENS <= local.time() <= CLOSES:
        return moment
    day = local.date() + timedelta(days=1 if local.time() > CLOSES else 0)
    return clock.at(day, OPENS) + _some_minutes(local)


def working(moment: datetime) -> datetime:
    """The same on a working day: the next one where `moment` lies on another day."""
    awake = daytime(moment)
    day = clock.day_of(awake)
    workday = next_workday(day)
    return awake if workday == day else clock.at(workday, OPENS) + _some_minutes(awake)


def _some_minutes(moment: datetime) -> timedelta:
    """So that what waited for the morning was not all done in the same minute."""
    return timedelta(minutes=(moment.hour * 60 + moment.minute) % 97)


def surely(moment: datetime, until: datetime) -> datetime:
    """The same, but never after `until` as long as `moment` is not: somebody did it on a holiday or in the evening."""
    return next((when for when in (working(moment), daytime(moment)) if when <= until), moment)


def lately(hours: float, until: datetime) -> datetime:
    """The last moment by day, on whatever day, that lies at least `hours` before `until`."""
    moment = until - timedelta(hours=hours)
    local = moment.astimezone(clock.SEOUL)
    if OPENS <= local.time() <= CLOSES:
        return moment
    day = local.date() - timedelta(days=1 if local.time() < OPENS else 0)
    return clock.at(day, CLOSES)
