"""Assessment and care plan: written, agreed, replaced, ended."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.coordinators.caseload.holding import hold_case
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.plans import queries
from portal.coordinators.plans.actions import agree_plan, assess, end_plans, write_plan
from portal.coordinators.plans.rules import LINES_AT_MOST
from portal.coordinators.plans.states import AgreedBy, Area, HowOften, NeedLevel, PlanState
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import (
    OFFICE,
    line_draft,
    make_agreed,
    make_assessed,
    make_coordinator,
    make_draft,
    make_paired,
)

LEVELS = dict.fromkeys(Area, NeedLevel.UNKNOWN)


class TestAssessing:
    def test_takes_the_case_a_step_on_and_counts_as_a_contact(self, session: Session) -> None:
        case = make_paired()
        assess(case, LEVELS, "", is_home_visit=True, actor=case.coordinator.actor, now=NOW)
        assert (case.state, case.next_contact_on) == (CaseState.ASSESSED, TODAY + timedelta(days=7))

    def test_again_is_a_new_row(self, session: Session) -> None:
        case = make_assessed()
        later = NOW + timedelta(days=30)
        assess(case, LEVELS, "다시", is_home_visit=False, actor=case.coordinator.actor, now=later)
        newest, first = queries.assessments_of(case)
        assert (newest.summary, first.is_home_visit) == ("다시", True)
        assert queries.assessment_of(case) is newest

    def test_needs_all_six_areas(self, session: Session) -> None:
        case = make_paired()
        with pytest.raises(DomainError):
            assess(case, {Area.MEALS: NeedLevel.SOME}, "", is_home_visit=True, actor=case.coordinator.actor, now=NOW)

    def test_is_for_the_coordinator(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            assess(make_paired(), LEVELS, "", is_home_visit=True, actor=OFFICE, now=NOW)

    def test_waits_while_the_case_is_on_hold(self, session: Session) -> None:
        case = make_paired()
        hold_case(case, "입원", actor=case.coordinator.actor, now=NOW)
        with pytest.raises(Conflict):
            assess(case, LEVELS, "", is_home_visit=True, actor=case.coordinator.actor, now=NOW)


class TestWriting:
    def test_keeps_one_draft_and_writes_over_it(self, session: Session) -> None:
        case = make_assessed()
        first = make_draft(case)
        second = make_draft(case, line_draft(need="식사"), line_draft(need="빨래"))
        assert second is first
        assert [line.need for line in second.lines] == ["식사", "빨래"]
        assert len(queries.plans_of(case)) == 1

    def test_comes_after_the_assessment(self, session: Session) -> None:
        with pytest.raises(Conflict):
            make_draft(make_paired())

    @pytest.mark.parametrize(
        ("days", "field"), [(0, "ends_on"), (-1, "ends_on"), (366, "ends_on")], ids=["today", "past", "too far"]
    )
    def test_refuses_an_end_out_of_bounds(self, session: Session, days: int, field: str) -> None:
        case = make_assessed()
        with pytest.raises(DomainError) as refused:
            make_draft(case, ends_on=TODAY + timedelta(days=days))
        assert refused.value.field == field

    def test_may_last_twelve_months_to_the_day(self, session: Session) -> None:
        assert make_draft(make_assessed(), ends_on=date(2027, 11, 23)).ends_on == date(2027, 11, 23)

    def test_names_the_line_whose_end_lies_behind_the_plan(self, session: Session) -> None:
        with pytest.raises(DomainError) as refused:
            make_draft(make_assessed(), line_draft(), line_draft(until_on=TODAY + timedelta(days=300)))
        assert refused.value.params == {"number": 2}

    def test_refuses_several_times_of_something_done_once(self, session: Session) -> None:
        with pytest.raises(DomainError):
            make_draft(make_assessed(), line_draft(how_often=HowOften.ONCE, times=2))

    def test_refuses_a_plan_without_lines(self, session: Session) -> None:
        case = make_assessed()
        with pytest.raises(DomainError) as refused:
            write_plan(case, [], aim="", ends_on=TODAY + timedelta(days=9), actor=case.coordinator.actor, now=NOW)
        assert refused.value.field == "lines"
        assert LINES_AT_MOST > 1


class TestAgreeing:
    def test_says_how_and_sets_the_day_of_the_review(self, session: Session) -> None:
        case = make_assessed()
        plan = make_agreed(case)
        assert (plan.state, plan.agreed_by, plan.agreed_at) == (PlanState.AGREED, AgreedBy.IN_PERSON, NOW)
        assert case.state is CaseState.PLANNED
        assert case.review_on == plan.ends_on - timedelta(days=30)

    def test_replaces_the_plan_before(self, session: Session) -> None:
        case = make_assessed()
        first, second = make_agreed(case), make_agreed(case, line_draft(need="식사"))
        assert (first.state, second.state, second.number) == (PlanState.REPLACED, PlanState.AGREED, 2)
        assert queries.agreed_plan_of(case) is second

    def test_cannot_be_done_twice(self, session: Session) -> None:
        case = make_assessed()
        plan = make_agreed(case)
        with pytest.raises(Conflict):
            agree_plan(plan, AgreedBy.PHONE, actor=case.coordinator.actor, now=NOW)
        assert plan.state is PlanState.AGREED

    def test_refuses_a_draft_whose_end_has_passed(self, session: Session) -> None:
        case = make_assessed()
        plan = make_draft(case, line_draft(until_on=TODAY), ends_on=TODAY + timedelta(days=1))
        with pytest.raises(DomainError):
            agree_plan(plan, AgreedBy.PHONE, actor=case.coordinator.actor, now=NOW + timedelta(days=1))


class TestEnding:
    def test_ends_plan_and_draft(self, session: Session) -> None:
        case = make_assessed()
        agreed, draft = make_agreed(case), make_draft(case)
        end_plans(case, actor=case.coordinator.actor, now=NOW)
        assert (agreed.state, draft.state) == (PlanState.ENDED, PlanState.ENDED)
        assert queries.agreed_plan_of(case) is queries.draft_of(case) is None


class TestLines:
    def test_are_found_by_their_coordinator_only(self, session: Session) -> None:
        case = make_assessed()
        line = make_agreed(case).lines[0]
        assert queries.line(line.id, case.coordinator.actor) is line
        assert queries.line(line.id, OFFICE) is line
        with pytest.raises(NotFound):
            queries.line(line.id, make_coordinator("남의집").actor)
