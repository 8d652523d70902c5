"""An individual support plan from its draft to its end: what it takes over, who may agree, and what never changes."""

from datetime import datetime, timedelta

import pytest
from flask import current_app
from sqlalchemy import delete

from portal.audit.steps import history
from portal.consortium.catalogue.states import ServiceGroup
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.partners.actions import edit_partner
from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.states import ClosureReason
from portal.core.actors import SYSTEM, Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.permissions import Role
from portal.db.base import Base
from portal.db.frozen import FrozenRow
from portal.extensions import db
from portal.partners.support_plans import actions, goals, lines, queries
from portal.partners.support_plans.comparing import compared
from portal.partners.support_plans.models import SupportPlan, SupportScore
from portal.partners.support_plans.reading import bodies, is_stale, said
from portal.partners.support_plans.rules import Signing
from portal.partners.support_plans.states import (
    SUPPORT_STATES,
    DecidedBy,
    ScoredWhen,
    SignedBy,
    SupportState,
    SupportVerb,
)
from portal.residents.conferences.actions import name_household
from portal.web.agenda import Desk, agenda_of
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE, TODAY, make_service
from tests.factories.coordinators import line_draft, make_agreed, make_assessed, make_coordinator
from tests.factories.meetings import make_meeting
from tests.factories.partners import details, make_partner
from tests.factories.support_plans import (
    CENTRE,
    WORDS,
    head,
    line_of_others,
    make_draft_plan,
    make_support_plan,
    plan_in,
    score,
)

pytestmark = pytest.mark.usefixtures("session")
LATER = NOW + timedelta(days=1)
SIGNED = Signing(SignedBy.SIGNATURE, TODAY)


def rewritten(plan: SupportPlan) -> SupportPlan:
    """A draft of the next edition."""
    return actions.draft_support_plan(plan.case, actor=plan.case.coordinator.actor, now=LATER)


def desk_of(plan: SupportPlan) -> set[str]:
    with current_app.test_request_context():
        return {entry.item.key for entry in agenda_of(Desk(plan.case.coordinator.actor, NOW))}


def change(row: Base, name: str) -> None:
    with db.session.begin_nested():
        setattr(row, name, "다른 말")
        db.session.flush()


