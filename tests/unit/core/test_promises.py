"""Nobody is promised a call at a time at which nobody works."""

from datetime import date, datetime, time, timedelta

import pytest

from portal.core.clock import at
from portal.core.promises import Working

SATURDAY, SUNDAY, MONDAY, TUESDAY = (date(2026, 11, day) for day in (21, 22, 23, 24))
HOURS = Working(time(9), time(18))


def on_call(*days: date, begins: time = time(9)) -> Working:
    """Somebody is on call until twenty of those days."""
    return Working(time(9), time(18), lambda moment: any(at(day, begins) <= moment < at(day, time(20)) for day in days))


class TestSoonest:
    @pytest.mark.parametrize(
        ("asked_at", "working", "due"),
        [
            (at(MONDAY, time(10)), HOURS, at(MONDAY, time(18))),
            (at(MONDAY, time(10)), on_call(MONDAY), at(MONDAY, time(20))),
            (at(MONDAY, time(17)), HOURS, at(MONDAY, time(18))),
            (at(MONDAY, time(17, 1)), HOURS, at(TUESDAY, time(10))),
            (at(MONDAY, time(1, 28)), HOURS, at(MONDAY, time(18))),
            (at(SUNDAY, time(19, 30)), HOURS, at(MONDAY, time(10))),
            (at(SUNDAY, time(18, 30)), on_call(SUNDAY), at(SUNDAY, time(20))),
            (at(SUNDAY, time(19, 30)), on_call(SUNDAY), at(MONDAY, time(10))),
            (at(SATURDAY, time(12)), HOURS, at(MONDAY, time(10))),
            (at(SATURDAY, time(12)), on_call(SUNDAY), at(SUNDAY, time(10))),
            (at(SATURDAY, time(23)), on_call(SUNDAY, begins=time(18)), at(SUNDAY, time(20))),
            (at(SATURDAY, time(23)), on_call(SUNDAY, begins=time(19, 30)), at(MONDAY, time(10))),
            (at(date(2026, 12, 25), time(12)), HOURS, at(date(2026, 12, 28), time(10))),
        ],
    )
    def test_is_the_same_day_while_anybody_works(self, asked_at: datetime, working: Working, due: datetime) -> None:
        assert working.soonest(asked_at) == due


class TestWithin:
    @pytest.mark.parametrize(
        ("moment", "due"),
        [
            (at(MONDAY, time(13, 28)), at(MONDAY, time(13, 28))),
            (at(TUESDAY, time(1, 28)), at(TUESDAY, time(10))),
            (at(MONDAY, time(18, 1)), at(TUESDAY, time(10))),
            (at(SATURDAY, time(13)), at(MONDAY, time(10))),
        ],
    )
    def test_moves_on_to_when_somebody_works(self, moment: datetime, due: datetime) -> None:
        assert HOURS.within(moment) == due


class TestDayBy:
    @pytest.mark.parametrize(
        ("since", "hours", "day"),
        [
            (at(MONDAY, time(10)), 72, date(2026, 11, 26)),
            (at(date(2026, 11, 26), time(10)), 72, date(2026, 11, 27)),
            (at(date(2026, 11, 27), time(10)), 72, date(2026, 11, 30)),
            (at(date(2026, 11, 27), time(9, 30)), 72, date(2026, 11, 30)),
            (at(date(2026, 9, 23), time(17)), 72, date(2026, 9, 28)),
        ],
        ids=["thursday", "sunday", "monday at ten", "monday before ten", "chuseok"],
    )
    def test_is_the_last_working_day_within_the_limit(self, since: datetime, hours: int, day: date) -> None:
        assert HOURS.day_by(since + timedelta(hours=hours), since) == day


def test_a_day_ends_when_the_office_closes() -> None:
    assert HOURS.end_of(SATURDAY) == at(MONDAY, time(18))
