"""An alert ends by what somebody saw or surely heard; what is not known is put off; two of one person are one."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.audit.steps import history
from portal.coordinators.calls.states import CallResult
from portal.coordinators.calls.to_call import TO_CALL, Answer
from portal.coordinators.caseload.holding import hold_case, resume_case
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.contacts.actions import record_contact
from portal.coordinators.contacts.states import BegunBy, ContactMeans, ContactOutcome
from portal.coordinators.desk.actions import close_household_case
from portal.core.actors import ANONYMOUS
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.duty.models import StaffNotice
from portal.extensions import db
from portal.monitoring.alerts import actions
from portal.monitoring.alerts.actions.ladder import turn_ends_at
from portal.monitoring.alerts.agenda import FOLLOW_UP
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.queries import last_attempt_of
from portal.monitoring.alerts.rules import FOLLOWED_UP
from portal.monitoring.alerts.states import (
    ALERT_STATES,
    AlertEnding,
    AlertLevel,
    AlertState,
    AlertVerb,
    AttemptMeans,
    AttemptResult,
    Rung,
)
from portal.monitoring.alerts.tasks import escalate
from portal.monitoring.calls.actions import record_incoming
from portal.monitoring.calls.rules import Said
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Delivery, Unsent
from portal.residents.resemblances.actions import join_people, undo_join
from portal.web.agenda import Desk
from tests.factories.alerts import NO_ANSWER, SPOKE, end_as, make_alert
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_paired
from tests.factories.referrals import make_person
from tests.factories.resemblances import make_pair

HOUR, NIGHT = timedelta(hours=1), NOW + timedelta(hours=14)
NO_ANSWER_NOTED = actions.Tried(AttemptMeans.CALL, AttemptResult.NO_ANSWER, note="아들이 가 보기로 함")
L, S, V = AlertLevel, AlertState, AlertVerb


@pytest.fixture
def case(session: Session) -> CareCase:
    case = make_paired()
    case.household.emergency_phone = "+821055556666"
    return case


def verbs_of(alert: Alert) -> list[AlertVerb]:
    return [step.verb for step in history(ALERT_STATES, alert.id)]


def asked(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "alert_asked")))


class TestEnding:
    @pytest.mark.parametrize("ending", AlertEnding)
    def test_says_who_saw_the_person_and_how(self, session: Session, case: CareCase, ending: AlertEnding) -> None:
        alert = end_as(make_alert(case), ending)
        assert (alert.state, alert.ending, alert.ended_at) == (S.ENDED, ending, NOW)
        assert (alert.ended_means, alert.ended_result) == (AttemptMeans.CALL, AttemptResult.SPOKE)
        assert verbs_of(alert) == [V.RAISE, V.ACT, V.END]
        attempt = last_attempt_of(alert)
        assert (attempt.whom, attempt.note) == (SPOKE.whom, SPOKE.note)

    @pytest.mark.parametrize("result", [AttemptResult.NO_ANSWER, AttemptResult.UNCLEAR])
    def test_never_comes_of_silence(self, session: Session, case: CareCase, result: AttemptResult) -> None:
        alert = make_alert(case)
        attempt = actions.record_attempt(alert, actions.Tried(AttemptMeans.CALL, result), actor=OFFICE, now=NOW)
        for ending in AlertEnding:
            with pytest.raises(DomainError):
                actions.end_alert(alert, attempt, ending, actor=OFFICE, now=NOW)
        assert alert.state is S.ACTED_ON

    def test_never_comes_of_the_portals_own_question(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case)
        with pytest.raises(DomainError):
            actions.end_alert(alert, last_attempt_of(alert), AlertEnding.SAFE, actor=OFFICE, now=NOW)

    def test_goes_by_what_is_known_last(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case)
        spoke = actions.record_attempt(alert, SPOKE, actor=OFFICE, now=NOW)
        actions.record_attempt(alert, NO_ANSWER, actor=OFFICE, now=NOW + HOUR)
        with pytest.raises(Conflict):
            actions.end_alert(alert, spoke, AlertEnding.SAFE, actor=OFFICE, now=NOW + HOUR)

    def test_takes_back_what_waits_to_be_sent(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case, level=L.ATTENTION, now=NIGHT)
        (message,) = asked(session)
        assert message.state is Delivery.WAITING
        end_as(alert, now=NIGHT)
        assert (message.state, message.why) == (Delivery.UNSENT, Unsent.ENDED)

    @pytest.mark.parametrize(
        "values",
        [
            {"state": "ended", "ended_at": NOW},
            {"state": "ended", "ended_at": NOW, "ending": "safe", "ended_means": "call", "ended_result": "no_answer"},
            {"state": "ended", "ended_at": NOW, "ending": "safe", "ended_means": "call", "ended_result": "heard"},
            {"state": "ended", "ended_at": NOW, "ending": "out", "ended_means": "call", "ended_result": None},
        ],
    )
    def test_is_refused_by_the_database_where_nobody_knows(
        self, session: Session, case: CareCase, values: dict[str, object]
    ) -> None:
        alert = make_alert(case)
        with pytest.raises(IntegrityError):
            session.execute(update(Alert).where(Alert.id == alert.id).values(values))

    def test_of_a_household_in_two_alerts_is_refused_by_the_database(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case)
        values = {name: getattr(alert, name) for name in ("household_id", "level", "raised_at", "silent_since")}
        session.add(Alert(**values, what="문", rung_at=NOW, due_at=NOW))
        with pytest.raises(IntegrityError):
            session.flush()

    def test_wants_a_right_and_what_was_done(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case)
        with pytest.raises(Forbidden):
            actions.record_attempt(alert, SPOKE, actor=ANONYMOUS, now=NOW)
        for result in (AttemptResult.ASKED, AttemptResult.HEARD):
            with pytest.raises(DomainError):
                actions.record_attempt(alert, actions.Tried(AttemptMeans.CALL, result), actor=OFFICE, now=NOW)


class TestPuttingOff:
    def test_goes_on_with_a_next_look(self, session: Session, case: CareCase) -> None:
        alert, until = make_alert(case), NOW + 3 * HOUR
        actions.record_attempt(alert, NO_ANSWER, actor=OFFICE, now=NOW)
        actions.put_off(alert, until, "아들이 가 보기로 함", actor=OFFICE, now=NOW)
        assert (alert.state, alert.due_at) == (S.PUT_OFF, until)
        assert escalate(until - HOUR) == 0
        escalate(until)
        assert (alert.state, alert.rung, verbs_of(alert)[-1]) == (S.OPEN, Rung.TEXT, V.LOOK_AGAIN)

    def test_is_over_once_somebody_acts_or_goes_on(self, session: Session, case: CareCase) -> None:
        """Else nobody would look before the next look, and each turn that goes on would last twice as long."""
        alert = make_alert(case, level=L.ATTENTION)
        for go_on in (False, True):
            actions.look_after(alert, NO_ANSWER_NOTED, next_look_at=NOW + 24 * HOUR, actor=OFFICE, now=NOW)
            assert (alert.state, alert.due_at) == (S.PUT_OFF, NOW + 24 * HOUR)
            if go_on:
                actions.go_on(alert, actor=OFFICE, now=NOW + HOUR)
            else:
                actions.look_after(alert, NO_ANSWER, actor=OFFICE, now=NOW + HOUR)
            assert alert.state is (S.OPEN if go_on else S.ACTED_ON)
            assert alert.due_at == turn_ends_at(alert.rung, alert.level, NOW + HOUR, NOW + HOUR)

    def test_skips_a_turn_that_cannot_be_and_says_why(self, session: Session, case: CareCase) -> None:
        case.household.emergency_phone = ""
        alert = make_alert(case)
        while alert.rung is not Rung.RESCUE:
            actions.go_on(alert, actor=OFFICE, now=NOW)
        assert history(ALERT_STATES, alert.id)[-1].note == "119·112. 전화번호가 없어 건너뜀: 비상 연락처"

    def test_follows_an_attempt_and_wants_a_reason(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case)
        with pytest.raises(Conflict):
            actions.put_off(alert, NOW + HOUR, "기다림", actor=OFFICE, now=NOW)
        actions.record_attempt(alert, NO_ANSWER, actor=OFFICE, now=NOW)
        with pytest.raises(DomainError):
            actions.put_off(alert, NOW + HOUR, "", actor=OFFICE, now=NOW)


class TestTwoFilesOfOnePerson:
    @pytest.fixture
    def alerts(self, session: Session, case: CareCase) -> tuple[Alert, Alert]:
        """Of the file that stays, and of the one that goes, which had come further."""
        other = actions.raise_alert(
            make_person().household_id, level=L.DANGER, silent_since=NOW - 50 * HOUR, what="문 감지기", now=NOW
        )
        actions.go_on(other, actor=OFFICE, now=NOW)
        return make_alert(case), other

    def test_have_one_alert(self, session: Session, case: CareCase, alerts: tuple[Alert, Alert]) -> None:
        ours, theirs = alerts
        pair = make_pair(case.person, theirs.household.person)
        join_people(pair, case.person, facts=(), reason="같은 분", actor=OFFICE, now=NOW)
        assert (theirs.state, theirs.merged_into_id, theirs.household_id) == (S.MERGED, ours.id, case.household_id)
        assert (ours.level, ours.rung, ours.silent_since) == (L.DANGER, Rung.COORDINATOR, NOW - 50 * HOUR)

    def test_have_two_again_when_they_are_parted(
        self, session: Session, case: CareCase, alerts: tuple[Alert, Alert]
    ) -> None:
        ours, theirs = alerts
        home = theirs.household_id
        pair = make_pair(case.person, theirs.household.person)
        join_people(pair, case.person, facts=(), reason="같은 분", actor=OFFICE, now=NOW)
        end_as(ours)
        undo_join(pair, "다른 분", actor=OFFICE, now=NOW + HOUR)
        assert (theirs.state, theirs.household_id, ours.state) == (S.OPEN, home, S.ENDED)

    def test_raise_it_where_the_file_went(self, session: Session, case: CareCase) -> None:
        gone = make_person()
        pair = make_pair(case.person, gone)
        join_people(pair, case.person, facts=(), reason="같은 분", actor=OFFICE, now=NOW)
        alert = actions.raise_alert(gone.household_id, level=L.CAUTION, silent_since=NOW, what="문", now=NOW)
        assert alert.household_id == case.household_id


class TestAfterACall:
    @pytest.mark.parametrize(
        ("result", "how", "ending"),
        [
            (CallResult.SPOKE, ContactOutcome.WELL, AlertEnding.SAFE),
            (CallResult.SPOKE, ContactOutcome.WORRYING, None),
            (CallResult.NO_ANSWER, ContactOutcome.UNANSWERED, None),
            (CallResult.CALL_BACK, ContactOutcome.UNANSWERED, None),
            (CallResult.REFUSED, ContactOutcome.UNANSWERED, None),
        ],
    )
    def test_only_whoever_said_so_is_safe(
        self, session: Session, case: CareCase, result: CallResult, how: ContactOutcome, ending: AlertEnding | None
    ) -> None:
        alert, source = make_alert(case), TO_CALL.find("alerts")
        assert source is not None
        source.answered(alert.id, Answer(result=result, actor=OFFICE, now=NOW, how=how))
        assert (alert.ending, alert.state is S.ENDED) == (ending, ending is not None)
        assert last_attempt_of(alert).means is AttemptMeans.CALL

    @pytest.mark.parametrize("rung", Rung)
    def test_whoever_calls_back_is_heard_at_any_turn(self, session: Session, case: CareCase, rung: Rung) -> None:
        alert, actor = make_alert(case), case.coordinator.actor
        while alert.rung is not rung:
            actions.go_on(alert, actor=OFFICE, now=NOW)
        said = Said(result=CallResult.SPOKE, how=ContactOutcome.WELL, begun_by=BegunBy.RESIDENT)
        record_incoming(case.household_id, said, [alert.id], actor=actor, now=NOW)
        assert alert.ending is AlertEnding.SAFE

    def test_it_is_to_be_called_until_somebody_goes_there(self, session: Session, case: CareCase) -> None:
        alert, source = make_alert(case), TO_CALL.find("alerts")
        assert source is not None
        desk = Desk(case.coordinator.actor, NOW)
        for rung in (Rung.TEXT, Rung.COORDINATOR, Rung.DEPUTY, Rung.DOOR):
            assert alert.rung is rung
            assert len(session.execute(source.rows(desk)).all()) == (rung is not Rung.DOOR)
            actions.go_on(alert, actor=OFFICE, now=NOW)


def left_to_do(case: CareCase, now: datetime) -> int:
    """How many items its coordinator has because of alerts that ended."""
    return len(db.session.execute(FOLLOW_UP.rows(Desk(case.coordinator.actor, now))).all())


class TestWhatAnEndingLeavesToBeDone:
    @pytest.mark.parametrize("ending", AlertEnding)
    def test_reaches_the_coordinator_who_did_not_end_it(
        self, session: Session, case: CareCase, ending: AlertEnding
    ) -> None:
        end_as(make_alert(case), ending)
        notices = session.scalars(select(StaffNotice.user_id).where(StaffNotice.says == ending.value)).all()
        is_left = ending in FOLLOWED_UP
        assert (notices, left_to_do(case, NOW)) == ([case.coordinator_id] * is_left, is_left)

    def test_is_done_by_a_contact_a_hold_or_the_end_of_care_and_never_by_a_try(
        self, session: Session, case: CareCase
    ) -> None:
        actor = case.coordinator.actor
        end_as(make_alert(case), AlertEnding.HOSPITAL, actor=actor)
        assert not session.scalars(select(StaffNotice).where(StaffNotice.says == "hospital")).all()
        record_contact(case, ContactMeans.CALL, ContactOutcome.NO_ANSWER, "", actor=actor, now=NOW + HOUR)
        assert left_to_do(case, NOW) == 1
        hold_case(case, "입원", actor=actor, now=NOW + HOUR)
        assert left_to_do(case, NOW) == 0
        resume_case(case, actor=actor, now=NOW + 2 * HOUR)
        assert left_to_do(case, NOW) == 1
        record_contact(case, ContactMeans.CALL, ContactOutcome.WELL, "", actor=actor, now=NOW + 3 * HOUR)
        assert left_to_do(case, NOW) == 0
        end_as(make_alert(case, now=NOW + 4 * HOUR), AlertEnding.DIED, now=NOW + 4 * HOUR)
        record_contact(case, ContactMeans.CALL, ContactOutcome.WORRYING, "", actor=actor, now=NOW + 5 * HOUR)
        assert left_to_do(case, NOW) == 1
        close_household_case(case, ClosureReason.DIED, "", actor=actor, now=NOW + 6 * HOUR)
        assert left_to_do(case, NOW) == 0