class TestDraft:
    def test_begins_with_the_goals_and_services_of_the_care_plan(self) -> None:
        case = make_assessed()
        made = make_agreed(case, line_draft(make_service(name="청소", amount=12_000)))
        plan = make_draft_plan(case, blank=True)
        (line,) = said(plan, TODAY)
        assert [goal.words for goal in plan.goals] == ["깨끗한 집"]
        assert (line.what, line.how_often, line.until_on) == ("청소", "2주에 1회", made.lines[0].until_on)
        assert (line.goal, line.is_ours) == (plan.goals[0], True)
        assert (line.cost, line.own_share) == (12_000, 12_000)

    def test_does_not_know_what_a_linked_service_costs(self) -> None:
        case = make_assessed()
        make_agreed(case, line_draft(make_service(name="동행", group=ServiceGroup.CARE_SOS_LINKED)))
        (line,) = said(make_draft_plan(case, blank=True), TODAY)
        assert (line.cost, line.own_share) == (None, None)

    def test_says_what_it_lacks_and_nobody_agrees_to_it_before(self) -> None:
        plan = make_draft_plan(blank=True)
        with pytest.raises(Conflict, match="본인이 한 말"):
            actions.agree_support_plan(plan, SIGNED, actor=plan.case.coordinator.actor, now=NOW)
        actions.write_head(plan, head(), actor=plan.case.coordinator.actor, now=NOW)
        with pytest.raises(Conflict, match="시작할 때의 점수"):
            actions.agree_support_plan(plan, SIGNED, actor=plan.case.coordinator.actor, now=NOW)

    def test_is_decided_by_a_conference_that_was_about_this_household_alone(self) -> None:
        plan, other = make_draft_plan(), make_draft_plan()
        actor = plan.case.coordinator.actor
        meeting = make_meeting(make_staff(Role.OFFICE).actor, kind=MeetingKind.CASE_CONFERENCE)
        name_household(meeting, plan.case.household, actor=OFFICE, now=NOW)
        actions.write_head(plan, head(meeting=meeting), actor=actor, now=NOW)
        assert (plan.decided_by, plan.meeting_id) == (DecidedBy.CONFERENCE, meeting.id)
        with pytest.raises(DomainError, match="이 가구를 다룬 회의가 아닙니다"):
            actions.write_head(other, head(meeting=meeting), actor=other.case.coordinator.actor, now=NOW)

    def test_follows_the_care_plan_and_forgets_what_is_over(self) -> None:
        plan = make_draft_plan()
        actor = plan.case.coordinator.actor
        make_agreed(plan.case, line_draft(make_service(name="소독", amount=5000)))
        actions.take_in_care_plan(plan, actor=actor, now=NOW)
        assert [each.what for each in said(plan, TODAY)] == ["함께 먹는 점심", "소독"]

    def test_one_body_costs_no_less_than_what_the_person_pays(self) -> None:
        plan = make_draft_plan()
        actor = plan.case.coordinator.actor
        with pytest.raises(DomainError, match="함께 적어"):
            lines.add_line(plan, line_of_others(plan, own_share=None), actor=actor, now=NOW)
        gone = make_partner(ends_on=TODAY - timedelta(days=1))
        with pytest.raises(DomainError, match="협력이 끝난 기관"):
            lines.add_line(plan, line_of_others(plan, partner=gone), actor=actor, now=NOW)
        with pytest.raises(DomainError, match="주민등록번호"):
            lines.add_line(plan, line_of_others(plan, who="590101-1234567"), actor=actor, now=NOW)

    def test_goals_and_services_leave_it(self) -> None:
        plan = make_draft_plan()
        actor = plan.case.coordinator.actor
        goals.remove_goal(plan.goals[-1], actor=actor, now=NOW)
        assert plan.lines[-1].goal is None
        lines.remove_line(plan.lines[-1], actor=actor, now=NOW)
        assert ([goal.words for goal in plan.goals], len(plan.lines)) == (["깨끗한 집"], 1)

    def test_only_one_is_written_at_a_time(self) -> None:
        plan = make_draft_plan()
        with pytest.raises(Conflict, match="이미 쓰고 있는 초안"):
            rewritten(plan)


