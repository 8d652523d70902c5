"""What the rules of a policy ask, by when, and what becomes of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.coordinators.caseload.states import CaseState
from portal.core.clock import at, day_of
from portal.core.errors import DomainError
from portal.core.urgency import is_overdue
from portal.monitoring.duties.clocks import PutOff, after_pauses, deadline, end_of_day
from portal.monitoring.duties.contradictions import refuse_contradictions, refuse_laxer
from portal.monitoring.duties.rules import (
    CareFacts,
    DutyRule,
    Edition,
    PolicyRules,
    asked,
    from_document,
    is_meant,
    to_document,
)
from portal.monitoring.duties.settling import wanted
from portal.monitoring.duties.states import DutyBy, SpanUnit
from portal.monitoring.screening.states import RiskLevel
from portal.residents.applications.states import Urgency
from tests.unit.monitoring.duty_facts import (
    HOURS,
    IN_TWO_DAYS,
    MONDAY,
    TARGETS,
    WEEKLY,
    A,
    T,
    U,
    due_on,
    edition,
    household,
)


class TestAsking:
    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            (IN_TWO_DAYS, date(2026, 11, 4)),
            (replace(IN_TWO_DAYS, amount=5), date(2026, 11, 6)),
            (replace(IN_TWO_DAYS, unit=U.WORKDAYS, amount=5), date(2026, 11, 9)),
            (replace(IN_TWO_DAYS, unit=U.SAME_DAY, amount=0), date(2026, 11, 2)),
            (WEEKLY, date(2026, 11, 9)),
        ],
    )
    def test_counts_days_working_days_and_the_same_day(self, rule: DutyRule, expected: date) -> None:
        assert due_on(household(), edition(rule)) == expected

    def test_hours_are_clock_hours(self) -> None:
        rule = DutyRule("첫 방문", A.ASSESSMENT, T.PAIRED, 72, U.HOURS)
        (one,) = asked(household(state=CaseState.PAIRED), (edition(rule),), MONDAY, HOURS)
        assert (one.due_at, one.in_hours) == (MONDAY + timedelta(hours=72), True)

    def test_the_same_day_after_hours_is_the_next_working_day(self) -> None:
        friday_night = at(date(2026, 11, 6), time(23))
        rule = replace(IN_TWO_DAYS, unit=U.SAME_DAY, amount=0)
        assert due_on(household(opened_at=friday_night), edition(rule)) == date(2026, 11, 9)

    def test_follows_the_stages_after_the_pairing(self) -> None:
        stages = edition(replace(WEEKLY, to_day=28), DutyRule("다달이", A.CONTACT, T.EVERY, 30, from_day=28))
        early, late = MONDAY + timedelta(days=20), MONDAY + timedelta(days=29)
        assert due_on(household(reached_at=early), stages) == day_of(early) + timedelta(days=7 - 2)
        assert due_on(household(reached_at=late), stages) == date(2026, 12, 31)

    def test_the_strictest_of_all_policies_counts(self) -> None:
        both = edition(DutyRule("다달이", A.CONTACT, T.EVERY, 30)), edition(WEEKLY, key=2)
        (one,) = asked(household(), both, MONDAY, HOURS)
        assert (one.name, one.edition_id) == ("매주", UUID(int=2))

    def test_a_visit_asks_for_a_contact_within_its_days(self) -> None:
        rule = DutyRule("방문 뒤", A.CONTACT, T.VISITED, 7)
        assert due_on(household(), edition(rule)) is None
        assert due_on(household(visited_at=MONDAY + timedelta(days=1)), edition(rule)) == date(2026, 11, 10)

    def test_nobody_is_late_by_what_nobody_asked(self) -> None:
        old = household(opened_at=MONDAY - timedelta(days=200), reached_at=MONDAY - timedelta(days=25))
        assert due_on(old, edition(WEEKLY, since_on=day_of(MONDAY))) == date(2026, 11, 9)

    def test_a_plan_is_reviewed_in_the_week_that_begins_so_long_before_its_end(self) -> None:
        rule = DutyRule("종결 검토", A.REVIEW, T.PLAN_ENDS, 30)
        planned = household(plan_agreed_at=MONDAY, plan_ends_on=date(2027, 3, 31))
        assert due_on(planned, edition(rule), act=A.REVIEW) == date(2027, 3, 1) + timedelta(days=6)


class TestWaiting:
    def test_lets_each_try_move_the_deadline_to_the_next_working_day(self) -> None:
        tried = household(tried_at=MONDAY + timedelta(days=7), tried_last_at=MONDAY + timedelta(days=7))
        assert due_on(tried, edition(WEEKLY)) == date(2026, 11, 10)

    def test_ends_after_the_working_days_of_the_policy(self) -> None:
        tried = household(tried_at=MONDAY + timedelta(days=7), tried_last_at=MONDAY + timedelta(days=14))
        assert due_on(tried, edition(WEEKLY)) == date(2026, 11, 12)

    def test_never_brings_a_deadline_forward(self) -> None:
        tried = household(tried_at=MONDAY, tried_last_at=MONDAY)
        assert due_on(tried, edition(WEEKLY)) == date(2026, 11, 9)

    @pytest.mark.parametrize(
        ("until_on", "due"), [(date(2026, 11, 11), date(2026, 11, 11)), (date(2026, 11, 20), date(2026, 11, 12))]
    )
    def test_is_for_the_day_on_which_they_asked_to_be_called(self, until_on: date, due: date) -> None:
        tried_at = MONDAY + timedelta(days=7)
        put_off = household(tried_at=tried_at, put_off=(PutOff(tried_at, at(until_on, time(10))),))
        assert due_on(put_off, edition(WEEKLY)) == due

    @pytest.mark.parametrize(
        ("unit", "amount", "due_at"),
        [(U.HOURS, 72, MONDAY + timedelta(hours=72 + 24)), (U.WORKDAYS, 2, end_of_day(date(2026, 11, 6)))],
    )
    def test_puts_off_the_first_visit_for_what_they_asked_and_not_for_silence(
        self, unit: SpanUnit, amount: int, due_at: datetime
    ) -> None:
        """Also once they were spoken to: the time for which they asked is not counted backwards."""
        rule, tried_at = DutyRule("첫 방문", A.ASSESSMENT, T.PAIRED, amount, unit), MONDAY + timedelta(days=1)
        tries = {"tried_at": tried_at, "tried_last_at": MONDAY + timedelta(days=3)}
        silent = household(state=CaseState.PAIRED, first_visit_due_at=MONDAY + timedelta(days=30), **tries)
        until_at = at(date(2026, 11, 6), time(15))
        put_off = replace(silent, put_off=(PutOff(tried_at, until_at),))
        for facts, expected in (
            (silent, deadline(amount, unit, MONDAY, HOURS)),
            (put_off, due_at),
            (replace(put_off, tried_at=None, tried_last_at=None, reached_at=until_at), due_at),
        ):
            found = wanted(facts, asked(facts, (edition(rule),), MONDAY, HOURS), [], TARGETS)
            assert [one.due_at for one in found if one.act is A.ASSESSMENT] == [expected]

    def test_stops_the_hours_that_the_case_itself_keeps(self) -> None:
        facts = household(state=CaseState.PAIRED, put_off=(PutOff(MONDAY, MONDAY + timedelta(hours=5)),))
        (visit,) = [one for one in wanted(facts, (), [], TARGETS) if one.act is A.ASSESSMENT]
        assert visit.due_at == MONDAY + timedelta(hours=72 + 5)

    @pytest.mark.parametrize(
        ("asked_for", "hours"),
        [
            ([(10, 14)], 76),
            ([(10, 14), (12, 15)], 77),
            ([(10, 14), (20, 90)], 96),
            ([(71, 75)], 76),
            ([(73, 90)], 72),
            ([(70, 74), (75, 80)], 81),
        ],
    )
    def test_stops_the_clock_of_hours_while_it_runs_and_within_its_limit(
        self, asked_for: list[tuple[int, int]], hours: int
    ) -> None:
        put_off = tuple(PutOff(MONDAY + timedelta(hours=one), MONDAY + timedelta(hours=two)) for one, two in asked_for)
        due_at = after_pauses(MONDAY + timedelta(hours=72), put_off, timedelta(hours=24))
        assert due_at == MONDAY + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("named", "values", "meant"),
    [
        ({}, {"state": CaseState.ON_HOLD}, False),
        ({"state": CaseState.ON_HOLD}, {"state": CaseState.ON_HOLD}, True),
        ({"state": CaseState.PLANNED}, {}, False),
        ({}, {"closed_at": MONDAY}, False),
        ({"risk": RiskLevel.MIDDLE}, {}, False),
        ({"risk": RiskLevel.MIDDLE}, {"risk": RiskLevel.HIGH}, True),
        ({"risk": RiskLevel.MIDDLE}, {"risk": RiskLevel.LOW}, False),
        ({"age_from": 65}, {}, False),
        ({"age_from": 65}, {"birth_on": date(1961, 11, 2)}, True),
        ({"age_from": 65}, {"birth_on": date(1961, 11, 3)}, False),
        ({"age_to": 64}, {"birth_on": date(1961, 11, 3)}, True),
        ({"urgent": True}, {}, False),
        ({"urgent": True}, {"urgency": Urgency.URGENT}, True),
        ({"programme": "mapo"}, {"programmes": frozenset({"mapo"})}, True),
        ({"programme": "mapo"}, {"programmes": frozenset({"other"})}, False),
    ],
)
def test_a_rule_is_meant_for_whom_it_names(named: dict[str, Any], values: dict[str, Any], meant: bool) -> None:
    assert is_meant(replace(WEEKLY, **named), household(**values), day_of(MONDAY)) is meant


class TestContradictions:
    @pytest.mark.parametrize(
        "wrong",
        [
            (),
            (WEEKLY, WEEKLY),
            (replace(WEEKLY, amount=0),),
            (replace(WEEKLY, from_day=28, to_day=28),),
            (replace(WEEKLY, age_from=70, age_to=60),),
            (replace(WEEKLY, unit=U.HOURS),),
            (replace(WEEKLY, trigger=T.PLAN_ENDS),),
            (replace(WEEKLY, by=DutyBy.OFFICE),),
        ],
    )
    def test_are_refused(self, wrong: tuple[DutyRule, ...]) -> None:
        with pytest.raises(DomainError) as refusal:
            refuse_contradictions(PolicyRules(wrong))
        assert refusal.value.field == "duties"

    def test_a_rule_that_asks_for_less_than_was_promised_is_refused(self) -> None:
        refuse_laxer(PolicyRules((replace(WEEKLY, amount=30),)), TARGETS)
        with pytest.raises(DomainError):
            refuse_laxer(PolicyRules((replace(WEEKLY, amount=31),)), TARGETS)
        with pytest.raises(DomainError):
            refuse_laxer(PolicyRules((DutyRule("뒤", A.CONTACT, T.VISITED, 8),)), TARGETS)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda one: one.replace(tzinfo=UTC))  # noqa: DTZ001 made aware
contacts = st.builds(
    DutyRule,
    name=st.sampled_from(["가", "나", "다"]),
    act=st.just(A.CONTACT),
    trigger=st.sampled_from([T.PAIRED, T.VISITED, T.EVERY]),
    amount=st.integers(1, 30),
    unit=st.sampled_from([U.DAYS, U.WORKDAYS, U.SAME_DAY]),
    from_day=st.integers(0, 40),
    risk=st.sampled_from([None, *RiskLevel]),
)
households = st.builds(
    household,
    opened_at=moments,
    reached_at=st.none() | moments,
    visited_at=st.none() | moments,
    next_contact_on=st.dates(date(2026, 1, 1), date(2027, 1, 31)),
    risk=st.sampled_from([None, *RiskLevel]),
    review_on=st.none(),
)


class TestWhateverIsAsked:
    @given(st.lists(contacts, max_size=6))
    def test_is_kept_as_it_was_written(self, rules: list[DutyRule]) -> None:
        written = PolicyRules(tuple(rules))
        assert from_document(to_document(written)) == written

    @given(households, st.lists(contacts, max_size=5), st.lists(contacts, max_size=5), moments)
    def test_another_policy_never_lets_anything_be_due_later(
        self, facts: CareFacts, one: list[DutyRule], more: list[DutyRule], now: datetime
    ) -> None:
        alone, both = due_on(facts, edition(*one), now=now), due_on(facts, edition(*one), edition(*more), now=now)
        assert alone is None or (both is not None and both <= alone)

    @given(households, st.lists(contacts, max_size=5), moments)
    def test_is_never_later_than_the_day_that_somebody_chose(
        self, facts: CareFacts, rules: list[DutyRule], now: datetime
    ) -> None:
        found = asked(facts, (edition(*rules),), now, HOURS)
        (contact,) = [one for one in wanted(facts, found, (), TARGETS, is_day_chosen=True) if one.act is A.CONTACT]
        assert facts.next_contact_on is not None
        assert contact.due_at <= end_of_day(facts.next_contact_on)
        assert not found or contact.due_at <= found[0].due_at

    @given(households, st.lists(contacts, max_size=5), moments)
    def test_names_an_edition_only_where_that_asks(
        self, facts: CareFacts, rules: list[DutyRule], now: datetime
    ) -> None:
        other = Edition(uuid4(), (), 3)
        found = asked(facts, (other, edition(*rules)), now, HOURS)
        assert {one.edition_id for one in found} <= {UUID(int=1)}

    @given(moments, moments)
    def test_a_day_is_late_when_the_next_one_begins(self, due: datetime, now: datetime) -> None:
        assert is_overdue(day_of(due), now) is (end_of_day(day_of(due)) < now)
