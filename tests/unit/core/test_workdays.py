"""Working days skip weekends and Korean public holidays."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.workdays import add_workdays, holiday_name, is_public_holiday, is_workday, next_workday

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


class TestHolidays:
    @pytest.mark.parametrize("day", [date(2026, 5, 1), date(2026, 7, 17), date(2026, 2, 17), date(2026, 10, 5)])
    def test_of_2026(self, day: date) -> None:
        assert is_public_holiday(day)
        assert holiday_name(day)

    @pytest.mark.parametrize("day", [date(2025, 5, 1), date(2025, 7, 17), date(2026, 11, 20)])
    def test_are_not_seen_where_there_are_none(self, day: date) -> None:
        assert not is_public_holiday(day)
        assert holiday_name(day) is None

    def test_have_korean_names(self) -> None:
        assert holiday_name(date(2026, 7, 17)) == "제헌절"


class TestWorkdays:
    def test_skip_the_weekend(self) -> None:
        assert add_workdays(date(2026, 11, 20), 1) == date(2026, 11, 23)
        assert not is_workday(date(2026, 11, 21))

    def test_skip_1_may(self) -> None:
        assert add_workdays(date(2026, 4, 30), 1) == date(2026, 5, 4)

    def test_can_be_counted_back(self) -> None:
        assert add_workdays(date(2026, 5, 4), -1) == date(2026, 4, 30)

    def test_none_is_the_day_itself(self) -> None:
        assert add_workdays(date(2026, 11, 21), 0) == date(2026, 11, 21)

    def test_next_is_the_day_itself_when_it_is_one(self) -> None:
        assert next_workday(date(2026, 11, 20)) == date(2026, 11, 20)
        assert next_workday(date(2026, 11, 21)) == date(2026, 11, 23)

    @given(DAYS, st.integers(1, 30))
    def test_forth_and_back_ends_where_it_began(self, day: date, n: int) -> None:
        start = next_workday(day)
        end = add_workdays(start, n)
        assert is_workday(end)
        assert add_workdays(end, -n) == start


def test_only_the_calendar_of_korea_is_loaded() -> None:
    """In a process of its own: those of all countries take 18 MiB more in each."""
    ask = "from datetime import date; from portal.core import workdays; print(workdays.holiday_name(date(2026, 5, 5)))"
    told = "import sys; print('holidays.countries.germany' in sys.modules, 'holidays.countries' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", f"{ask}; {told}"], check=True, capture_output=True, text=True)
    assert ended.stdout.split() == ["어린이날", "False", "False"]
