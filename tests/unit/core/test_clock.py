"""Days are days in Seoul, moments are moments in UTC."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.core.clock import at, day_bounds, day_of, now


class TestClock:
    def test_now_is_aware_and_in_utc(self) -> None:
        assert now().utcoffset() == timedelta(0)

    def test_the_day_changes_at_midnight_in_seoul(self) -> None:
        assert day_of(datetime(2026, 11, 20, 14, 59, tzinfo=UTC)) == date(2026, 11, 20)
        assert day_of(datetime(2026, 11, 20, 15, 0, tzinfo=UTC)) == date(2026, 11, 21)

    def test_a_clock_time_in_seoul_is_a_moment_in_utc(self) -> None:
        assert at(date(2026, 11, 21), time(15, 20)) == datetime(2026, 11, 21, 6, 20, tzinfo=UTC)

    @given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
    def test_the_bounds_hold_exactly_one_day(self, day: date) -> None:
        first, after = day_bounds(day)
        assert after - first == timedelta(days=1)
        assert day_of(first) == day == day_of(after - timedelta(microseconds=1))
        assert day_of(after) == day + timedelta(days=1)
