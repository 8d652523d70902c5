"""In which order what waits is done: the right place for each, at the edge of each day."""

from datetime import date, datetime, timedelta

import pytest

from portal.core.clock import SEOUL
from portal.core.urgency import Due, Rank, Weight, days_late, is_overdue, place_of, rank_of

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SEOUL)
TODAY = date(2026, 11, 23)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
W, U = Weight, Rank

RIGHT: list[tuple[Weight, Due, Rank]] = [
    (W.ALARM, None, U.AT_ONCE),
    (W.ALARM, NOW + 30 * DAY, U.AT_ONCE),
    (W.TASK, NOW - HOUR, U.AT_ONCE),
    (W.TASK, TODAY - DAY, U.AT_ONCE),
    (W.BREAK, NOW + HOUR, U.BREAKS_TODAY),
    (W.BREAK, NOW + DAY, U.WEEK),
    (W.TASK, NOW + HOUR, U.TODAY),
    (W.TASK, TODAY, U.TODAY),
    (W.TASK, datetime(2026, 11, 23, 23, 59, tzinfo=SEOUL), U.TODAY),
    (W.TASK, datetime(2026, 11, 24, 0, 0, tzinfo=SEOUL), U.WEEK),
    (W.TASK, TODAY + 6 * DAY, U.WEEK),
    (W.TASK, TODAY + 7 * DAY, U.LATER),
    (W.TASK, None, U.LATER),
    (W.WATCH, NOW - HOUR, U.WATCHED),
    (W.WATCH, None, U.WATCHED),
]


@pytest.mark.parametrize(("weight", "due", "right"), RIGHT)
def test_is_told_by_weight_and_day(weight: Weight, due: Due, right: Rank) -> None:
    assert rank_of(weight, due, NOW) is right


def test_a_day_is_over_only_after_its_end() -> None:
    assert not is_overdue(TODAY, NOW)
    assert is_overdue(TODAY, NOW + 14 * HOUR)
    assert not is_overdue(None, NOW)


def test_days_are_counted_from_the_day_on_which_it_was_due() -> None:
    dues = (TODAY - 3 * DAY, NOW - 3 * DAY, TODAY, NOW - HOUR, TODAY + DAY, None)
    assert [days_late(due, NOW) for due in dues] == [3, 3, 0, 0, 0, 0]


def test_the_list_runs_from_alarms_over_what_is_late_to_what_is_only_watched() -> None:
    """A worry before a call that is overdue, that before a visit that breaks today, then today, the week, the rest."""
    since = NOW - DAY
    told: dict[str, tuple[Weight, Due, datetime]] = {
        "a worry": (W.ALARM, NOW + DAY, since),
        "three days late": (W.TASK, TODAY - 3 * DAY, since),
        "a day late": (W.TASK, TODAY - DAY, since),
        "breaks this afternoon": (W.BREAK, NOW + 4 * HOUR, since),
        "by eleven": (W.TASK, NOW + HOUR, since),
        "today": (W.TASK, TODAY, since),
        "breaks tomorrow": (W.BREAK, NOW + DAY, since),
        "this week": (W.TASK, TODAY + 3 * DAY, since),
        "waits for long": (W.TASK, None, since - DAY),
        "waits": (W.TASK, None, since),
        "a visit of today": (W.WATCH, NOW + HOUR, since),
    }
    assert sorted(sorted(told), key=lambda name: place_of(*told[name], NOW)) == list(told)
