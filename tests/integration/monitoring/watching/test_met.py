"""A contact, a call or a visit that staff write down reaches an open alert and the watch at once, and ends neither."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.steps import history
from portal.coordinators.calls.states import CallResult
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.contacts.actions import log_contact
from portal.coordinators.contacts.states import BegunBy, ContactMeans, ContactOutcome
from portal.coordinators.plans.actions import assess
from portal.coordinators.plans.states import Area, NeedLevel
from portal.coordinators.visits.actions import record_nobody_home, record_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import Attempt, ConfirmedBy
from portal.duty.models import StaffNotice
from portal.monitoring.alerts.actions import Tried, ask_to_look, go_on, look_after
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
from portal.monitoring.calls.actions import record_incoming
from portal.monitoring.calls.rules import Said
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind
from tests.factories.accounts import make_staff
from tests.factories.consortium import TODAY
from tests.factories.devices import OFFICE, make_device, watch_of
from tests.factories.referrals import Scene, make_scene, make_visit
from tests.factories.visiting import record_of
from tests.factories.watching import after, levels, move, sweep

MET_AT = after(51)
"""When the visit of the third day is over; by then silence has come to 위험, and nobody would look again."""

Way = Callable[[Scene, Visit, Alert], object]


def contact(outcome: ContactOutcome) -> Way:
    return lambda scene, _visit, _alert: log_contact(
        scene.line.plan.case, ContactMeans.VISIT, outcome, "", actor=scene.coordinator, now=MET_AT
    )


def call(*, answers: bool) -> Way:
    said = Said(result=CallResult.SPOKE, how=ContactOutcome.WORRYING, begun_by=BegunBy.RESIDENT)
    return lambda scene, _visit, alert: record_incoming(
        scene.person.household_id, said, [alert.id] * answers, actor=scene.coordinator, now=MET_AT
    )


def visited(confirmed_by: ConfirmedBy) -> Way:
    return lambda scene, visit, _alert: record_visit(
        visit, record_of(visit, confirmed_by=confirmed_by), actor=scene.worker, now=MET_AT
    )


def nobody_home(scene: Scene, visit: Visit, _alert: Alert) -> None:
    record_nobody_home(visit, [Attempt.RANG], actor=scene.worker, now=MET_AT)


def assessed(scene: Scene, _visit: Visit, _alert: Alert) -> None:
    levels = dict.fromkeys(Area, NeedLevel.SOME)
    assess(scene.line.plan.case, levels, "", is_home_visit=True, actor=scene.coordinator, now=MET_AT)


@pytest.mark.parametrize(
    ("way", "note", "is_sign"),
    [
        (contact(ContactOutcome.WORRYING), "방문: 걱정됨", True),
        (contact(ContactOutcome.NO_ANSWER), "방문: 연락 안 됨", False),
        (call(answers=False), "전화: 통화함", True),
        (call(answers=True), None, True),
        (visited(ConfirmedBy.IN_PERSON), "서비스 방문: 다녀옴, 그 자리에서 확인하셨습니다", True),
        (visited(ConfirmedBy.NOT_POSSIBLE), "서비스 방문: 다녀옴, 확인받지 못했습니다", False),
        (nobody_home, "서비스 방문: 아무도 없었음", False),
        (assessed, "욕구 확인: 만나거나 통화함", True),
    ],
)
def test_reaches_alert_and_watch_at_the_last_turn(session: Session, way: Way, note: str | None, is_sign: bool) -> None:
    office = make_staff()
    scene = make_scene(day=TODAY + timedelta(days=2))
    visit, device = make_visit(scene), make_device(scene.line.plan.case, DeviceKind.MOTION)
    for hours in (24, 36, 48):
        sweep(after(hours))
    alert = session.scalars(select(Alert)).one()
    while alert.rung is not Rung.RESCUE:
        go_on(alert, actor=OFFICE, now=after(49))
    way(scene, visit, alert)
    noted = [step.note for step in history(ALERT_STATES, alert.id) if step.verb is AlertVerb.NOTE_CONTACT]
    assert noted == ([note] if note else [])
    assert alert.state in (AlertState.OPEN, AlertState.ACTED_ON), "nothing of it ends an alert"
    assert (alert.last_activity_at, watch_of(device).due_at) == (
        (MET_AT, MET_AT + timedelta(hours=24)) if is_sign else (None, None)
    )
    heard = select(StaffNotice).where(StaffNotice.user_id == office.id, StaffNotice.at == MET_AT)
    news = [each for each in session.scalars(heard) if each.subject_kind == "alert"]
    assert len(news) == (is_sign and note is not None)


@pytest.mark.parametrize("is_by_staff", [False, True])
def test_every_newer_sign_reaches_an_alert(
    session: Session, case: CareCase, device: Device, *, is_by_staff: bool
) -> None:
    """Whoever began it; the history has a line of the first one."""
    if is_by_staff:
        ask_to_look(case.household_id, "신문", level=AlertLevel.CAUTION, actor=OFFICE, now=after(24))
    else:
        sweep(after(24))
    alert = session.scalars(select(Alert)).one()
    for hours, last in ((26, 26), (30, 30), (28, 30)):
        move(device, after(hours), now=after(31))
        assert alert.last_activity_at == after(last)
    verbs = [step.verb for step in history(ALERT_STATES, alert.id)]
    assert (verbs.count(AlertVerb.NOTE_ACTIVITY), alert.ended_at) == (1, None)


def test_begins_no_silence_of_the_dead_anew(session: Session, case: CareCase, device: Device) -> None:
    """Whoever is spoken to afterwards is their family."""
    sweep(after(48))
    found = Tried(AttemptMeans.DOOR, AttemptResult.SEEN, "본인")
    look_after(session.scalars(select(Alert)).one(), found, ending=AlertEnding.DIED, actor=OFFICE, now=after(49))
    log_contact(case, ContactMeans.CALL, ContactOutcome.WELL, "따님과 통화", actor=case.coordinator.actor, now=MET_AT)
    sweep(MET_AT + timedelta(hours=48))
    assert (watch_of(device).due_at, levels(session)) == (None, [AlertLevel.DANGER])
