"""An alert goes on step by step until somebody saw the person, spoke with them, or surely heard of them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.steps import history
from portal.coordinators.caseload.models import CareCase
from portal.core.actors import ANONYMOUS
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.duty.actions import choose_pace
from portal.duty.models import StaffNotice
from portal.duty.states import Pace
from portal.monitoring.alerts import actions
from portal.monitoring.alerts.models import Alert, AlertAttempt
from portal.monitoring.alerts.queries import last_attempt_of
from portal.monitoring.alerts.states import (
    ALERT_STATES,
    AlertLevel,
    AlertState,
    AlertVerb,
    AttemptMeans,
    AttemptResult,
    Rung,
)
from portal.monitoring.alerts.tasks import escalate
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Channel, Unsent
from portal.notifications.truth import untruth
from portal.residents.households.actions import mark_phone_wrong
from tests.factories.accounts import make_staff
from tests.factories.alerts import NO_ANSWER, end_as, make_alert
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.messages import make_shift
from tests.factories.referrals import make_person

HOUR, NIGHT = timedelta(hours=1), NOW + timedelta(hours=14)
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


def told(session: Session) -> list[str]:
    """Who heard of an alert, in order."""
    notices = select(StaffNotice).where(StaffNotice.subject_kind == "alert").order_by(StaffNotice.at, StaffNotice.id)
    return [notice.user.name for notice in session.scalars(notices)]


def everything(session: Session) -> tuple[int, int, int]:
    """How many alerts, attempts and messages there are."""
    return tuple(len(session.scalars(select(model)).all()) for model in (Alert, AlertAttempt, OutboxMessage))  # type: ignore[return-value]


class TestRaising:
    def test_asks_the_person_and_writes_that_down(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case)
        assert (alert.state, alert.rung, alert.level) == (S.OPEN, Rung.TEXT, L.CAUTION)
        assert verbs_of(alert) == [V.RAISE]
        (message,) = asked(session)
        assert (message.channel, message.person_id) == (Channel.TEXT, case.person_id)
        attempt = last_attempt_of(alert)
        assert (attempt.means, attempt.result, attempt.by_id) == (AttemptMeans.TEXT, AttemptResult.ASKED, None)
        assert alert.due_at == NOW + 2 * HOUR

    @pytest.mark.parametrize(
        ("phone", "helps", "rung", "why"),
        [
            ("+8223331234", False, Rung.COORDINATOR, "문자나 메일을 보낼 수 없어 건너뜀: 자동 문자나 전화"),
            (None, False, Rung.DOOR, "전화번호가 없어 건너뜀: 다른 담당자 전화"),
            (None, True, Rung.DOOR, "전화번호가 없어 건너뜀: 담당자 전화"),
        ],
    )
    def test_begins_with_the_first_turn_that_can_be_and_says_why(
        self, session: Session, phone: str | None, helps: bool, rung: Rung, why: str
    ) -> None:
        """Nobody waits for an answer to what nobody was asked."""
        case = make_paired(person=make_person(phone=phone, with_account=False))
        alert = make_alert(case) if not helps else actions.call_for_help(case.household_id, "도움", at=NOW, now=NOW)
        assert (alert.rung, asked(session), alert.attempts) == (rung, [], [])
        assert verbs_of(alert) == [V.RAISE, V.ESCALATE]
        assert why in history(ALERT_STATES, alert.id)[-1].note
        assert told(session) == [case.coordinator.name]

    def test_of_a_number_of_strangers_goes_to_the_door(self, session: Session, case: CareCase) -> None:
        """So does somebody who calls for help while the portal waits for the answer to its text."""
        alert = make_alert(case)
        mark_phone_wrong(case.person, actor=OFFICE, now=NOW)
        actions.call_for_help(case.household_id, "도움", at=NOW + HOUR, now=NOW + HOUR)
        assert (alert.rung, verbs_of(alert)[-2:]) == (Rung.DOOR, [V.ASK, V.ESCALATE])

    @pytest.mark.parametrize(("level", "waits"), [(L.ATTENTION, True), (L.DANGER, False)])
    def test_wakes_nobody_at_night_but_in_danger(
        self, session: Session, case: CareCase, level: AlertLevel, waits: bool
    ) -> None:
        make_alert(case, level=level, now=NIGHT)
        (message,) = asked(session)
        assert (message.not_before_at > NIGHT) is waits

    def test_of_a_lower_or_equal_level_changes_nothing(self, session: Session, case: CareCase) -> None:
        alert, before = make_alert(case), None
        before = everything(session), verbs_of(alert), alert.due_at
        for level in (L.ATTENTION, L.CAUTION):
            assert make_alert(case, level=level, now=NOW + HOUR) is alert
        assert (everything(session), verbs_of(alert), alert.due_at) == before

    def test_of_a_higher_level_shortens_the_turn(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case)
        assert make_alert(case, level=L.DANGER, now=NOW + timedelta(minutes=10)) is alert
        assert (alert.level, alert.due_at) == (L.DANGER, NOW + timedelta(minutes=30))
        assert verbs_of(alert) == [V.RAISE, V.HEIGHTEN]
        assert len(asked(session)) == 1

    def test_opens_another_one_after_the_first_ended(self, session: Session, case: CareCase) -> None:
        first = end_as(make_alert(case))
        assert make_alert(case, now=NOW + HOUR).id != first.id

    def test_by_hand_wants_a_reason_and_a_right(self, session: Session, case: CareCase) -> None:
        with pytest.raises(Forbidden):
            actions.ask_to_look(case.household_id, "신문", level=L.ATTENTION, actor=ANONYMOUS, now=NOW)
        with pytest.raises(DomainError):
            actions.ask_to_look(case.household_id, "", level=L.ATTENTION, actor=OFFICE, now=NOW)
        coordinator = case.coordinator
        alert = actions.ask_to_look(
            case.household_id, "신문이 쌓임", level=L.ATTENTION, actor=coordinator.actor, now=NOW
        )
        assert (alert.raised_by_id, alert.rung, len(asked(session))) == (coordinator.id, Rung.TEXT, 1)


class TestAskedFor:
    def test_a_call_by_a_device_is_heard_of_at_once(self, session: Session, case: CareCase) -> None:
        make_staff(Role.OFFICE, name="박사무", email="office@example.kr")
        alert = actions.call_for_help(case.household_id, "도움", at=NOW, now=NOW)
        assert (alert.level, alert.rung, alert.due_at) == (L.DANGER, Rung.COORDINATOR, NOW + timedelta(minutes=30))
        assert set(told(session)) == {case.coordinator.name, "박사무"}
        assert len(asked(session)) == 1

    def test_a_call_on_an_open_alert_brings_back_what_was_put_off(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case, level=L.DANGER)
        actions.record_attempt(alert, NO_ANSWER, actor=OFFICE, now=NOW)
        actions.put_off(alert, NOW + 3 * HOUR, "다시 전화", actor=OFFICE, now=NOW)
        actions.call_for_help(case.household_id, "도움", at=NOW + HOUR, now=NOW + HOUR)
        assert (alert.state, alert.rung) == (S.OPEN, Rung.COORDINATOR)
        assert alert.due_at == NOW + HOUR + timedelta(minutes=30)
        assert verbs_of(alert)[-1] is V.ASK
        assert told(session) == [case.coordinator.name]

    def test_one_that_calls_on_delays_nothing_and_is_told_once_in_a_while(
        self, session: Session, case: CareCase
    ) -> None:
        alert = actions.call_for_help(case.household_id, "도움", at=NOW, now=NOW)
        due_at = alert.due_at
        for minutes in (1, 9, 11, 20):
            moment = NOW + timedelta(minutes=minutes)
            actions.call_for_help(case.household_id, "도움", at=moment, now=moment)
        assert (alert.due_at, verbs_of(alert)) == (due_at, [V.RAISE, V.ASK])

    def test_words_of_somebody_who_worries_are_kept_with_an_open_alert(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case, level=L.DANGER)
        actions.ask_to_look(case.household_id, "신문이 쌓임", level=L.ATTENTION, actor=OFFICE, now=NOW + HOUR)
        assert (alert.what, alert.level, alert.asked_at) == ("신문이 쌓임", L.DANGER, NOW + HOUR)
        assert alert.rung is Rung.COORDINATOR


class TestTheLadder:
    def test_goes_on_by_itself_to_119(self, session: Session, case: CareCase) -> None:
        make_staff(Role.OFFICE, name="박사무", email="office@example.kr")
        alert, now, climbed = make_alert(case, level=L.DANGER), NOW, []
        while alert.rung is not Rung.RESCUE:
            now = alert.due_at
            assert escalate(now - timedelta(minutes=1)) == 0
            assert escalate(now) == 1
            climbed.append(alert.rung)
        assert climbed == list(Rung)[1:]
        assert now == NOW + 3 * HOUR
        coordinator = case.coordinator.name
        assert told(session) == [coordinator, *[coordinator, "박사무"] * 4]
        assert escalate(alert.due_at) == 1, "the last ones are told again"
        assert verbs_of(alert).count(V.ESCALATE) == 5

    def test_runs_twice_without_another_trace(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case)
        escalate(alert.due_at)
        before = everything(session), verbs_of(alert), alert.due_at
        escalate(alert.rung_at)
        assert (everything(session), verbs_of(alert), alert.due_at) == before

    def test_each_alert_goes_on_by_itself(self, session: Session, case: CareCase) -> None:
        """None is held while another is waited for, and what one met takes nothing back of those before it."""
        alerts = [make_alert(each) for each in (case, make_paired())]
        assert escalate(max(alert.due_at for alert in alerts)) == 2
        session.rollback()
        assert all(alert.rung is not Rung.TEXT for alert in alerts)

    def test_a_clock_that_jumps_two_hours_skips_no_step(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case, level=L.DANGER)
        for _run in range(3):
            escalate(NOW + 2 * HOUR)
        assert alert.rung is Rung.COORDINATOR

    def test_a_clock_that_is_set_back_gives_no_turn_more_than_its_time(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case, level=L.DANGER, now=NOW + 2 * HOUR)
        escalate(NOW)
        assert (alert.rung, alert.due_at) == (Rung.TEXT, NOW + timedelta(minutes=30))
        escalate(NOW + timedelta(minutes=30))
        assert (alert.rung, len(asked(session))) == (Rung.COORDINATOR, 1)

    def test_no_answer_ends_no_turn(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case)
        actions.record_attempt(alert, NO_ANSWER, actor=OFFICE, now=NOW + HOUR)
        assert (alert.state, alert.due_at) == (S.ACTED_ON, NOW + 2 * HOUR)
        escalate(alert.due_at)
        assert alert.rung is Rung.COORDINATOR

    def test_goes_on_sooner_where_somebody_says_so(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case)
        for rung in list(Rung)[1:]:
            actions.go_on(alert, actor=OFFICE, now=NOW)
            assert alert.rung is rung
        with pytest.raises(Conflict):
            actions.go_on(alert, actor=OFFICE, now=NOW)

    def test_waits_for_a_morning_on_which_somebody_looks(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case, level=L.DANGER, now=NIGHT)
        assert alert.due_at == NOW + timedelta(days=1, minutes=30)

    def test_waits_for_no_mail_of_the_day(self, session: Session, case: CareCase) -> None:
        choose_pace(Pace.DAILY, actor=case.coordinator.actor, now=NOW)
        escalate(make_alert(case).due_at)
        mails = select(OutboxMessage.recipient).where(OutboxMessage.kind == "staff_alert")
        assert session.scalars(mails).all() == [case.coordinator.email]

    def test_reaches_whoever_is_on_call_at_night(self, session: Session, case: CareCase) -> None:
        shift = make_shift(make_staff(email="night@example.kr"), NIGHT, NIGHT + 8 * HOUR)
        escalate(make_alert(case, level=L.DANGER, now=NIGHT).due_at)
        texts = select(OutboxMessage.recipient).where(OutboxMessage.kind == "on_call_alert")
        assert session.scalars(texts).all() == [shift.phone]

    def test_tells_who_stands_in_for_whom(self, session: Session) -> None:
        """Without a case the office hears."""
        make_staff(Role.OFFICE, name="박사무", email="office@example.kr")
        alert = actions.raise_alert(
            make_person().household_id, level=L.DANGER, silent_since=NOW - HOUR, what="문 감지기", now=NOW
        )
        escalate(alert.due_at)
        assert told(session) == ["박사무"]


class TestASignOfLife:
    def test_is_written_down_and_ends_nothing(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case)
        for minutes in (5, 10, 8):
            at = NOW + timedelta(minutes=minutes)
            actions.note_activity(case.household_id, at=at, now=at)
        assert (alert.state, alert.last_activity_at) == (S.OPEN, NOW + timedelta(minutes=10))
        assert verbs_of(alert) == [V.RAISE, V.NOTE_ACTIVITY]
        escalate(alert.due_at)
        assert alert.rung is Rung.COORDINATOR

    def test_of_a_time_before_the_silence_is_none(self, session: Session, case: CareCase) -> None:
        alert = make_alert(case)
        actions.note_activity(case.household_id, at=alert.silent_since, now=NOW)
        actions.note_activity(make_person().household_id, at=NOW, now=NOW)
        assert alert.last_activity_at is None


def test_what_was_said_is_so_while_it_is_that_ones_turn(session: Session, case: CareCase) -> None:
    make_coordinator("박바다")
    alert = make_alert(case)
    escalate(alert.due_at)
    about = OutboxMessage(subject_kind="alert", subject_id=alert.id, says=alert.rung.value)
    assert untruth(about, NOW) is None
    actions.go_on(alert, actor=OFFICE, now=NOW)
    assert untruth(about, NOW) is Unsent.SUPERSEDED
    end_as(alert)
    assert untruth(about, NOW) is Unsent.ENDED


def test_the_clock_is_that_of_the_worker(session: Session, case: CareCase) -> None:
    """No state is taken by looking: nothing goes on before its time, whoever asks."""
    alert = make_alert(case)
    due: datetime = alert.due_at
    actions.escalate_due(alert, now=due - timedelta(seconds=1))
    assert (alert.rung, verbs_of(alert)) == (Rung.TEXT, [V.RAISE])
