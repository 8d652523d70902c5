"""How spending is carried on to the year's end, and which counts are too small to show."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.benefits.figures.rules import (
    Pace,
    days_left,
    hidden_places,
    month_bounds,
    pace_days,
    percent,
    shown,
    too_small,
    year_end_forecast,
)
from portal.benefits.figures.states import Covered


class TestForecast:
    def test_goes_on_at_the_pace_of_the_last_days(self) -> None:
        assert year_end_forecast(9_000_000, 0, Pace(900_000, 90), 38) == 9_000_000 + 380_000

    def test_is_never_less_than_what_is_booked(self) -> None:
        assert year_end_forecast(100_000, 50_000, Pace(900, 90), 10) == 150_000

    def test_of_a_year_that_is_over_is_what_was_spent(self) -> None:
        assert year_end_forecast(100_000, 0, Pace(900_000, 90), 0) == 100_000

    def test_without_spending_there_is_no_pace(self) -> None:
        assert year_end_forecast(0, 0, Pace(0, 0), 300) == 0

    @pytest.mark.parametrize(
        ("today", "left"),
        [
            (date(2026, 11, 23), 38),
            (date(2026, 12, 31), 0),
            (date(2027, 3, 1), 0),
            (date(2025, 12, 31), 365),
            (date(2025, 6, 1), 365),
            (date(2026, 1, 1), 364),
        ],
    )
    def test_days_left_of_2026(self, today: date, left: int) -> None:
        assert days_left(2026, today) == left

    @pytest.mark.parametrize(
        ("today", "first", "days"),
        [
            (date(2026, 11, 23), date(2026, 1, 5), 90),
            (date(2026, 11, 23), date(2026, 11, 14), 10),
            (date(2026, 1, 20), date(2026, 1, 1), 20),
            (date(2027, 5, 1), date(2026, 3, 1), 90),
            (date(2026, 11, 23), None, 0),
            (date(2026, 11, 23), date(2026, 12, 1), 0),
        ],
    )
    def test_the_pace_is_taken_over_at_most_90_days_of_the_year(
        self, today: date, first: date | None, days: int
    ) -> None:
        assert pace_days(2026, today, first) == days


class TestCounts:
    @pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False)])
    def test_one_to_four_are_too_small(self, count: int, *, small: bool) -> None:
        assert too_small(count) is small

    def test_a_second_is_hidden_where_one_alone_would_show_itself(self) -> None:
        assert hidden_places([20, 3, 7, 0]) == {1, 2}

    def test_two_small_ones_hide_each_other(self) -> None:
        assert hidden_places([20, 3, 7, 1]) == {1, 3}

    def test_nothing_is_hidden_without_small_ones(self) -> None:
        assert hidden_places([20, 0, 5]) == frozenset()

    def test_only_what_is_few_is_called_few(self) -> None:
        assert shown([20, 3, 7, 0]) == [20, Covered.FEW, Covered.COVER, 0]

    @given(st.lists(st.integers(0, 30), max_size=12))
    def test_no_small_count_is_ever_shown_nor_left_alone(self, counts: list[int]) -> None:
        hidden = hidden_places(counts)
        seen = [count for place, count in enumerate(counts) if place not in hidden]
        assert not any(too_small(count) for count in seen)
        assert len(hidden) != 1 or not any(seen)


def test_percent_rounds_halves_up_and_knows_no_whole() -> None:
    assert [percent(1, 8), percent(1, 3), percent(5, 4), percent(0, 9)] == [13, 33, 125, 0]
    assert percent(5, 0) is None
    assert percent(5, None) is None


def test_a_month_ends_on_its_last_day() -> None:
    assert month_bounds(date(2028, 2, 1)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert month_bounds(date(2026, 12, 1)) == (date(2026, 12, 1), date(2026, 12, 31))
