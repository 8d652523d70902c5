"""An automatic call that was answered without anybody knowing how they are is not well: a person calls back."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.steps import history
from portal.coordinators.caseload.models import CareCase
from portal.core.errors import DomainError
from portal.duty.models import StaffNotice
from portal.extensions import db
from portal.monitoring.alerts.actions import Tried, end_alert, escalate_due, put_off, record_attempt
from portal.monitoring.alerts.models import Alert
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
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind
from portal.monitoring.watching.models import Watch
from tests.client import PortalClient
from tests.factories.alerts import NO_ANSWER, SPOKE, make_alert
from tests.factories.calls import to_call
from tests.factories.consortium import OFFICE
from tests.factories.coordinators import make_paired
from tests.factories.devices import make_device, take, told
from tests.factories.watching import after

UNCLEAR = AttemptResult.UNCLEAR
SAID = "전화 대답이 분명하지 않음"


@pytest.fixture
def case(session: Session) -> CareCase:
    return make_paired()


@pytest.fixture
def caller(case: CareCase) -> Device:
    return make_device(case, DeviceKind.CALL)


def alerts() -> list[Alert]:
    db.session.expire_all()
    return list(db.session.scalars(select(Alert)))


def said_at_the_desk(now: datetime) -> list[str]:
    return [cause.words for entry in to_call(OFFICE, now) for cause in entry.causes if cause.kind == "alerts"]


def heard_by(case: CareCase, alert: Alert) -> int:
    """How often its coordinator heard of it."""
    notices = select(StaffNotice.id).where(StaffNotice.subject_id == alert.id)
    return len(db.session.scalars(notices.where(StaffNotice.user_id == case.coordinator_id)).all())


class TestWithoutAnAlert:
    def test_it_is_the_coordinators_turn_to_call_back(
        self, client: PortalClient, case: CareCase, caller: Device
    ) -> None:
        signal = told(caller, after(1), "unclear")
        for _ in range(2):
            take(caller.supplier, signal, now=after(1))
        (alert,) = alerts()
        assert (alert.level, alert.rung, alert.state) == (AlertLevel.ATTENTION, Rung.COORDINATOR, AlertState.OPEN)
        assert [(one.means, one.result, one.by_id) for one in alert.attempts] == [(AttemptMeans.CALL, UNCLEAR, None)]
        assert [SAID in words for words in said_at_the_desk(after(1))] == [True]
        client.sign_in(case.coordinator_id)
        shown = client.get(f"/alerts/{alert.id}").text
        assert UNCLEAR.words in shown
        assert "자동 전화를 받으셨으나 대답이 분명하지 않습니다." in shown
        assert SAID in client.get("/calls").text

    def test_it_is_no_sign_of_life(self, caller: Device) -> None:
        watch = db.session.get_one(Watch, caller.household_id)
        before = watch.last_sign_at, watch.due_at
        take(caller.supplier, told(caller, after(1), "unclear"), now=after(1))
        db.session.expire_all()
        assert (watch.last_sign_at, watch.due_at) == before

    def test_a_clear_answer_to_a_later_call_ends_nothing(self, caller: Device) -> None:
        for hours, kind in ((1, "unclear"), (2, "answered")):
            take(caller.supplier, told(caller, after(hours), kind), now=after(hours))
        (alert,) = alerts()
        assert alert.ended_at is None
        assert [step.verb for step in history(ALERT_STATES, alert.id)][-1] is AlertVerb.NOTE_ACTIVITY

    def test_says_nothing_of_who_was_heard_of_later(self, caller: Device) -> None:
        unclear, answered = told(caller, after(1), "unclear"), told(caller, after(1.1), "answered")
        take(caller.supplier, unclear, answered, now=after(2))
        take(caller.supplier, told(caller, after(0.5), "unclear"), now=after(3))
        assert alerts() == []

    def test_no_other_device_can_tell_of_it(self, case: CareCase) -> None:
        plug = make_device(case)
        take(plug.supplier, told(plug, after(1), "unclear"), now=after(1))
        assert alerts() == []


class TestWithAnOpenAlert:
    def test_nobody_waits_for_another_answer(self, case: CareCase, caller: Device) -> None:
        assert make_alert(case, now=after(1)).rung is Rung.TEXT
        take(caller.supplier, told(caller, after(1), "unclear"), now=after(1))
        (alert,) = alerts()
        assert alert.rung is Rung.COORDINATOR
        assert [(one.rung, one.result) for one in alert.attempts][-1] == (Rung.TEXT, UNCLEAR)
        assert history(ALERT_STATES, alert.id)[-1].verb is AlertVerb.ESCALATE

    def test_nothing_stays_put_off_and_whoever_has_the_turn_hears(self, case: CareCase, caller: Device) -> None:
        alert = make_alert(case, now=after(1))
        escalate_due(alert, now=alert.due_at)
        turn, at = alert.rung, alert.rung_at
        record_attempt(alert, NO_ANSWER, actor=OFFICE, now=at)
        until = at + timedelta(hours=3)
        put_off(alert, until, "이웃이 저녁에 봄", actor=OFFICE, now=at)
        before, at = heard_by(case, alert), at + timedelta(minutes=5)
        take(caller.supplier, told(caller, at, "unclear"), now=at)
        db.session.expire_all()
        assert (alert.state, alert.rung, alert.rung_at) == (AlertState.OPEN, turn, at)
        assert alert.due_at < until
        assert heard_by(case, alert) == before + 1

    def test_whoever_has_the_turn_keeps_it_and_hears(self, case: CareCase, caller: Device) -> None:
        alert = make_alert(case, now=after(1))
        escalate_due(alert, now=alert.due_at)
        before, heard = (alert.rung, alert.due_at), heard_by(case, alert)
        take(caller.supplier, told(caller, after(1), "unclear"), now=after(2))
        db.session.expire_all()
        assert (alert.rung, alert.due_at) == before
        assert heard_by(case, alert) == heard + 1
        assert alert.attempts[-1].result is UNCLEAR


class TestACallOfStaff:
    def test_that_stays_unclear_ends_nothing_and_goes_on_up_the_ladder(self, case: CareCase) -> None:
        alert = make_alert(case)
        escalate_due(alert, now=alert.due_at)
        assert alert.rung is Rung.COORDINATOR
        caller = case.coordinator.actor
        attempt = record_attempt(alert, Tried(AttemptMeans.CALL, UNCLEAR), actor=caller, now=alert.rung_at)
        with pytest.raises(DomainError):
            end_alert(alert, attempt, AlertEnding.SAFE, actor=OFFICE, now=alert.rung_at)
        assert [SAID in words for words in said_at_the_desk(alert.rung_at)] == [False]
        escalate_due(alert, now=alert.due_at)
        assert (alert.rung, alert.ended_at) == (Rung.DEPUTY, None)
        record_attempt(alert, SPOKE, actor=OFFICE, now=alert.rung_at)
        assert [SAID in words for words in said_at_the_desk(alert.rung_at)] == [False]
