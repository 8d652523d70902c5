"""A person is asked when somebody is there to hear the answer, by whose number, and when nobody waits for it."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.steps import history
from portal.coordinators.caseload.holding import hold_case
from portal.coordinators.caseload.models import CareCase
from portal.core.dates import format_day
from portal.core.phone import format_phone
from portal.duty.models import StaffNotice
from portal.monitoring.alerts import actions
from portal.monitoring.alerts.presentation import turn_of
from portal.monitoring.alerts.states import ALERT_STATES, AlertLevel, AlertVerb, Rung
from portal.monitoring.alerts.tasks import escalate
from portal.notifications.models import OutboxMessage
from portal.notifications.settling import settle_unsent
from portal.notifications.states import Unsent
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.alerts import NO_ANSWER, make_alert
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.messages import make_shift
from tests.factories.teams import make_assignment

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
EVENING = NOW + timedelta(hours=14)
L = AlertLevel


@pytest.fixture
def case(session: Session) -> CareCase:
    return make_paired()


def asked(session: Session) -> OutboxMessage:
    return session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "alert_asked")).one()


@pytest.mark.parametrize(
    ("begins", "ends", "goes"),
    [
        (None, None, 10 * HOUR),
        (-HOUR, 4 * HOUR, timedelta()),
        (2 * HOUR, 4 * HOUR, 2 * HOUR),
        (20 * HOUR, 22 * HOUR, 10 * HOUR),
    ],
)
def test_waits_for_no_morning_where_somebody_is_there(
    session: Session, case: CareCase, begins: timedelta | None, ends: timedelta | None, goes: timedelta
) -> None:
    """Their time for an answer runs from then on, and it is their number that is called."""
    if begins is not None and ends is not None:
        make_shift(make_staff(email="night@example.kr"), EVENING + begins, EVENING + ends)
    make_alert(case, level=L.CAUTION, now=EVENING)
    message, goes_at = asked(session), EVENING + goes
    assert message.not_before_at == goes_at
    is_theirs = goes < 10 * HOUR
    assert (format_phone("+821077776666") in message.body) is is_theirs


def test_goes_at_once_when_it_becomes_danger(session: Session, case: CareCase) -> None:
    make_alert(case, now=EVENING)
    assert asked(session).not_before_at > EVENING
    make_alert(case, level=L.DANGER, now=EVENING + HOUR)
    assert asked(session).not_before_at == EVENING + HOUR


def test_a_neighbour_is_asked_to_the_door_by_night_at_every_level(session: Session, case: CareCase) -> None:
    make_assignment(case=case)
    alert = make_alert(case)
    while alert.rung is not Rung.DOOR:
        actions.go_on(alert, actor=OFFICE, now=EVENING)
    texts = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "alert_door")).all()
    assert [message.not_before_at for message in texts] == [EVENING]


@pytest.mark.parametrize("is_put_off", [False, True])
def test_what_did_not_arrive_is_waited_for_by_nobody(session: Session, case: CareCase, *, is_put_off: bool) -> None:
    """Whoever put it off waits for something else."""
    alert = make_alert(case)
    if is_put_off:
        actions.record_attempt(alert, NO_ANSWER, actor=OFFICE, now=NOW)
        actions.put_off(alert, NOW + 2 * HOUR, "아들이 가 봄", actor=OFFICE, now=NOW)
    settle_unsent(asked(session), Unsent.REFUSED, NOW + MINUTE)
    assert escalate(NOW + 2 * MINUTE) == (not is_put_off)
    assert alert.rung is (Rung.TEXT if is_put_off else Rung.COORDINATOR)
    if not is_put_off:
        assert history(ALERT_STATES, alert.id)[-1].note.startswith("담당자 전화. 안부를 여쭌 문자나 메일이 가지 않아")
        assert alert.due_at > NOW + 2 * MINUTE
        assert escalate(NOW + 3 * MINUTE) == 0


def test_names_whoever_is_on_call_while_the_office_is_closed(session: Session, case: CareCase) -> None:
    make_shift(make_coordinator("박바다"), EVENING, EVENING + 8 * HOUR)
    alert = make_alert(case)
    for rung in (Rung.TEXT, Rung.COORDINATOR):
        assert alert.rung is rung
        assert turn_of(alert, NOW).who == f"{case.coordinator.name} 코디네이터"
        assert turn_of(alert, EVENING).who == "박바다 코디네이터"
        actions.go_on(alert, actor=OFFICE, now=NOW)
    actions.go_on(alert, actor=OFFICE, now=NOW)
    assert "박바다" not in turn_of(alert, EVENING).who


@pytest.mark.on_sqlite
def test_a_hold_is_told_to_whoever_looks(client: PortalClient, session: Session, case: CareCase) -> None:
    """By whom, until when and not why; it ends nothing."""
    alert = make_alert(case)
    until_on, stands_in = TODAY + timedelta(days=5), make_coordinator("박바다").actor
    hold_case(case, "입원하심", until_on=until_on, actor=stands_in, now=NOW)
    (step,) = [one for one in history(ALERT_STATES, alert.id) if one.verb is AlertVerb.NOTE_ABSENCE]
    assert step.note == f"돌봄을 멈춤({format_day(until_on)}까지), 박바다 직원이 적음"
    notices = session.scalars(select(StaffNotice).where(StaffNotice.subject_id == alert.id)).all()
    assert [notice.user_id for notice in notices] == [case.coordinator_id]
    assert alert.ended_at is None
    client.sign_in(case.coordinator_id)
    page = client.get(f"/alerts/{alert.id}").get_data(as_text=True)
    assert "돌봄을 멈춘 분입니다" in page
    assert "입원하심" not in page
