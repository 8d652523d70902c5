"""Whoever was not reached, or asked for another time, is called again; what calls left to do ends by being done."""

from datetime import datetime, time, timedelta

import pytest
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.steps import history
from portal.coordinators.calls.states import CallResult
from portal.coordinators.caseload.holding import hold_case
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.contacts.actions import log_contact
from portal.coordinators.contacts.states import BegunBy, ContactMeans, ContactOutcome
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.requests.actions import ask
from portal.coordinators.requests.states import RequestKind, RequestState
from portal.core.clock import at
from portal.core.errors import Conflict, DomainError
from portal.core.urgency import Rank
from portal.duty.models import StaffNotice
from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AlertLevel
from portal.monitoring.calls.actions import finish_task, record_incoming
from portal.monitoring.calls.agenda import WAITING_TASKS
from portal.monitoring.calls.models import CallTask, CallTurn, PhoneCall
from portal.monitoring.calls.queries import open_tasks_of
from portal.monitoring.calls.rules import Said
from portal.monitoring.calls.states import CallTaskKind, CallTaskState
from portal.monitoring.worries.actions import handle_worry, report_worry
from portal.monitoring.worries.states import WORRY_STATES, WorryState, WorryVerb
from portal.web.agenda import Desk
from tests.client import PortalClient
from tests.factories.calls import kinds_open, make_due, say, to_call
from tests.factories.consortium import MANGWON, NOW, TODAY
from tests.factories.coordinators import make_coordinator, make_office

CALL, NO_ANSWER = ContactMeans.CALL, ContactOutcome.NO_ANSWER
HOUR = timedelta(hours=1)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def case(session: Session) -> CareCase:
    return make_due()


class TestCallBack:
    def test_is_due_when_it_was_promised(self, case: CareCase) -> None:
        actor, again = case.coordinator.actor, at(TODAY, time(15, 30))
        say(case.household_id, CallResult.CALL_BACK, actor, again_at=again)
        (entry,) = to_call(actor)
        assert (entry.first.kind, entry.first.due, entry.rank) == ("call_backs", again, Rank.TODAY)
        assert [cause.rests for cause in entry.causes] == [False, True]
        (late,) = to_call(actor, again + HOUR)
        assert late.rank is Rank.AT_ONCE

    def test_is_over_with_the_next_call(self, case: CareCase) -> None:
        actor, again = case.coordinator.actor, at(TODAY, time(15, 30))
        say(case.household_id, CallResult.CALL_BACK, actor, again_at=again)
        say(case.household_id, CallResult.SPOKE, actor, now=again)
        assert to_call(actor, again) == []

    @pytest.mark.parametrize("again", [None, NOW, NOW + timedelta(days=31)])
    def test_asks_for_a_time_that_can_be_kept(self, case: CareCase, again: datetime | None) -> None:
        with pytest.raises(DomainError) as refused:
            say(case.household_id, CallResult.CALL_BACK, case.coordinator.actor, again_at=again)
        assert refused.value.field == "again_on"


def test_who_calls_back_answers_what_we_called_about(case: CareCase) -> None:
    person, actor = case.household.person, case.coordinator.actor
    assert person.user is not None
    asked = ask(person, RequestKind.MESSAGE, "전화 주세요.", actor=person.user.actor, now=NOW)
    say(case.household_id, CallResult.NO_ANSWER, actor)
    said = Said(result=CallResult.SPOKE, how=ContactOutcome.WELL, begun_by=BegunBy.RESIDENT)
    record_incoming(case.household_id, said, {asked.id}, actor=actor, now=NOW + HOUR)
    assert (asked.state, to_call(actor, NOW + 5 * HOUR)) == (RequestState.ANSWERED, [])


