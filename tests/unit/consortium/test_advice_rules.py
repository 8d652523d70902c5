"""Fees stand where one is paid, nothing is kept before its consent, and what is open may be late."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from portal.consortium.advice import rules
from portal.consortium.advice.states import ADVICE_STATES, OPEN, AdviceState, AdviceVerb, FeeRule
from portal.core.errors import DomainError

DAY = date(2026, 11, 5)


def refusal_of(check: Callable[[], None]) -> str | None:
    """Beside which field it is refused, if it is."""
    try:
        check()
    except DomainError as error:
        return error.field
    return None


@pytest.mark.parametrize(
    ("rule", "fee", "refused"),
    [
        (FeeRule.NONE, None, False),
        (FeeRule.NONE, 1, True),
        (FeeRule.PER_MEETING, 150_000, False),
        (FeeRule.PER_HOUR, None, True),
        (FeeRule.PER_HOUR, 0, True),
    ],
)
def test_an_amount_stands_beside_a_rule_that_pays(rule: FeeRule, fee: int | None, refused: bool) -> None:
    assert refusal_of(lambda: rules.refuse_fee(rule, fee)) == ("fee" if refused else None)


@pytest.mark.parametrize(
    ("kept", "named", "field"),
    [(4, None, None), (5, 5, None), (4, 5, None), (6, None, "kept_on"), (4, 3, "named_on"), (4, 6, "named_on")],
)
def test_consents_are_given_before_anything_is_kept(kept: int, named: int | None, field: str | None) -> None:
    named_on = DAY.replace(day=named) if named else None
    assert refusal_of(lambda: rules.refuse_consents(DAY.replace(day=kept), named_on, DAY)) == field


def test_somebody_serves_from_the_first_to_the_last_day() -> None:
    last = DAY.replace(day=9)
    days = [DAY.replace(day=day) for day in (4, 5, 9, 10)]
    assert [rules.serves_on(DAY, last, day) for day in days] == [False, True, True, False]
    assert rules.serves_on(DAY, None, days[-1])


def test_what_is_open_is_late_once_its_day_is_over_in_seoul() -> None:
    just_before, just_after = (datetime(2026, 11, 5, hour, 59, tzinfo=UTC) for hour in (14, 15))
    late = {state: rules.is_late(state, DAY, just_after) for state in AdviceState}
    assert {state for state, is_late in late.items() if is_late} == OPEN
    assert not rules.is_late(AdviceState.GIVEN, DAY, just_before)


def test_an_answer_may_change_until_it_is_worked_in() -> None:
    for state in (*OPEN, AdviceState.DECLINED):
        assert ADVICE_STATES.allows(state, AdviceVerb.ADOPT_PARTLY)
    for state in (AdviceState.APPLIED, AdviceState.PARTLY_APPLIED):
        assert ADVICE_STATES.verbs(state) == [AdviceVerb.REOPEN]
    assert ADVICE_STATES.next(AdviceState.PARTLY, AdviceVerb.APPLY) is AdviceState.PARTLY_APPLIED
