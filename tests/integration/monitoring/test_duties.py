"""What is due to a household: kept by acts and by the sweep, ended as what it was."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coordinators.calls.states import CallResult
from portal.coordinators.caseload.actions import close_case, pair_again
from portal.coordinators.caseload.holding import hold_case, resume_case
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.contacts.actions import record_contact
from portal.coordinators.contacts.states import BegunBy, ContactMeans, ContactOutcome
from portal.coordinators.plans.actions import assess
from portal.coordinators.plans.states import Area, NeedLevel
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.workdays import add_workdays
from portal.monitoring.calls.actions import record_incoming
from portal.monitoring.calls.rules import Said
from portal.monitoring.duties.actions import finish_task, keep_all
from portal.monitoring.duties.clocks import end_of_day
from portal.monitoring.duties.models import CareDuty, DutyPolicyEdition
from portal.monitoring.duties.queries import duties_of_case
from portal.monitoring.duties.settling import standing_of
from portal.monitoring.duties.states import DutyAct, DutyBy, DutyOutcome, DutyStanding
from tests.factories.calls import kinds_of, say, to_call
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import OFFICE, make_agreed, make_assessed, make_coordinator, make_office, make_paired
from tests.factories.duties import (
    FIRST_VISIT,
    HOME_VISIT,
    IN_TWO_DAYS,
    MONTHLY,
    TASK,
    WEEKLY,
    call,
    duty_of,
    ended_of,
    make_policy_edition,
)

CALL, VISIT = ContactMeans.CALL, ContactMeans.VISIT
WELL, NO_ANSWER = ContactOutcome.WELL, ContactOutcome.NO_ANSWER
LATER = NOW + timedelta(days=1)


class TestContacts:
    def test_are_due_on_the_day_that_the_case_keeps(self, session: Session) -> None:
        case = make_paired()
        duty = duty_of(case)
        assert (day_of(duty.due_at), duty.edition_id) == (case.next_contact_on, None)

    def test_are_due_when_a_policy_asks_for_them_earlier(self, session: Session) -> None:
        edition = make_policy_edition(WEEKLY)
        case = make_assessed()
        call(case)
        duty = duty_of(case)
        assert case.next_contact_on == day_of(LATER) + timedelta(days=7)
        assert (duty.edition_id, duty.rule, duty.since_at) == (edition.id, "매주", LATER)

    def test_that_reached_somebody_end_the_duty_and_begin_the_next(self, session: Session) -> None:
        case = make_paired()
        call(case)
        assert ended_of(case) == [DutyOutcome.DONE]
        assert day_of(duty_of(case).due_at) == case.next_contact_on

    def test_that_a_policy_asks_for_stand_on_the_call_desk_and_are_met_by_a_call(self, session: Session) -> None:
        make_policy_edition(WEEKLY)
        case = make_assessed()
        call(case)
        caller, due_at = case.coordinator.actor, LATER + timedelta(days=7)
        assert to_call(caller, due_at - timedelta(days=1)) == []
        assert [kinds_of(entry) for entry in to_call(caller, due_at)] == [["contacts"]]
        say(case.household_id, CallResult.NO_ANSWER, caller, now=due_at)
        assert duty_of(case).since_at == LATER, "whoever did not answer is still to be reached"
        say(case.household_id, CallResult.SPOKE, caller, now=due_at + timedelta(hours=4))
        assert ended_of(case) == [DutyOutcome.DONE] * 2
        assert duty_of(case).since_at == due_at + timedelta(hours=4)

    def test_made_too_late_are_told_as_late(self, session: Session) -> None:
        case = make_paired()
        call(case, days=40)
        (done,) = [
            duty for duty in duties_of_case(case.id) if duty.outcome is DutyOutcome.DONE and duty.act is DutyAct.CONTACT
        ]
        assert standing_of(done, NOW + timedelta(days=41)) is DutyStanding.DONE_LATE

    def test_that_nobody_answered_do_not_end_it(self, session: Session) -> None:
        case = make_paired()
        call(case, NO_ANSWER)
        assert ended_of(case) == []
        assert day_of(duty_of(case).due_at) == case.next_contact_on == TODAY + timedelta(days=2)

    def test_are_overdue_after_so_many_days_of_silence_whoever_tries(self, session: Session) -> None:
        make_policy_edition(WEEKLY, waiting_workdays=2)
        case = make_assessed()
        for days in (8, 9, 10, 11):
            call(case, NO_ANSWER, days=days)
        duty, now = duty_of(case), NOW + timedelta(days=11)
        assert standing_of(duty, now) is DutyStanding.OVERDUE
        assert duty.missed_due_at is not None
        assert case.next_contact_on == day_of(duty.due_at) < day_of(now)

    def test_wait_for_the_day_that_they_asked_for_though_not_for_ever(self, session: Session) -> None:
        make_policy_edition(WEEKLY, waiting_workdays=2)
        case = make_assessed()
        call(case)
        due_on = TODAY + timedelta(days=8)
        for days, asked_days in ((8, 9), (9, 30)):
            now = NOW + timedelta(days=days)
            again_at = NOW + timedelta(days=asked_days)
            say(case.household_id, CallResult.CALL_BACK, case.coordinator.actor, now=now, again_at=again_at)
            last_on = min(day_of(again_at), add_workdays(due_on, 2))
            assert case.next_contact_on == day_of(duty_of(case).due_at) == last_on

    def test_let_the_first_visit_wait_as_soon_as_they_ask_and_leave_it_so(self, session: Session) -> None:
        make_policy_edition(FIRST_VISIT, waiting_hours=20)
        case = make_paired()
        asked_at, due_at = NOW + timedelta(hours=5), NOW + timedelta(hours=72 + 20)
        again_at = asked_at + timedelta(days=2)
        said = Said(result=CallResult.CALL_BACK, again_at=again_at, begun_by=BegunBy.RESIDENT)
        record_incoming(case.household_id, said, (), actor=case.coordinator.actor, now=asked_at)
        assert case.first_visit_due_at == duty_of(case, DutyAct.ASSESSMENT).due == due_at
        call(case, days=3)
        assert case.first_visit_due_at == duty_of(case, DutyAct.ASSESSMENT).due == due_at

    def test_a_later_day_than_the_policy_asks_is_refused(self, session: Session) -> None:
        make_policy_edition(WEEKLY)
        case = make_assessed()
        with pytest.raises(DomainError) as refusal:
            call(case, next_on=TODAY + timedelta(days=20))
        assert refusal.value.field == "next_on"

    def test_an_earlier_day_that_somebody_chose_counts(self, session: Session) -> None:
        make_policy_edition(WEEKLY)
        case = make_assessed()
        call(case, next_on=TODAY + timedelta(days=3))
        assert (duty_of(case).edition_id, case.next_contact_on) == (None, TODAY + timedelta(days=3))


class TestOtherActs:
    def test_the_first_visit_is_done_by_the_assessment(self, session: Session) -> None:
        case = make_paired()
        assert duty_of(case, DutyAct.ASSESSMENT).due == case.first_visit_due_at
        levels = dict.fromkeys(Area, NeedLevel.SOME)
        assess(case, levels, "", is_home_visit=True, actor=case.coordinator.actor, now=LATER)
        assert ended_of(case, DutyAct.ASSESSMENT) == [DutyOutcome.DONE]

    def test_the_review_of_a_plan_is_done_by_the_next_plan(self, session: Session) -> None:
        case = make_assessed()
        make_agreed(case)
        assert case.review_on is not None
        assert duty_of(case, DutyAct.REVIEW).due == case.review_on + timedelta(days=6)

    def test_a_home_visit_is_done_by_a_contact_at_home_alone(self, session: Session) -> None:
        make_policy_edition(HOME_VISIT)
        case = make_paired()
        keep_all(NOW)
        call(case)
        assert ended_of(case, DutyAct.HOME_VISIT) == []
        record_contact(case, VISIT, WELL, "", actor=case.coordinator.actor, now=NOW + timedelta(days=2))
        assert ended_of(case, DutyAct.HOME_VISIT) == [DutyOutcome.DONE]

    def test_a_task_is_done_when_its_coordinator_says_so(self, session: Session) -> None:
        make_policy_edition(TASK)
        case = make_paired()
        duty = duty_of(case, DutyAct.TASK)
        finish_task(duty, actor=case.coordinator.actor, now=LATER)
        assert (duty.outcome, duty.ended_at) == (DutyOutcome.DONE, LATER)
        keep_all(LATER + timedelta(days=30))
        assert ended_of(case, DutyAct.TASK) == [DutyOutcome.DONE]
        with pytest.raises(Conflict):
            finish_task(duty, actor=case.coordinator.actor, now=LATER)

    def test_a_task_of_the_office_is_done_by_the_office(self, session: Session) -> None:
        make_policy_edition(TASK)
        case = make_paired()
        duty = duty_of(case, DutyAct.TASK)
        duty.by = DutyBy.OFFICE
        with pytest.raises(Forbidden):
            finish_task(duty, actor=case.coordinator.actor, now=LATER)
        finish_task(duty, actor=make_office().actor, now=LATER)


class TestTheCourseOfCare:
    def test_a_duty_follows_the_household_to_the_next_coordinator(self, session: Session) -> None:
        case, other = make_paired(), make_coordinator("박바다")
        pair_again(case, other.id, reason="쉼", handover_note="잘 부탁드립니다.", actor=OFFICE, now=LATER)
        assert duty_of(case).coordinator_id == other.id

    def test_on_hold_only_the_call_of_the_hold_is_due(self, session: Session) -> None:
        make_policy_edition(WEEKLY, HOME_VISIT)
        case = make_assessed()
        hold_case(case, "입원", call_on=TODAY + timedelta(days=20), actor=case.coordinator.actor, now=LATER)
        assert day_of(duty_of(case).due_at) == TODAY + timedelta(days=20)
        assert ended_of(case, DutyAct.HOME_VISIT) == [DutyOutcome.DROPPED]
        resume_case(case, actor=case.coordinator.actor, now=NOW + timedelta(days=5))
        assert duty_of(case, DutyAct.HOME_VISIT).outcome is None

    def test_closing_drops_what_was_not_late(self, session: Session) -> None:
        case = make_paired()
        close_case(case, ClosureReason.GOAL_MET, "좋아지심", actor=case.coordinator.actor, now=LATER)
        assert ended_of(case) == [DutyOutcome.DROPPED]

    def test_what_was_missed_stays_visible_after_closing(self, session: Session) -> None:
        case = make_paired()
        late = NOW + timedelta(days=40)
        close_case(case, ClosureReason.LOST_CONTACT, "연락이 끊김", actor=case.coordinator.actor, now=late)
        keep_all(late + timedelta(days=100))
        assert ended_of(case) == [DutyOutcome.MISSED]
        assert {standing_of(duty, late) for duty in duties_of_case(case.id)} == {DutyStanding.MISSED}


class TestTheSweep:
    def test_makes_what_no_act_has_made(self, session: Session) -> None:
        case = make_paired()
        for duty in duties_of_case(case.id):
            session.delete(duty)
        session.flush()
        assert keep_all(NOW) == 1
        assert day_of(duty_of(case).due_at) == case.next_contact_on

    def test_run_twice_changes_nothing(self, session: Session) -> None:
        make_policy_edition(WEEKLY, IN_TWO_DAYS, HOME_VISIT, TASK)
        make_assessed()
        keep_all(LATER)
        before = [(row.id, row.due_at, row.ended_at) for row in session.scalars(select(CareDuty).order_by(CareDuty.id))]
        keep_all(LATER)
        assert before == [(r.id, r.due_at, r.ended_at) for r in session.scalars(select(CareDuty).order_by(CareDuty.id))]

    def test_lets_a_new_edition_ask_and_never_again_the_one_before(self, session: Session) -> None:
        case = make_assessed()
        old = make_policy_edition(WEEKLY)
        keep_all(NOW)
        assert duty_of(case).edition_id == old.id
        new = make_policy_edition(MONTHLY, policy=old.policy, starts_on=day_of(LATER))
        keep_all(LATER)
        assert duty_of(case).edition_id != old.id
        assert case.next_contact_on is not None
        assert case.next_contact_on > TODAY + timedelta(days=20)
        open_ones = select(CareDuty.edition_id).where(CareDuty.ended_at.is_(None), CareDuty.edition_id.is_not(None))
        assert set(session.scalars(open_ones)) <= {new.id}

    def test_lets_a_policy_end(self, session: Session) -> None:
        edition = make_policy_edition(TASK, ends_on=TODAY + timedelta(days=20))
        case = make_paired()
        keep_all(NOW + timedelta(days=21))
        assert ended_of(case, DutyAct.TASK) == [DutyOutcome.MISSED]
        assert session.get_one(DutyPolicyEdition, edition.id).ends_on is not None


def test_a_day_of_a_duty_is_its_last_moment(session: Session) -> None:
    duty = duty_of(make_paired())
    assert duty.due_at == end_of_day(day_of(duty.due_at))
