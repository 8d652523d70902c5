"""A series by rule keeps its weekday and its place in the month, whatever holidays do to single dates."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.consortium.meetings.rules import needed
from portal.consortium.meetings.series import MeetingSeries, held
from portal.consortium.meetings.states import Quorum, WeekOfMonth
from portal.core.workdays import is_workday

WEEKS = list(WeekOfMonth)


def place_of(day: date) -> set[WeekOfMonth]:
    """Which weeks of its month a day stands for."""
    is_last = (day + timedelta(days=7)).month != day.month
    return set(WEEKS[(day.day - 1) // 7 : (day.day - 1) // 7 + 1]) | ({WeekOfMonth.LAST} if is_last else set())


@given(
    week=st.sampled_from(WEEKS),
    weekday=st.integers(0, 4),
    months=st.sampled_from([1, 2, 3, 6, 12]),
    from_on=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
)
def test_ten_years_of_korean_holidays_move_dates_and_never_the_series(
    week: WeekOfMonth, weekday: int, months: int, from_on: date
) -> None:
    series = MeetingSeries(week, weekday, months, from_on)
    days = list(islice(series.days_after(date.min), 120 // months))
    assert all(day.weekday() == weekday and week in place_of(day) for day in days)
    assert days[0] >= from_on
    gaps = {(after.year - day.year) * 12 + after.month - day.month for day, after in pairwise(days)}
    assert gaps <= {months}
    assert all(is_workday(each.held_on) and each.held_on >= each.by_rule for each in map(held, days))


def test_a_holiday_moves_one_date() -> None:
    fridays = MeetingSeries(WeekOfMonth.FIRST, 4, 1, date(2026, 4, 1))
    assert [held(day).held_on for day in islice(fridays.days_after(date(2026, 4, 10)), 2)] == [
        date(2026, 5, 4),  # 1 May is a holiday, then comes the weekend
        date(2026, 6, 5),
    ]


@pytest.mark.parametrize(
    ("quorum", "asked", "there"),
    [
        (Quorum.NONE, 9, 0),
        (Quorum.HALF, 8, 5),
        (Quorum.HALF, 9, 5),
        (Quorum.TWO_THIRDS, 9, 6),
        (Quorum.TWO_THIRDS, 7, 5),
    ],
)
def test_so_many_must_be_there(quorum: Quorum, asked: int, there: int) -> None:
    assert needed(quorum, asked) == there