class TestAgreement:
    def test_keeps_ours_as_it_was_read_that_day(self) -> None:
        plan = make_support_plan()
        make_agreed(plan.case, line_draft(make_service(name="소독", amount=5000)))
        ours, others = said(plan, TODAY)
        assert (ours.what, ours.how_often, others.body) == ("청소", "2주에 1회", CENTRE)
        assert (plan.state, plan.agreed_on, is_stale(plan, TODAY)) == (SupportState.IN_FORCE, TODAY, True)

    def test_is_not_to_a_draft_of_a_care_plan_that_was_replaced(self, client: PortalClient) -> None:
        plan = make_draft_plan()
        actor = plan.case.coordinator.actor
        make_agreed(plan.case, line_draft(make_service(name="소독", amount=5000)))
        with pytest.raises(Conflict, match="그사이 돌봄 계획이 바뀌었"):
            actions.agree_support_plan(plan, SIGNED, actor=actor, now=NOW)
        client.sign_in(plan.case.coordinator_id)
        page = client.get(f"/support-plans/{plan.id}").text
        assert ("서비스가 바뀌었습니다" in page, "동의 적기" in page) == (True, False)
        assert f"support-stale-{plan.id}" in desk_of(plan)
        actions.take_in_care_plan(plan, actor=actor, now=NOW)
        assert f"support-stale-{plan.id}" not in desk_of(plan)
        goals.change_goal(plan.goals[-1], "집을 소독한다.", score(), actor=actor, now=NOW)
        actions.agree_support_plan(plan, SIGNED, actor=actor, now=NOW)
        assert plan.state is SupportState.IN_FORCE

    def test_is_not_older_than_the_draft(self, client: PortalClient) -> None:
        plan = make_draft_plan()
        before = Signing(SignedBy.PHONE, TODAY - timedelta(days=1))
        with pytest.raises(DomainError, match="초안을 쓰기 시작한 날부터"):
            actions.agree_support_plan(plan, before, actor=plan.case.coordinator.actor, now=NOW)
        client.sign_in(plan.case.coordinator_id)
        assert "마지막으로 고친 날" in client.get(f"/support-plans/{plan.id}/agree").text

    def test_a_proxy_says_who_they_are(self) -> None:
        plan = make_draft_plan()
        actor = plan.case.coordinator.actor
        with pytest.raises(DomainError, match="대신 동의한 분의 이름"):
            actions.agree_support_plan(plan, Signing(SignedBy.PROXY, TODAY), actor=actor, now=NOW)
        by_daughter = Signing(SignedBy.PROXY, TODAY, "김딸", "딸")
        actions.agree_support_plan(plan, by_daughter, actor=actor, now=NOW)
        assert (plan.agreed_name, plan.agreed_relation) == ("김딸", "딸")

    def test_freezes_all_but_its_course(self) -> None:
        plan = make_support_plan()
        for row, name in ((plan, "own_words"), (plan.goals[0], "words"), (plan.lines[0], "what")):
            with pytest.raises(FrozenRow):
                change(row, name)
            db.session.refresh(row)
        with pytest.raises(Conflict, match="새 판"):
            actions.write_head(plan, head(), actor=plan.case.coordinator.actor, now=NOW)

    def test_waits_for_its_first_day(self) -> None:
        plan = plan_in(SupportState.AGREED)
        assert (plan.state, actions.begin_due(actor=SYSTEM, now=NOW)) == (SupportState.AGREED, 0)
        assert actions.begin_due(actor=SYSTEM, now=LATER) == 1
        assert plan.state is SupportState.IN_FORCE

    def test_one_that_cannot_begin_keeps_no_other_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stuck, other = plan_in(SupportState.AGREED), plan_in(SupportState.AGREED)
        begin = actions.begin_support_plan

        def fails_once(plan: SupportPlan, *, actor: Actor, now: datetime) -> None:
            begin(plan, actor=actor, now=now)
            if plan is stuck:
                raise Conflict("막힘")

        monkeypatch.setattr(actions, "begin_support_plan", fails_once)
        assert actions.begin_due(actor=SYSTEM, now=LATER) == 1
        assert (stuck.state, other.state) == (SupportState.AGREED, SupportState.IN_FORCE)

    def test_a_stranger_sees_none(self) -> None:
        plan = make_support_plan()
        assert queries.get_support_plan(plan.id, viewer=plan.case.coordinator.actor) is plan
        with pytest.raises(NotFound):
            queries.get_support_plan(plan.id, viewer=make_coordinator("박바다").actor)