def test_every_call_with_who_told_of_a_worry_is_kept(session: Session) -> None:
    told = {"whereabouts": "시장 옆", "what": "걱정", "reporter_name": "한이웃", "reporter_phone": "+821000007777"}
    worry, office = report_worry(dong_code=MANGWON, **told, may_ask=True, now=NOW), make_office().actor
    say(worry.id, CallResult.NO_ANSWER, office, note="벨만 울림")
    again = at(TOMORROW, time(15, 30))
    say(worry.id, CallResult.CALL_BACK, office, now=at(TOMORROW, time(9)), again_at=again)
    (entry,) = to_call(office, again)
    assert (entry.first.due, entry.rank) == (again, Rank.AT_ONCE)
    say(worry.id, CallResult.WRONG_NUMBER, office, now=again)
    assert to_call(office, again + timedelta(days=7)) == []
    assert [step.note for step in history(WORRY_STATES, worry.id)] == [
        "",
        "안 받음. 벨만 울림",
        "다시 걸기로 함.",
        "틀린 번호.",
    ]
    assert worry.state is WorryState.REPORTED


def test_who_told_of_a_worry_that_is_taken_up_again_waits_from_then_on(session: Session) -> None:
    told = {"whereabouts": "시장 옆", "what": "걱정", "reporter_name": "한이웃", "reporter_phone": "+821000007777"}
    worry, office = report_worry(dong_code=MANGWON, **told, may_ask=True, now=NOW), make_office().actor
    say(worry.id, CallResult.SPOKE, office, note="어제 보셨답니다.")
    handle_worry(worry, WorryVerb.END, "잘 지내심", actor=office, now=NOW + HOUR)
    later = NOW + timedelta(days=90)
    handle_worry(worry, WorryVerb.REOPEN, "다시 전화가 옴", actor=office, now=later)
    (entry,) = to_call(office, later)
    assert (entry.about_id, entry.first.reason.since) == (worry.id, later)
    say(worry.id, CallResult.REFUSED, office, now=later)
    handle_worry(worry, WorryVerb.END, "잘 지내심", actor=office, now=later)
    handle_worry(worry, WorryVerb.REOPEN, "또 전화가 옴", actor=office, now=later + HOUR)
    assert to_call(office, later + HOUR) == []


