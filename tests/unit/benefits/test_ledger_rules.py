"""Units, shares, stays and how long money lasts, worked by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.benefits.ledger.rules import (
    Pace,
    amount_due,
    days_of,
    done_units,
    forecast,
    higher_cap,
    lower_of,
    minutes_between,
    planned_units,
    split,
)
from portal.benefits.ledger.units import unit_minutes

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""10:00 in Seoul."""


@pytest.mark.parametrize(
    ("unit", "minutes"),
    [("30분", 30), ("시간", 60), ("1시간", 60), ("2 시간", 120), ("1일", 1440), ("식", None), ("회", None), ("", None)],
)
def test_units_that_name_time(unit: str, minutes: int | None) -> None:
    assert unit_minutes(unit) == minutes


@pytest.mark.parametrize(
    ("unit", "minutes", "units"),
    [
        ("30분", 30, 1),
        ("30분", 31, 2),
        ("30분", 120, 4),
        ("시간", 1, 1),
        ("시간", 60, 1),
        ("시간", 61, 2),
        ("1일", 120, 1),
        ("1일", 1440, 1),
        ("1일", 1441, 2),
        ("식", 500, 1),
    ],
)
def test_begun_units_count(unit: str, minutes: int, units: int) -> None:
    assert planned_units(unit, minutes) == units


def test_a_quantity_counts_only_where_the_unit_is_no_time() -> None:
    assert done_units("식", 60, 5) == 5
    assert done_units("식", 60) == 1
    assert done_units("식", 60, 0) == 0
    assert done_units("시간", 90, 5) == 2


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (1, 1), (60, 1), (61, 2), (7200, 120)])
def test_a_begun_minute_counts(seconds: int, minutes: int) -> None:
    assert minutes_between(MORNING, MORNING + timedelta(seconds=seconds)) == minutes


def test_shares_in_won() -> None:
    assert split(33_600, 15) == (5_040, 28_560)
    assert split(101, 50) == (50, 51)
    assert split(16_800, 0) == (0, 16_800)
    assert split(16_800, 100) == (16_800, 0)


def test_the_share_that_is_due_for_an_absence_is_rounded_down() -> None:
    assert amount_due(3, 16_800) == 50_400
    assert amount_due(1, 16_801, 33) == 5_544


@given(st.integers(0, 10_000_000), st.integers(0, 100))
def test_shares_always_add_up(amount: int, percent: int) -> None:
    own, support = split(amount, percent)
    assert own + support == amount
    assert own >= 0
    assert support >= 0


def pace(used: int = 100_000, days: int = 40, visits: int = 4) -> Pace:
    return Pace(used, date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days - 1), visits)


class TestForecast:
    def test_at_this_pace(self) -> None:
        assert forecast(pace(), 100_000) == date(2026, 3, 21)

    def test_nothing_left_was_used_up_on_the_last_day(self) -> None:
        assert forecast(pace(), 0) == date(2026, 2, 9)

    def test_the_smallest_rest_lasts_into_the_next_day(self) -> None:
        assert forecast(pace(), 1) == date(2026, 2, 10)

    def test_beyond_the_year_there_is_none(self) -> None:
        assert forecast(pace(10_000, 335), 1_000) is None

    def test_without_a_cap_or_a_pace_there_is_none(self) -> None:
        assert forecast(pace(10_000), None) is None
        assert forecast(None, 1_000) is None
        assert forecast(pace(0), 1_000) is None

    def test_nothing_is_said_before_28_days_and_three_visits(self) -> None:
        assert forecast(pace(days=28), 1_000) is None
        assert forecast(pace(days=29), 1_000) is not None
        assert forecast(pace(visits=2), 1_000) is None
        assert forecast(pace(visits=3), 1_000) is not None


class TestStay:
    def test_days_that_a_stay_touches(self) -> None:
        assert days_of(MORNING, MORNING + timedelta(hours=2)) == [date(2026, 11, 24)]
        until_midnight = MORNING.replace(hour=15)
        assert days_of(MORNING, until_midnight) == [date(2026, 11, 24)]
        assert days_of(MORNING, until_midnight + timedelta(minutes=1)) == [date(2026, 11, 24), date(2026, 11, 25)]


def test_no_cap_is_the_highest_and_leaves_the_most() -> None:
    assert higher_cap(1, 2) == 2
    assert higher_cap(None, 2) is None
    assert lower_of([None, 5, 3]) == 3
    assert lower_of([None]) is None
