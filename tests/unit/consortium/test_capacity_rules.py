"""On which days patterns give places, when figures are old, and how far places may shrink."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.consortium.capacity.rules import days_since, is_stale, monday_of, pattern_days, refuse_shrink
from portal.core.errors import Conflict

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass
class Every:
    weekday: int
    valid_from: date = date(2026, 1, 1)
    valid_to: date | None = None
    on_public_holidays: bool = False


class TestPatternDays:
    def test_are_the_weekday_between_both_ends(self) -> None:
        days = pattern_days(Every(0), date(2026, 11, 23), date(2026, 12, 7))
        assert days == [date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7)]

    def test_leave_out_public_holidays_unless_said_otherwise(self) -> None:
        chuseok_week = (date(2026, 9, 21), date(2026, 9, 27))
        assert pattern_days(Every(4), *chuseok_week) == []
        assert pattern_days(Every(4, on_public_holidays=True), *chuseok_week) == [date(2026, 9, 25)]

    def test_leave_out_closed_days_even_then(self) -> None:
        closed = {date(2026, 9, 25)}
        days = pattern_days(Every(4, on_public_holidays=True), date(2026, 9, 21), date(2026, 9, 27), closed=closed)
        assert days == []

    def test_keep_within_the_valid_period(self) -> None:
        pattern = Every(0, valid_from=date(2026, 11, 30), valid_to=date(2026, 11, 30))
        assert pattern_days(pattern, date(2026, 11, 1), date(2026, 12, 31)) == [date(2026, 11, 30)]

    def test_are_none_when_the_period_is_over(self) -> None:
        assert pattern_days(Every(0, valid_to=date(2026, 6, 1)), date(2026, 11, 1), date(2026, 12, 31)) == []


class TestAge:
    def test_figures_are_old_after_seven_days(self) -> None:
        assert not is_stale(NOW - timedelta(days=7), NOW, 7)
        assert is_stale(NOW - timedelta(days=7, seconds=1), NOW, 7)

    def test_days_are_those_of_the_calendar_in_seoul(self) -> None:
        assert days_since(datetime(2026, 11, 22, 14, 59, tzinfo=UTC), NOW) == 1
        assert days_since(datetime(2026, 11, 22, 15, 0, tzinfo=UTC), NOW) == 0


class TestShrinking:
    def test_down_to_what_is_taken_is_fine(self) -> None:
        refuse_shrink(2, 2, [])

    def test_below_it_names_the_bookings(self) -> None:
        with pytest.raises(Conflict) as refused:
            refuse_shrink(2, 1, ["2026-000001", "2026-000009"], "cell")
        assert refused.value.params == {"taken": 2, "names": "2026-000001, 2026-000009"}
        assert refused.value.field == "cell"

    def test_without_names_it_counts_them(self) -> None:
        with pytest.raises(Conflict) as refused:
            refuse_shrink(3, 0, [])
        assert refused.value.params == {"taken": 3}


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 29)])
def test_a_week_begins_on_monday(day: date) -> None:
    assert monday_of(day) == date(2026, 11, 23)