class TestLadder:
    def test_who_does_not_answer_is_called_later_then_daily_then_visited(self, case: CareCase) -> None:
        actor, moment = case.coordinator.actor, NOW
        tried = []
        for _ in range(3):
            say(case.household_id, CallResult.NO_ANSWER, actor, now=moment)
            assert to_call(actor, moment + timedelta(minutes=1)) == []
            turn = db.session.scalars(select(CallTurn)).one()
            assert turn.rests_until is not None
            moment = turn.rests_until
            assert [entry.household_id for entry in to_call(actor, moment)] == [case.household_id]
            tried.append(moment)
        assert tried == [NOW + 3 * HOUR, at(TOMORROW, time(9)), at(TODAY + timedelta(days=2), time(9))]
        assert kinds_open(case) == [CallTaskKind.UNREACHED]

    def test_late_in_the_day_the_next_try_is_tomorrow(self, case: CareCase) -> None:
        say(case.household_id, CallResult.NO_ANSWER, case.coordinator.actor, now=at(TODAY, time(16)))
        assert db.session.scalars(select(CallTurn)).one().rests_until == at(TOMORROW, time(9))

    def test_whoever_answers_is_not_unreached(self, case: CareCase) -> None:
        actor = case.coordinator.actor
        for days in range(3):
            say(case.household_id, CallResult.NO_ANSWER, actor, now=NOW + timedelta(days=days))
        say(case.household_id, CallResult.SPOKE, actor, now=NOW + timedelta(days=4))
        assert kinds_open(case) == []
        assert db.session.scalars(select(CallTurn)).one().tries == 0

    @pytest.mark.on_sqlite
    def test_a_visit_ends_by_a_visit_or_because_nobody_need_go(self, client: PortalClient, case: CareCase) -> None:
        actor = case.coordinator.actor
        say(case.household_id, CallResult.NEEDS_VISIT, actor)
        (task,) = open_tasks_of(case.household_id)
        with pytest.raises(Conflict):
            finish_task(task, actor=actor, now=NOW)
        client.sign_in(case.coordinator.id)
        address = f"/calls/tasks/{task.id}"
        assert "할 일 마치기" not in client.get(address).get_data(as_text=True)
        assert client.post(address, data={"reason": ""}).status_code == 422
        assert client.post(address, data={"reason": "입원하심"}).status_code == 303
        assert "입원하심" in client.get(address).get_data(as_text=True)
        called = Said(result=CallResult.NEEDS_VISIT, begun_by=BegunBy.RESIDENT)
        record_incoming(case.household_id, called, (), actor=actor, now=NOW + HOUR)
        log_contact(case, ContactMeans.VISIT, ContactOutcome.WELL, "", actor=actor, now=NOW + 2 * HOUR)
        states = db.session.scalars(select(CallTask.state).order_by(CallTask.asked_at)).all()
        assert states == [CallTaskState.DROPPED, CallTaskState.DONE]

    def test_counts_calls_that_are_written_down_on_the_form_of_contacts(self, case: CareCase) -> None:
        """The button 전화 기록 of a household leads there: silence goes on to a visit, whoever is reached ends it."""
        actor = case.coordinator.actor
        say(case.household_id, CallResult.CALL_BACK, actor, again_at=NOW + HOUR)
        for days, means in ((1, CALL), (2, CALL), (2, ContactMeans.MESSAGE), (3, CALL)):
            log_contact(case, means, NO_ANSWER, "", actor=actor, now=NOW + timedelta(days=days))
        turn = db.session.scalars(select(CallTurn)).one()
        assert (turn.tries, turn.again_at, kinds_open(case)) == (3, None, [CallTaskKind.UNREACHED])
        assert to_call(actor, NOW + timedelta(days=3)) == []
        log_contact(case, ContactMeans.VISIT, ContactOutcome.WELL, "", actor=actor, now=NOW + timedelta(days=4))
        assert (turn.tries, turn.rests_until, kinds_open(case)) == (0, None, [])
        results = db.session.scalars(select(PhoneCall.result).order_by(PhoneCall.at)).all()
        assert results == [CallResult.CALL_BACK, *[CallResult.NO_ANSWER] * 3]

    @pytest.mark.parametrize(("rests", "levels"), [(False, [AlertLevel.ATTENTION]), (True, [])])
    def test_nobody_at_the_door_twice_either_is_looked_for(
        self, session: Session, case: CareCase, *, rests: bool, levels: list[AlertLevel]
    ) -> None:
        """The coordinator hears of a colleague's calls at once, the office once the visit is overdue."""
        office, colleague, actor = make_office().actor, make_coordinator("박바다").actor, case.coordinator.actor
        for days in range(3):
            log_contact(case, CALL, NO_ANSWER, "", actor=colleague, now=NOW + timedelta(days=days))
        task = open_tasks_of(case.household_id)[0]
        heard = session.scalars(select(StaffNotice).where(StaffNotice.subject_id == task.id)).all()
        assert [notice.user_id for notice in heard] == [case.coordinator_id]
        for moment, waits in ((task.due_at, False), (task.due_at + HOUR, True)):
            with current_app.test_request_context():
                keys = {item.key for item in WAITING_TASKS.items(Desk(office, moment))}
            assert (f"calltask-{task.id}" in keys) is waits
        if rests:
            hold_case(case, "입원", actor=actor, now=NOW + timedelta(days=3))
        for days in (3, 4):
            assert session.scalars(select(Alert)).all() == []
            log_contact(case, ContactMeans.VISIT, NO_ANSWER, "", actor=actor, now=NOW + timedelta(days=days))
        assert session.scalars(select(Alert.level)).all() == levels

    def test_ends_with_care(self, case: CareCase) -> None:
        actor = case.coordinator.actor
        say(case.household_id, CallResult.REFUSED, actor)
        close_household_case(case, ClosureReason.GOAL_MET, "마침", actor=actor, now=NOW)
        assert db.session.scalars(select(CallTask.state)).all() == [CallTaskState.DROPPED]
