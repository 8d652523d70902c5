"""Who pays a line of the care plan: whom the rule chooses, another one with a reason, asked again when facts change."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.accounts.queries import get_user
from portal.benefits.eligibility.actions import choose_payer
from portal.benefits.eligibility.queries import checks_of, line_payers, payer_of, payers_for
from portal.benefits.eligibility.states import Answer, Occasion
from portal.benefits.programmes.models import Programme
from portal.benefits.programmes.rules import Door, ProgrammeRules
from portal.benefits.programmes.states import IncomeBand, PersonGroup
from portal.consortium.catalogue.models import Service
from portal.coordinators.plans.actions import agree_plan, choose_line_payer
from portal.coordinators.plans.models import CarePlan
from portal.coordinators.plans.states import AgreedBy
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.residents.households.models import Person
from tests.factories.consortium import NOW, TODAY, make_service
from tests.factories.coordinators import line_draft, make_assessed, make_draft
from tests.factories.eligibility import make_income
from tests.factories.programmes import make_edition, make_median
from tests.factories.residents import make_person


@pytest.fixture
def service(session: Session) -> Service:
    make_median(2026, 2_564_238)
    return make_service("cleaning", name="청소")


def paying(service: Service, own: int = 100, **rules: Any) -> Programme:
    return make_edition(rules=ProgrammeRules(services=(service.code,), others_own_percent=own, **rules)).programme


def draft(service: Service) -> CarePlan:
    return make_draft(make_assessed(), line_draft(service))


def names(person: Person, service: Service) -> list[str]:
    return [option.programme.name for option in payers_for(person, service, TODAY)]


class TestTheRule:
    def test_takes_the_lowest_own_share(self, service: Service) -> None:
        dear, cheap = paying(service, 50), paying(service, 10)
        first, second = payers_for(make_person(), service, TODAY)
        assert (first.programme.id, first.own_percent) == (cheap.id, 10)
        assert (second.programme.id, second.own_percent) == (dear.id, 50)
        assert first.rule.text % first.rule.params == "본인 부담이 가장 적은 사업입니다. (10%)"

    def test_takes_what_is_sure_before_what_is_not(self, service: Service) -> None:
        unsure = paying(service, 0, own_share_percent={IncomeBand.OVER_100: 30})
        sure = paying(service, 60)
        assert names(make_person(), service) == [sure.name, unsure.name]

    def test_takes_the_programmes_order_where_both_cost_the_same(self, service: Service) -> None:
        first, second = paying(service, 20), paying(service, 20)
        assert names(make_person(), service) == [first.name, second.name]

    def test_leaves_out_who_turns_the_person_away_and_who_does_not_pay_the_service(self, service: Service) -> None:
        paying(service, 0, district="11200")
        paying(service, 0, doors=(Door("청년", age_to=34),))
        make_edition(rules=ProgrammeRules(services=("meal",)))
        make_edition(rules=ProgrammeRules(services=(service.code,), pays=False))
        assert payers_for(make_person(), service, TODAY) == []


class TestAgreeingAPlan:
    def test_checks_again_and_gives_each_line_a_payer(self, service: Service) -> None:
        programme, plan = paying(service, 20), draft(service)
        agree_plan(plan, AgreedBy.IN_PERSON, actor=plan.case.coordinator.actor, now=NOW)
        choice = payer_of(plan.lines[0].id)
        assert choice is not None
        assert (choice.programme, choice.by_rule, choice.reason) == (programme, True, "")
        (check,) = checks_of(plan.id)
        assert (check.answer, check.occasion, check.day) == (Answer.ELIGIBLE, Occasion.PLAN, TODAY)

    def test_without_a_programme_the_person_pays(self, service: Service) -> None:
        plan = draft(service)
        agree_plan(plan, AgreedBy.IN_PERSON, actor=plan.case.coordinator.actor, now=NOW)
        choice = payer_of(plan.lines[0].id)
        assert choice is not None
        assert (choice.programme_id, choice.by_rule) == (None, True)

    def test_keeps_what_was_chosen_on_the_draft(self, service: Service) -> None:
        paying(service, 20)
        other, plan = paying(service, 40), draft(service)
        choose_line_payer(plan.lines[0], other.id, "본인이 바라심", actor=plan.case.coordinator.actor, now=NOW)
        agree_plan(plan, AgreedBy.IN_PERSON, actor=plan.case.coordinator.actor, now=NOW)
        choice = payer_of(plan.lines[0].id)
        assert choice is not None
        assert (choice.programme, choice.by_rule, choice.reason) == (other, False, "본인이 바라심")

    def test_a_choice_goes_with_a_plan_that_is_written_anew(self, service: Service) -> None:
        paying(service, 20)
        other, plan = paying(service, 40), draft(service)
        first = plan.lines[0].id
        choose_line_payer(plan.lines[0], other.id, "본인이 바라심", actor=plan.case.coordinator.actor, now=NOW)
        again = make_draft(plan.case, line_draft(service, times=2))
        choice = payer_of(again.lines[0].id)
        assert choice is not None
        assert again.lines[0].id != first
        assert (choice.programme, choice.reason) == (other, "본인이 바라심")

    def test_the_resident_who_agrees_online_needs_no_right_to_choose(self, service: Service) -> None:
        programme, plan = paying(service, 20), draft(service)
        agree_plan(plan, AgreedBy.ONLINE, actor=resident_of(plan), now=NOW)
        choice = payer_of(plan.lines[0].id)
        assert choice is not None
        assert choice.programme == programme


def resident_of(plan: CarePlan) -> Actor:
    user_id = plan.case.application.person.user_id
    assert user_id is not None
    return get_user(user_id).actor


class TestChoosing:
    def test_another_than_the_rule_needs_a_reason(self, service: Service) -> None:
        paying(service, 20)
        other, plan = paying(service, 40), draft(service)
        with pytest.raises(DomainError) as refused:
            choose_line_payer(plan.lines[0], other.id, " ", actor=plan.case.coordinator.actor, now=NOW)
        assert refused.value.field == "reason"

    def test_the_person_may_pay_with_a_reason(self, service: Service) -> None:
        paying(service, 20)
        plan = draft(service)
        actor = plan.case.coordinator.actor
        choose_line_payer(plan.lines[0], None, "한도를 아끼려고", actor=actor, now=NOW)
        choice = payer_of(plan.lines[0].id)
        assert choice is not None
        assert (choice.programme_id, choice.by_rule) == (None, False)

    def test_who_may_not_pay_is_refused(self, service: Service) -> None:
        elsewhere, plan = paying(service, 0, district="11200"), draft(service)
        with pytest.raises(DomainError) as refused:
            choose_line_payer(plan.lines[0], elsewhere.id, "이유", actor=plan.case.coordinator.actor, now=NOW)
        assert refused.value.field == "programme"

    def test_back_to_the_rule_needs_no_reason(self, service: Service) -> None:
        first, other, plan = paying(service, 20), paying(service, 40), draft(service)
        actor, line = plan.case.coordinator.actor, plan.lines[0]
        choose_line_payer(line, other.id, "본인이 바라심", actor=actor, now=NOW)
        choose_line_payer(line, first.id, "", actor=actor, now=NOW + timedelta(minutes=1))
        choice = payer_of(line.id)
        assert choice is not None
        assert (choice.programme, choice.by_rule) == (first, True)

    def test_a_plan_that_is_over_is_left_alone(self, service: Service) -> None:
        programme, plan = paying(service, 20), draft(service)
        actor = plan.case.coordinator.actor
        agree_plan(plan, AgreedBy.PHONE, actor=actor, now=NOW)
        agree_plan(make_draft(plan.case, line_draft(service)), AgreedBy.PHONE, actor=actor, now=NOW)
        with pytest.raises(Conflict):
            choose_line_payer(plan.lines[0], programme.id, "", actor=actor, now=NOW)


class TestWhatThePlanShows:
    def test_a_chosen_programme_that_no_longer_pays_is_told(self, service: Service) -> None:
        programme, plan = paying(service, 20), draft(service)
        agree_plan(plan, AgreedBy.PHONE, actor=plan.case.coordinator.actor, now=NOW)
        make_edition(programme, ProgrammeRules(), starts_on=TODAY + timedelta(days=1))
        person, lines = plan.case.application.person, {plan.lines[0].id: service}
        today = line_payers(person, lines, TODAY)[plan.lines[0].id]
        tomorrow = line_payers(person, lines, TODAY + timedelta(days=1))[plan.lines[0].id]
        assert (today.option and today.option.programme.id, today.is_void) == (programme.id, False)
        assert (tomorrow.option, tomorrow.is_void) == (None, True)


class TestWhenFactsChange:
    def test_the_rule_chooses_anew(self, service: Service) -> None:
        fixed = paying(service, 50)
        by_income = paying(service, 100, full_support_percent=100)
        plan = draft(service)
        agree_plan(plan, AgreedBy.PHONE, actor=plan.case.coordinator.actor, now=NOW)
        before = payer_of(plan.lines[0].id)
        make_income(plan.case.application.person, IncomeBand.UP_TO_85, now=NOW + timedelta(minutes=1))
        after = payer_of(plan.lines[0].id)
        assert before is not None
        assert after is not None
        assert (before.programme, after.programme) == (fixed, by_income)

    def test_what_the_coordinator_chose_stays(self, service: Service) -> None:
        paying(service, 50)
        by_income = paying(service, 100, full_support_percent=100, always_supported=(PersonGroup.RECIPIENT,))
        plan = draft(service)
        agree_plan(plan, AgreedBy.PHONE, actor=plan.case.coordinator.actor, now=NOW)
        choose_payer(
            plan.lines[0].id,
            plan.case.application.person,
            service,
            None,
            reason="본인이 내겠다고 하심",
            actor=plan.case.coordinator.actor,
            now=NOW + timedelta(minutes=1),
        )
        make_income(plan.case.application.person, IncomeBand.UP_TO_85, now=NOW + timedelta(minutes=2))
        choice = payer_of(plan.lines[0].id)
        assert choice is not None
        assert choice.programme_id is None
        assert by_income.name in names(plan.case.application.person, service)
