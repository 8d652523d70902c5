"""Decides on which days a rhythm falls, what becomes of public holidays, and which days are more than a plan says."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from portal.coordinators.plans.states import HowOften
from portal.coordinators.series.states import OnHoliday, Rhythm
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.workdays import add_workdays, is_public_holiday, next_workday

DAYS_AT_MOST = 60
EVERY_AT_MOST = 12
LONGEST = timedelta(days=366)
"""No series reaches further than a year and a day: plans do not, either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How often a series comes: `every` weeks or months from `first_on`, until `times` days or the day `until_on`.

    `weekdays` (0 is Monday) count of a weekly rhythm alone. A month without the day, or without a fifth of the
    weekday, has its last one instead. `origin` is the day by which months are counted, where that is another than
    `first_on`: what began on a 31st and goes on from a 28th of February comes on the 31st again.
    """

    rhythm: Rhythm
    first_on: date
    every: int = 1
    weekdays: frozenset[int] = frozenset()
    times: int | None = None
    until_on: date | None = None
    on_holiday: OnHoliday = OnHoliday.SKIP
    origin: date | None = None

    @property
    def counted_from(self) -> date:
        return self.origin or self.first_on


@dataclass(frozen=True, slots=True)
class RhythmDay:
    """A day of the rhythm. `moved_from` is the holiday in whose place it stands; `is_off` says that nobody comes."""

    day: date
    moved_from: date | None = None
    is_off: bool = False


def refuse_rule(rule: Rule, today: date) -> None:
    """Raise `DomainError` beside the field for a rhythm that cannot be."""
    if rule.first_on <= today:
        raise DomainError(N_("첫 방문은 내일부터 고를 수 있습니다."), "first_on")
    if rule.times is None and rule.until_on is None:
        raise DomainError(N_("몇 번 올지 또는 언제까지 올지 적어 주십시오."), "times")
    if rule.until_on is not None and not rule.first_on <= rule.until_on <= rule.first_on + LONGEST:
        raise DomainError(N_("마지막 날은 첫 방문 날부터 그 다음 해 같은 날 사이여야 합니다."), "until_on")
    if rule.rhythm is Rhythm.WEEKLY and rule.weekdays and rule.first_on.weekday() not in rule.weekdays:
        raise DomainError(N_("첫 방문 날은 고른 요일 가운데 하나여야 합니다."), "first_on")


def days_of(rule: Rule) -> list[RhythmDay]:
    """The days of the rhythm in order, at most `DAYS_AT_MOST`. A day that is off counts among its `times`.

    A holiday is off, moves to the next working day, or is a day like others, as the rule says; where its place in the
    rhythm has been taken by another day it is off as well.
    """
    planned: list[date] = []
    last = rule.until_on or rule.first_on + LONGEST
    for day in _planned(rule):
        if day > last or len(planned) >= min(rule.times or DAYS_AT_MOST, DAYS_AT_MOST):
            break
        planned.append(day)
    return _around_holidays(planned, rule.on_holiday)


def _around_holidays(planned: list[date], on_holiday: OnHoliday) -> list[RhythmDay]:
    taken = {day for day in planned if not is_public_holiday(day)}
    found = []
    for day in planned:
        if not is_public_holiday(day) or on_holiday is OnHoliday.COME:
            found.append(RhythmDay(day))
            continue
        instead = add_workdays(day, 1)
        if on_holiday is OnHoliday.SKIP or instead in taken:
            found.append(RhythmDay(day, is_off=True))
            continue
        taken.add(instead)
        found.append(RhythmDay(instead, moved_from=day))
    return sorted(found, key=lambda each: each.day)


def _planned(rule: Rule) -> Iterator[date]:
    """Without end, whatever holidays there are."""
    if rule.rhythm is Rhythm.WEEKLY:
        yield from _weekly(rule)
        return
    of_month, weekday = rule.counted_from.day, rule.counted_from.weekday()
    place = (of_month - 1) // 7
    month = rule.first_on.year * 12 + rule.first_on.month - 1
    while True:
        year, number = divmod(month, 12)
        last = monthrange(year, number + 1)[1]
        if rule.rhythm is Rhythm.MONTHLY_DAY:
            yield date(year, number + 1, min(of_month, last))
        else:
            first = 1 + (weekday - date(year, number + 1, 1).weekday()) % 7
            day = first + 7 * place
            yield date(year, number + 1, day if day <= last else day - 7)
        month += rule.every


def _weekly(rule: Rule) -> Iterator[date]:
    monday = rule.first_on - timedelta(days=rule.first_on.weekday())
    weekdays = sorted(rule.weekdays or {rule.first_on.weekday()})
    while True:
        for weekday in weekdays:
            day = monday + timedelta(days=weekday)
            if day >= rule.first_on:
                yield day
        monday += timedelta(weeks=rule.every)


def beyond_line(days: Iterable[date], others: Iterable[date], how_often: HowOften, times: int) -> frozenset[date]:
    """Those of `days` that are more than the plan line says, `others` being the days it has visits on already.

    Weeks begin on Monday; two weeks are counted from the week of the first of all days; once is once for good.
    """
    wanted, there = sorted(days), list(others)
    if not wanted:
        return frozenset()
    origin = min([*wanted, *there])
    used = Counter(_period(day, how_often, origin) for day in there)
    over = set()
    for day in wanted:
        period = _period(day, how_often, origin)
        if used[period] >= times:
            over.add(day)
        else:
            used[period] += 1
    return frozenset(over)


def _period(day: date, how_often: HowOften, origin: date) -> int:
    weeks = (day - (origin - timedelta(days=origin.weekday()))).days // 7
    return {
        HowOften.ONCE: 0,
        HowOften.WEEKLY: weeks,
        HowOften.FORTNIGHTLY: weeks // 2,
        HowOften.MONTHLY: day.year * 12 + day.month,
    }[how_often]


def next_day_after(today: date, last_on: date | None, rule: Rule | None) -> date:
    """Where a rhythm begins, or goes on after the last day that it had: never before tomorrow."""
    tomorrow = today + timedelta(days=1)
    if rule is None or last_on is None:
        return next_workday(tomorrow)
    after = max(tomorrow, last_on + timedelta(days=1))
    return next(day for day in _planned(rule) if day >= after)


def going_on(rule: Rule, before: Rule) -> Rule:
    """`rule` counted from the same day as `before`, where its first day is one of that rhythm; else as it is."""
    if (rule.rhythm, rule.every) != (before.rhythm, before.every):
        return rule
    reached = takewhile(lambda day: day <= rule.first_on, _planned(before))
    return replace(rule, origin=before.counted_from) if rule.first_on in reached else rule


def times_left(rule: Rule, last_on: date) -> int | None:
    """How many of its times a rhythm has after `last_on`; None where it has none, or is not counted by times."""
    if rule.times is None:
        return None
    return rule.times - sum(1 for each in days_of(rule) if each.day <= last_on) or None
