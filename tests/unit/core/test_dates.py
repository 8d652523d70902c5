"""Days and times are written in Korean, and birth dates are read and counted."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.dates import (
    age_on,
    format_clock,
    format_day,
    format_long_day,
    format_moment,
    format_span,
    last_birthday,
    parse_birth,
)
from portal.core.errors import DomainError

TODAY = date(2026, 11, 21)
AFTERNOON = datetime(2026, 11, 21, 6, 20, tzinfo=UTC)
LATE_EVENING = datetime(2026, 11, 21, 15, 5, tzinfo=UTC)


class TestFormat:
    def test_day_has_no_zeros_before(self) -> None:
        assert format_day(date(2026, 11, 21)) == "2026. 11. 21.(토)"
        assert format_day(date(2026, 1, 5)) == "2026. 1. 5.(월)"

    def test_long_day_names_the_weekday(self) -> None:
        assert format_long_day(date(2026, 12, 2)) == "12월 2일 수요일"

    def test_moment_is_shown_in_seoul(self) -> None:
        assert format_moment(AFTERNOON) == "2026. 11. 21.(토) 15:20"
        assert format_moment(LATE_EVENING) == "2026. 11. 22.(일) 00:05"

    def test_clock_takes_moments_and_clock_times(self) -> None:
        assert format_clock(AFTERNOON) == "15:20"
        assert format_clock(time(9, 5)) == "09:05"

    def test_span_repeats_the_day_only_when_it_changes(self) -> None:
        assert format_span(AFTERNOON, AFTERNOON.replace(hour=7)) == "2026. 11. 21.(토) 15:20~16:20"
        assert format_span(AFTERNOON, LATE_EVENING) == "2026. 11. 21.(토) 15:20~2026. 11. 22.(일) 00:05"

    def test_moment_without_time_zone_is_a_mistake(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            format_moment(datetime(2026, 11, 21, 6, 20))  # noqa: DTZ001


class TestParseBirth:
    @pytest.mark.parametrize(
        "typed",
        [
            "19580302",
            "1958-03-02",
            "1958. 3. 2.",
            "1958/3/2",
            "1958 03 02",
            "1958년 3월 2일",
            "１９５８０３０２",
            " 19580302 ",
        ],
    )
    def test_accepts_eight_digits_and_separators(self, typed: str) -> None:
        assert parse_birth(typed, today=TODAY) == date(1958, 3, 2)

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("", "8자리"),
            ("580302", "8자리"),
            ("19581302", "달력에 없는"),
            ("19570229", "달력에 없는"),
            ("00000101", "달력에 없는"),
            ("20261122", "아직 오지 않은"),
            ("19051121", "지난 날짜"),
        ],
    )
    def test_refuses_and_says_why(self, typed: str, words: str) -> None:
        with pytest.raises(DomainError, match=words):
            parse_birth(typed, today=TODAY)

    def test_today_and_the_oldest_are_accepted(self) -> None:
        assert parse_birth("20261121", today=TODAY) == TODAY
        assert parse_birth("19051122", today=TODAY) == date(1905, 11, 22)

    @given(st.dates(date(1930, 1, 1), TODAY))
    def test_reads_every_day_of_the_calendar(self, birth: date) -> None:
        assert parse_birth(f"{birth:%Y%m%d}", today=TODAY) == birth


class TestAge:
    @pytest.mark.parametrize(
        ("birth", "day", "age"),
        [
            (date(1958, 3, 2), date(2026, 3, 1), 67),
            (date(1958, 3, 2), date(2026, 3, 2), 68),
            (date(1960, 2, 29), date(2026, 2, 28), 65),
            (date(1960, 2, 29), date(2026, 3, 1), 66),
        ],
    )
    def test_counts_full_years(self, birth: date, day: date, age: int) -> None:
        assert age_on(birth, day) == age


@pytest.mark.parametrize(
    ("birth", "today", "day"),
    [
        (date(1961, 11, 24), date(2026, 11, 24), date(2026, 11, 24)),
        (date(1961, 11, 24), date(2026, 11, 23), date(2025, 11, 24)),
        (date(1960, 2, 29), date(2026, 3, 1), date(2026, 3, 1)),
        (date(1960, 2, 29), date(2028, 2, 29), date(2028, 2, 29)),
    ],
)
def test_the_last_birthday_is_when_somebody_became_as_old_as_they_are(birth: date, today: date, day: date) -> None:
    assert last_birthday(birth, today) == day
