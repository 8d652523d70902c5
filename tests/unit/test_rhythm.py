"""The days of a rhythm: what comes back when, holidays, and what is more than a plan says."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.coordinators.plans.states import HowOften
from portal.coordinators.series.rhythm import (
    DAYS_AT_MOST,
    LONGEST,
    Rule,
    beyond_line,
    days_of,
    going_on,
    next_day_after,
    refuse_rule,
    times_left,
)
from portal.coordinators.series.states import OnHoliday, Rhythm
from portal.core.errors import DomainError
from portal.core.workdays import is_public_holiday, is_workday

TUESDAY = date(2026, 12, 1)
R, H = Rhythm, OnHoliday


def shown(rule: Rule) -> list[str]:
    """The days, those on which nobody comes in brackets."""
    return [f"({each.day:%m-%d})" if each.is_off else f"{each.day:%m-%d}" for each in days_of(rule)]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Rule(rhythm=R.WEEKLY, first_on=TUESDAY, times=3), "12-01 12-08 12-15"),
        (Rule(rhythm=R.WEEKLY, first_on=TUESDAY, weekdays=frozenset({1, 4}), times=4), "12-01 12-04 12-08 12-11"),
        (Rule(rhythm=R.WEEKLY, first_on=TUESDAY, every=2, until_on=date(2026, 12, 29)), "12-01 12-15 12-29"),
        (
            Rule(rhythm=R.WEEKLY, first_on=date(2026, 12, 4), every=2, weekdays=frozenset({1, 4}), times=3),
            "12-04 12-15 12-18",
        ),
        (Rule(rhythm=R.MONTHLY_WEEKDAY, first_on=date(2026, 12, 8), times=3), "12-08 01-12 (02-09)"),
        (Rule(rhythm=R.MONTHLY_WEEKDAY, first_on=date(2026, 12, 29), times=3), "12-29 01-26 02-23"),
        (Rule(rhythm=R.MONTHLY_DAY, first_on=date(2026, 12, 31), times=4), "12-31 01-31 02-28 03-31"),
        # Friday the 25th is Christmas, and New Year's Day a Friday, too
        (Rule(rhythm=R.WEEKLY, first_on=date(2026, 12, 18), times=4), "12-18 (12-25) (01-01) 01-08"),
        (Rule(rhythm=R.WEEKLY, first_on=date(2026, 12, 18), times=4, on_holiday=H.NEXT), "12-18 12-28 01-04 01-08"),
        (Rule(rhythm=R.WEEKLY, first_on=date(2026, 12, 18), times=4, on_holiday=H.COME), "12-18 12-25 01-01 01-08"),
        # the Monday to which Christmas would move has its own visit
        (
            Rule(
                rhythm=R.WEEKLY,
                first_on=date(2026, 12, 21),
                weekdays=frozenset({0, 4}),
                times=3,
                on_holiday=H.NEXT,
            ),
            "12-21 (12-25) 12-28",
        ),
    ],
)
def test_the_days_of_a_rhythm(rule: Rule, days: str) -> None:
    assert " ".join(shown(rule)) == days


RULES = some.builds(
    lambda rhythm, first_on, every, weekdays, times, length, on_holiday: Rule(
        rhythm=rhythm,
        first_on=first_on,
        every=every,
        weekdays=frozenset({*weekdays, first_on.weekday()}),
        times=times,
        until_on=first_on + timedelta(days=length),
        on_holiday=on_holiday,
    ),
    some.sampled_from(Rhythm),
    some.dates(date(2026, 1, 1), date(2028, 12, 31)),
    some.integers(1, 12),
    some.frozensets(some.integers(0, 6)),
    some.one_of(some.none(), some.integers(1, 60)),
    some.integers(0, 366),
    some.sampled_from(OnHoliday),
)


@given(RULES)
def test_holidays_are_named_or_moved_only_as_the_rule_says(rule: Rule) -> None:
    refuse_rule(rule, rule.first_on - timedelta(days=1))
    found = days_of(rule)
    assert 1 <= len(found) <= min(rule.times or DAYS_AT_MOST, DAYS_AT_MOST)
    assert [each.day for each in found] == sorted({each.day for each in found}), "in order, and none twice"
    for each in found:
        planned = each.moved_from or each.day
        assert rule.first_on <= planned <= (rule.until_on or planned) <= rule.first_on + LONGEST
        assert rule.rhythm is not Rhythm.WEEKLY or planned.weekday() in rule.weekdays
        if not is_public_holiday(planned):
            assert each.moved_from is None
            assert not each.is_off
        elif each.moved_from is not None:
            assert rule.on_holiday is H.NEXT
            assert is_workday(each.day)
            assert each.day > planned
        else:
            assert each.is_off != (rule.on_holiday is H.COME)
    if rule.rhythm is Rhythm.WEEKLY and len(found) == DAYS_AT_MOST:
        return
    following = next_day_after(rule.first_on, max(each.day for each in found), rule)
    assert following > found[-1].day


@given(
    some.sets(some.dates(date(2026, 12, 1), date(2027, 6, 30)), max_size=40),
    some.lists(some.dates(date(2026, 12, 1), date(2027, 6, 30)), max_size=5),
    some.integers(1, 3),
)
def test_no_week_has_more_visits_than_the_plan_says(days: set[date], others: list[date], times: int) -> None:
    over = beyond_line(days, others, HowOften.WEEKLY, times)
    kept = Counter(day - timedelta(days=day.weekday()) for day in days - over)
    there = Counter(day - timedelta(days=day.weekday()) for day in others)
    assert all(kept[week] + there[week] <= max(times, there[week]) for week in kept)
    for day in over:
        week = day - timedelta(days=day.weekday())
        assert kept[week] + there[week] >= times, "none is left out while the week has room"


def test_two_weeks_a_month_and_once() -> None:
    days = [TUESDAY + timedelta(weeks=number) for number in range(6)]
    assert len(beyond_line(days, [], HowOften.FORTNIGHTLY, 1)) == 3
    assert beyond_line(days, [], HowOften.MONTHLY, 4) == {date(2026, 12, 29)}
    assert beyond_line(days, [TUESDAY], HowOften.ONCE, 1) == set(days)


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Rule(rhythm=R.WEEKLY, first_on=TUESDAY - timedelta(days=1), times=1), "first_on"),
        (Rule(rhythm=R.WEEKLY, first_on=TUESDAY), "times"),
        (Rule(rhythm=R.WEEKLY, first_on=TUESDAY, until_on=TUESDAY - timedelta(days=1)), "until_on"),
        (Rule(rhythm=R.WEEKLY, first_on=TUESDAY, weekdays=frozenset({3}), times=2), "first_on"),
    ],
)
def test_a_rhythm_that_cannot_be_is_refused_beside_its_field(rule: Rule, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        refuse_rule(rule, TUESDAY - timedelta(days=1))
    assert refused.value.field == field


def test_what_goes_on_keeps_its_day_and_its_times() -> None:
    """From the last day of February the 31st comes again; with another rhythm nothing is left of the one before."""
    before = Rule(rhythm=R.MONTHLY_DAY, first_on=date(2026, 12, 31), times=5)
    ends_on = date(2027, 1, 31)
    later = Rule(rhythm=R.MONTHLY_DAY, first_on=next_day_after(TUESDAY, ends_on, before), times=3)
    assert shown(going_on(later, before)) == ["02-28", "03-31", "04-30"]
    last = Rule(rhythm=R.MONTHLY_DAY, first_on=date(2027, 4, 30), times=2)
    assert shown(going_on(last, going_on(later, before))) == ["04-30", "05-31"]
    assert shown(going_on(Rule(rhythm=R.WEEKLY, first_on=date(2027, 2, 28), times=1), before)) == ["02-28"]
    assert [times_left(before, day) for day in (ends_on, date(2027, 4, 30))] == [3, None]
