"""Nobody is late with what a hold or an absence kept back, nor with what was asked by another name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.coordinators.caseload.holding import hold_case, resume_case
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.core.clock import day_bounds, day_of
from portal.core.workdays import add_workdays, next_workday
from portal.monitoring.duties.actions import finish_task, keep_all
from portal.monitoring.duties.queries import duties_of_case
from portal.monitoring.duties.states import DutyAct, DutyOutcome
from portal.monitoring.watching.actions import end_absence, tell_absence
from portal.monitoring.watching.states import AbsenceKind, SaidBy
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_assessed, make_paired
from tests.factories.duties import (
    FIRST_VISIT,
    HOME_VISIT,
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


@pytest.mark.parametrize("is_paired", [True, False])
def test_whoever_comes_back_from_a_hold_is_asked_for_on_the_next_working_day(session: Session, is_paired: bool) -> None:
    """Contacts by policy and by the case, the first visit and visits at home; a try then lets the call wait."""
    make_policy_edition(WEEKLY, HOME_VISIT, TASK, FIRST_VISIT)
    case = make_paired() if is_paired else make_assessed()
    actor, back = case.coordinator.actor, NOW + timedelta(days=120)
    hold_case(case, "입원", actor=actor, now=LATER)
    keep_all(back - timedelta(days=1))
    resume_case(case, actor=actor, now=back)
    keep_all(back + timedelta(hours=1))
    asked_on = add_workdays(day_of(back), 1)
    acts = {DutyAct.CONTACT, DutyAct.HOME_VISIT, DutyAct.TASK, *([DutyAct.ASSESSMENT] if is_paired else [])}
    due = {duty.act: day_of(duty.due_at) for duty in duties_of_case(case.id) if duty.ended_at is None}
    assert due == dict.fromkeys(acts, asked_on)
    assert case.next_contact_on == asked_on
    call(case, NO_ANSWER, days=(asked_on - TODAY).days)
    assert case.next_contact_on == day_of(duty_of(case).due_at) == add_workdays(asked_on, 1)


def test_a_visit_waits_until_they_are_back_and_comes_up_again_when_they_are_sooner(session: Session) -> None:
    make_policy_edition(HOME_VISIT)
    case = make_paired()
    keep_all(NOW)
    usual = day_of(duty_of(case, DutyAct.HOME_VISIT).due_at)
    told_at = day_bounds(usual - timedelta(days=5))[0]
    actor, away_until = case.coordinator.actor, day_bounds(usual + timedelta(days=9))[1]
    absence = tell_absence(
        case.household_id,
        AbsenceKind.FAMILY,
        told_at,
        away_until,
        "",
        told_by=SaidBy.STAFF,
        actor=actor,
        now=told_at,
    )
    assert day_of(duty_of(case, DutyAct.HOME_VISIT).due_at) == next_workday(usual + timedelta(days=10))
    end_absence(absence, actor=actor, now=told_at + timedelta(days=1))
    assert day_of(duty_of(case, DutyAct.HOME_VISIT).due_at) == usual


def test_a_first_visit_is_due_as_before_when_they_do_not_go(session: Session) -> None:
    make_policy_edition(HOME_VISIT)
    case = make_paired()
    household_id, actor, usual = case.household_id, case.coordinator.actor, case.first_visit_due_at
    kind, until, by = AbsenceKind.FAMILY, NOW + timedelta(days=21), SaidBy.STAFF
    absence = tell_absence(household_id, kind, NOW, until, "", told_by=by, actor=actor, now=NOW)
    assert case.first_visit_due_at > until
    end_absence(absence, actor=actor, now=NOW + timedelta(hours=1))
    assert case.first_visit_due_at == usual


def test_a_task_by_another_name_is_asked_for_from_the_new_edition_on(session: Session) -> None:
    """Also where it was done under its name of before; a rule of another act keeps the time that ran."""
    old = make_policy_edition(TASK, MONTHLY)
    done, open_one = make_assessed(), make_assessed()
    keep_all(NOW)
    finish_task(duty_of(done, DutyAct.TASK), actor=done.coordinator.actor, now=NOW)
    renamed = (replace(TASK, name="열쇠 점검"), replace(MONTHLY, name="달마다"))
    starts_on = TODAY + timedelta(days=1)
    make_policy_edition(*renamed, policy=old.policy, starts_on=starts_on)
    before = duty_of(done).due_at
    keep_all(LATER)
    for case in (done, open_one):
        assert day_of(duty_of(case, DutyAct.TASK).due_at) == add_workdays(starts_on, 3)
    assert ended_of(open_one, DutyAct.TASK) == [DutyOutcome.DROPPED]
    assert duty_of(done).due_at == before
