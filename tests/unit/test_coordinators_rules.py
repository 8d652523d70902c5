"""Pairing, contact days, plans and next steps, as pure decisions."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.coordinators.caseload.rules import (
    Candidate,
    Fit,
    Hindrance,
    Wishes,
    contact_after_visit_on,
    first_contact_on,
    is_first_visit_late,
    next_contact_on,
    rank,
    retry_on,
)
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.contacts.rules import default_next_on
from portal.coordinators.contacts.states import ContactOutcome
from portal.coordinators.desk.rules import CaseStanding, NextKind, needs_referral, next_steps
from portal.coordinators.plans.rules import longest_end, review_on
from portal.coordinators.plans.states import HowOften
from portal.coordinators.referrals.states import ReferralState
from portal.core.targets import Targets
from portal.core.workdays import is_workday
from portal.residents.households.states import Language, SameSex, Sex

TARGETS = Targets()
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def candidate(number: int, *, load: int = 0, limit: int = 10, dong: str = "1", **values: object) -> Candidate:
    given_values = {"languages": frozenset({"ko"}), "sex": Sex.FEMALE} | values
    return Candidate(UUID(int=number), f"코디 {number}", load, limit, frozenset({dong}), **given_values)  # type: ignore[arg-type]


def wishes(language: Language = Language.KOREAN, same_sex: SameSex = SameSex.EITHER, sex: Sex = Sex.FEMALE) -> Wishes:
    return Wishes("1", language, sex, same_sex)


class TestRanking:
    def test_weighs_load_against_the_limit_not_alone(self) -> None:
        ranked = rank([candidate(1, load=5, limit=8), candidate(2, load=6, limit=20)], wishes())
        assert [one.coordinator.coordinator_id.int for one in ranked] == [2, 1]

    def test_prefers_the_dong_to_a_lighter_load(self) -> None:
        ranked = rank([candidate(1, load=0, dong="2"), candidate(2, load=9)], wishes())
        assert [one.coordinator.coordinator_id.int for one in ranked] == [2, 1]

    def test_says_what_speaks_for_someone(self) -> None:
        (one,) = rank([candidate(1, languages=frozenset({"ko", "vi"}))], wishes(Language.VIETNAMESE, SameSex.WANTED))
        assert one.reasons == (Fit.DONG, Fit.LANGUAGE, Fit.SAME_SEX, Fit.ROOM)
        assert one.is_suggested

    def test_says_what_speaks_against_someone(self) -> None:
        (one,) = rank([candidate(1, load=10, sex=Sex.MALE)], wishes(Language.SIGN, SameSex.WANTED))
        assert one.hindrances == (Hindrance.FULL, Hindrance.LANGUAGE, Hindrance.OTHER_SEX)
        assert not one.is_suggested

    def test_asks_for_no_sex_when_the_person_did_not_tell_theirs(self) -> None:
        (one,) = rank([candidate(1, sex=Sex.MALE)], wishes(same_sex=SameSex.WANTED, sex=Sex.NOT_TOLD))
        assert one.hindrances == ()

    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), max_size=12))
    def test_never_places_someone_hindered_above_someone_suggested(self, loads: list[tuple[int, int]]) -> None:
        ranked = rank([candidate(n, load=load, limit=limit) for n, (load, limit) in enumerate(loads)], wishes())
        suggested = [one.is_suggested for one in ranked]
        assert suggested == sorted(suggested, reverse=True)
        assert len(ranked) == len(loads)


class TestContactDays:
    @pytest.mark.parametrize(("promised", "expected"), [(-1, 0), (0, 0), (2, 2)])
    def test_the_first_keeps_the_promise_or_is_today(self, promised: int, expected: int) -> None:
        assert first_contact_on(MONDAY + timedelta(days=promised), MONDAY) == MONDAY + timedelta(days=expected)

    def test_is_monthly_and_moves_forward_to_a_working_day(self) -> None:
        assert next_contact_on(date(2026, 11, 25), visit_on=None, targets=TARGETS) == date(2026, 12, 24)

    def test_follows_a_visit_within_a_week(self) -> None:
        assert contact_after_visit_on(MONDAY, TARGETS) == date(2026, 11, 30)
        assert next_contact_on(MONDAY, visit_on=MONDAY + timedelta(days=1), targets=TARGETS) == date(2026, 12, 1)

    def test_tries_again_on_the_next_working_day(self) -> None:
        assert retry_on(date(2026, 12, 24)) == date(2026, 12, 28)

    @given(st.dates(date(2026, 1, 1), date(2027, 11, 1)), st.sampled_from(ContactOutcome))
    def test_always_lies_ahead_within_the_month_on_a_working_day(self, today: date, outcome: ContactOutcome) -> None:
        day = default_next_on(outcome, today, visit_on=None, targets=TARGETS)
        assert today < day
        if outcome is ContactOutcome.WELL:
            assert day <= today + timedelta(days=TARGETS.contact_every_days)
        assert is_workday(day) or (day - today).days <= TARGETS.contact_after_visit_days

    def test_the_first_visit_is_late_only_after_its_last_moment(self) -> None:
        assert not is_first_visit_late(CaseState.PAIRED, NOW, NOW)
        assert is_first_visit_late(CaseState.PAIRED, NOW, NOW + timedelta(seconds=1))
        assert not is_first_visit_late(CaseState.ASSESSED, NOW, NOW + timedelta(days=9))


class TestPlanDays:
    @pytest.mark.parametrize(
        ("day", "months", "end"),
        [
            (date(2028, 2, 29), 12, date(2029, 2, 28)),
            (date(2026, 8, 31), 6, date(2027, 2, 28)),
            (date(2026, 11, 23), 1, date(2026, 12, 23)),
        ],
    )
    def test_reach_so_many_months_and_never_into_the_next(self, day: date, months: int, end: date) -> None:
        assert longest_end(day, months) == end

    def test_the_review_is_never_before_today(self) -> None:
        assert review_on(MONDAY + timedelta(days=10), MONDAY, 30) == MONDAY


class TestNextSteps:
    def standing(self, state: CaseState, **values: object) -> CaseStanding:
        given_values = {"first_visit_due_at": NOW, "next_contact_on": None, "review_on": None} | values
        return CaseStanding(state=state, **given_values)  # type: ignore[arg-type]

    def kinds(self, standing: CaseStanding) -> list[NextKind]:
        return [step.kind for step in next_steps(standing, now=NOW, today=MONDAY)]

    def test_are_none_for_a_closed_case(self) -> None:
        assert self.kinds(self.standing(CaseState.CLOSED, lines_to_refer=2)) == []

    def test_ask_to_go_on_after_a_hold_and_nothing_new(self) -> None:
        assert self.kinds(self.standing(CaseState.ON_HOLD, lines_to_refer=2)) == [NextKind.RESUME]

    def test_ask_for_agreement_while_there_is_a_draft(self) -> None:
        assert self.kinds(self.standing(CaseState.IN_SERVICE, has_draft=True)) == [NextKind.AGREE_PLAN]

    def test_ask_for_the_review_on_its_day(self) -> None:
        assert self.kinds(self.standing(CaseState.IN_SERVICE, review_on=MONDAY)) == [NextKind.REVIEW]
        assert self.kinds(self.standing(CaseState.IN_SERVICE, review_on=MONDAY + timedelta(days=1))) == []

    def test_count_what_came_back_and_what_is_to_be_referred(self) -> None:
        steps = next_steps(
            self.standing(CaseState.PLANNED, lines_to_refer=2, referrals_to_act_on=3), now=NOW, today=MONDAY
        )
        assert [(step.kind, step.count) for step in steps] == [(NextKind.ACT_ON_REFERRAL, 3), (NextKind.REFER, 2)]


class TestLines:
    @pytest.mark.parametrize(
        ("how_often", "days", "states", "waits"),
        [
            (HowOften.WEEKLY, 10, set(), True),
            (HowOften.WEEKLY, 10, {ReferralState.BOOKED}, False),
            (HowOften.WEEKLY, 10, {ReferralState.DONE}, True),
            (HowOften.ONCE, 10, {ReferralState.DONE}, False),
            (HowOften.ONCE, 10, {ReferralState.DECLINED}, True),
            (HowOften.WEEKLY, -1, set(), False),
        ],
    )
    def test_wait_to_be_referred(self, how_often: HowOften, days: int, states: set[ReferralState], waits: bool) -> None:
        assert needs_referral(how_often, MONDAY + timedelta(days=days), frozenset(states), MONDAY) is waits
