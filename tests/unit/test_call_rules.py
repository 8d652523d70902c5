"""When somebody is called again, and what a call counts as."""

from datetime import date, datetime, time, timedelta

import pytest

from portal.coordinators.calls.states import CallResult
from portal.coordinators.contacts.states import ContactOutcome
from portal.core.clock import at
from portal.core.promises import Working
from portal.core.targets import Targets
from portal.monitoring.calls.rules import (
    REACHED,
    Said,
    a_year_before,
    asks_for_visit,
    change_in_percent,
    next_try_at,
    not_after,
    outcome_of,
    rests_until,
)

MONDAY = date(2026, 11, 23)
WORKING, TARGETS = Working(time(9), time(18)), Targets()


@pytest.mark.parametrize(
    ("tries", "now", "expected"),
    [
        (1, at(MONDAY, time(9)), at(MONDAY, time(12))),
        (1, at(MONDAY, time(15)), at(MONDAY, time(18))),
        (1, at(MONDAY, time(15, 1)), at(date(2026, 11, 24), time(9))),
        (2, at(MONDAY, time(9)), at(date(2026, 11, 24), time(9))),
        (1, at(date(2026, 11, 27), time(17)), at(date(2026, 11, 30), time(9))),
        (2, at(date(2026, 12, 24), time(10)), at(date(2026, 12, 28), time(9))),
    ],
)
def test_the_next_try_is_later_that_day_then_on_the_next_working_day(
    tries: int, now: datetime, expected: datetime
) -> None:
    assert next_try_at(tries, now, WORKING, TARGETS) == expected


def test_so_many_tries_ask_for_a_visit() -> None:
    assert [asks_for_visit(tries, TARGETS) for tries in (1, 2, 3, 4)] == [False, False, True, True]


@pytest.mark.parametrize("result", list(CallResult))
def test_nobody_who_answered_is_left_without_a_next_call_but_by_their_wish(result: CallResult) -> None:
    now = at(MONDAY, time(9))
    rests = rests_until(Said(result=result, again_at=now + timedelta(hours=6)), 1, now, WORKING, TARGETS)
    expected = {
        CallResult.CALL_BACK: now + timedelta(hours=6),
        CallResult.REFUSED: at(date(2026, 11, 24), time(9)),
        CallResult.NO_ANSWER: at(MONDAY, time(12)),
        CallResult.WRONG_NUMBER: at(MONDAY, time(12)),
    }
    assert rests == expected.get(result)


@pytest.mark.parametrize("result", list(CallResult))
@pytest.mark.parametrize("how", list(ContactOutcome))
def test_well_is_only_who_spoke_and_said_so(result: CallResult, how: ContactOutcome) -> None:
    said = Said(result=result, how=how)
    if outcome_of(said) is ContactOutcome.WELL:
        assert how is ContactOutcome.WELL
        assert result in REACHED


@pytest.mark.parametrize(("before", "count", "change"), [(50, 34, -32), (25, 96, 284), (0, 5, None), (5, 5, 0)])
def test_change_is_told_in_percent(before: int, count: int, change: int | None) -> None:
    assert change_in_percent(before, count) == change


def test_a_year_before_the_29th_of_february_is_the_28th() -> None:
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("chosen", "latest", "expected"),
    [(30, None, 30), (30, 26, 26), (25, 26, 25), (30, 20, 23), (None, 26, None)],
)
def test_a_policy_brings_the_next_contact_forward(chosen: int | None, latest: int | None, expected: int | None) -> None:
    def on(day: int | None) -> date | None:
        return MONDAY.replace(day=day) if day else None

    assert not_after(on(chosen), on(latest), MONDAY) == on(expected)