class TestReviewAndEditions:
    def test_a_review_asks_every_goal_that_goes_on(self) -> None:
        plan = make_support_plan()
        actor, next_on = plan.case.coordinator.actor, TODAY + timedelta(days=120)
        with pytest.raises(Conflict, match="점수를 먼저"):
            actions.review_support_plan(plan, next_on, "", actor=actor, now=LATER)
        goals.score_goal(plan.goals[0], score(ScoredWhen.END, 9), actor=actor, now=LATER)
        goals.score_goal(plan.goals[1], score(ScoredWhen.REVIEW, 5), actor=actor, now=LATER)
        actions.review_support_plan(plan, next_on, "나아지심", actor=actor, now=LATER)
        assert (plan.review_on, plan.state) == (next_on, SupportState.IN_FORCE)
        assert [step.verb for step in history(SUPPORT_STATES, plan.id)][-1] is SupportVerb.REVIEW
        with pytest.raises(Conflict, match="점수를 먼저"):
            actions.review_support_plan(plan, next_on, "", actor=actor, now=LATER + timedelta(days=1))
        with pytest.raises(Conflict, match="이미 마친 목표"):
            goals.score_goal(plan.goals[0], score(ScoredWhen.REVIEW, 5), actor=actor, now=LATER)

    def test_a_review_counts_the_scores_that_stand_when_it_is_locked(self) -> None:
        plan = make_support_plan()
        actor = plan.case.coordinator.actor
        for goal in plan.goals:
            goals.score_goal(goal, score(ScoredWhen.REVIEW, 5), actor=actor, now=LATER)
        assert all(len(goal.scores) == 2 for goal in plan.goals)
        db.session.execute(
            delete(SupportScore)
            .where(SupportScore.goal_id == plan.goals[0].id, SupportScore.occasion == ScoredWhen.REVIEW)
            .execution_options(synchronize_session=False)
        )
        with pytest.raises(Conflict, match="점수를 먼저"):
            actions.review_support_plan(plan, TODAY + timedelta(days=120), "", actor=actor, now=LATER)

    def test_a_new_edition_leaves_the_old_one_and_takes_its_place(self) -> None:
        plan = make_support_plan()
        actor = plan.case.coordinator.actor
        goals.score_goal(plan.goals[0], score(ScoredWhen.END, 9), actor=actor, now=LATER)
        goals.score_goal(plan.goals[1], score(ScoredWhen.REVIEW, 6), actor=actor, now=LATER)
        new = rewritten(plan)
        assert (plan.state, new.number, new.own_words) == (SupportState.IN_FORCE, 2, WORDS)
        kept = next(goal for goal in new.goals if goal.thread == plan.goals[1].thread)
        assert kept.scores[0].score == 6
        assert plan.goals[0].thread not in {goal.thread for goal in new.goals}
        for goal in new.goals:
            goals.change_goal(goal, goal.words, score(points=6), actor=actor, now=LATER)
        actions.agree_support_plan(new, Signing(SignedBy.PHONE, day_of(LATER)), actor=actor, now=LATER)
        assert (plan.state, new.state) == (SupportState.REPLACED, SupportState.IN_FORCE)
        assert queries.edition_before(new) is plan
        pairs = {pair.words: (pair.before, pair.after) for pair in compared(plan, new, TODAY).goals}
        assert pairs["이웃과 한 주에 두 번 밥을 먹는다."] == (plan.goals[1], kept)
        assert not compared(plan, new, TODAY).own_words

    def test_a_body_that_is_a_partner_no_more_makes_it_stale(self) -> None:
        plan, partner = make_draft_plan(), make_partner()
        actor = plan.case.coordinator.actor
        lines.add_line(plan, line_of_others(plan, partner=partner, body=""), actor=actor, now=NOW)
        actions.agree_support_plan(plan, SIGNED, actor=actor, now=NOW)
        assert (bodies(said(plan, TODAY))[-1], is_stale(plan, TODAY)) == (partner.name, False)
        edit_partner(partner, details(ends_on=TODAY), actor=OFFICE, now=NOW)
        assert is_stale(plan, TODAY + timedelta(days=1))

    @pytest.mark.parametrize("state", [SupportState.DRAFT, SupportState.AGREED, SupportState.IN_FORCE])
    def test_ends_with_the_care(self, state: SupportState) -> None:
        plan = plan_in(state)
        close_case(plan.case, ClosureReason.GOAL_MET, "", actor=plan.case.coordinator.actor, now=NOW)
        assert plan.state is SupportState.ENDED
        with pytest.raises(Conflict):
            actions.draft_support_plan(plan.case, actor=plan.case.coordinator.actor, now=NOW)
