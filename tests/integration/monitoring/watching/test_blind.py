"""Whom no device sees is called, and many devices that are silent at once are a fault of their supplier."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.calls.states import CallResult
from portal.coordinators.calls.to_call import Answer
from portal.coordinators.caseload.holding import hold_case, resume_case
from portal.coordinators.caseload.models import CareCase
from portal.core.permissions import Role
from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.presentation import why_to_open
from portal.monitoring.alerts.states import AlertLevel
from portal.monitoring.devices.actions import end_supplier, install_device, step_device
from portal.monitoring.devices.faults import latest_faults
from portal.monitoring.devices.models import Device, DeviceSupplier
from portal.monitoring.devices.states import DeviceKind, DeviceVerb, Trouble
from portal.monitoring.devices.waiting import FAILING
from portal.monitoring.watching.actions import note_seen, tell_absence
from portal.monitoring.watching.calling import BLIND, UNANSWERED
from portal.monitoring.watching.states import AbsenceKind, HeardBy, SaidBy
from portal.monitoring.watching.unseen import UNSEEN
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.notifications.truth import untruth
from portal.web.agenda import Desk
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_paired
from tests.factories.devices import OFFICE, make_absence, make_device, make_supplier, take, told, watch_of
from tests.factories.watching import MINUTE, after, levels, move, sweep, to_call


def told_at(session: Session, now: datetime) -> list[str]:
    """Who heard at this moment that nothing sees somebody."""
    notices = session.scalars(select(StaffNotice).where(StaffNotice.matter == Matter.UNSEEN, StaffNotice.at == now))
    return [notice.user.name for notice in notices]


class TestWhomNothingSees:
    """Not to see is never to know that somebody is well."""

    @pytest.mark.parametrize("verb", [DeviceVerb.BREAK, DeviceVerb.LOSE])
    def test_is_called_when_an_alert_would_have_come(
        self, session: Session, case: CareCase, device: Device, verb: DeviceVerb
    ) -> None:
        step_device(device, verb, actor=OFFICE, now=after(1))
        sweep(after(24) - MINUTE)
        assert to_call(session, after(24)) == []
        sweep(after(24))
        assert (levels(session), to_call(session, after(24))) == ([], [case.household_id])

    def test_stays_on_the_list_until_somebody_spoke_to_them(
        self, session: Session, case: CareCase, device: Device
    ) -> None:
        take(device.supplier, told(device, after(1), "offline"), now=after(1))
        sweep(after(25))
        for result in (CallResult.NO_ANSWER, CallResult.NEEDS_VISIT, CallResult.REFUSED):
            BLIND.answered(case.household_id, Answer(result=result, actor=OFFICE, now=after(26)))
            assert to_call(session, after(26)) == [case.household_id]
        BLIND.answered(case.household_id, Answer(result=CallResult.SPOKE, actor=OFFICE, now=after(27)))
        assert to_call(session, after(27)) == []
        assert watch_of(device).last_sign_at == after(27)
        sweep(after(51))
        assert to_call(session, after(51)) == [case.household_id], "and comes back as long as nothing sees them"

    def test_is_called_while_a_device_is_put_up_again_and_not_tested(
        self, session: Session, case: CareCase, device: Device
    ) -> None:
        step_device(device, DeviceVerb.BREAK, actor=OFFICE, now=after(1))
        install_device(device, serial="again", place="", installed_by="기사", actor=OFFICE, now=after(2))
        sweep(after(24))
        assert (levels(session), to_call(session, after(24))) == ([], [case.household_id])

    def test_gets_the_alert_that_is_due_once_a_device_sees_again(
        self, session: Session, case: CareCase, device: Device
    ) -> None:
        take(device.supplier, told(device, after(1), "offline"), now=after(1))
        sweep(after(25))
        take(device.supplier, told(device, after(26), "online"), now=after(26))
        sweep(after(27))
        assert levels(session) == [AlertLevel.ATTENTION]
        assert to_call(session, after(27)) == [case.household_id]

    @pytest.mark.parametrize("verb", [DeviceVerb.BREAK, DeviceVerb.RETURN])
    def test_goes_on_to_the_coordinator_the_office_and_a_ladder(
        self, app: Flask, session: Session, case: CareCase, device: Device, verb: DeviceVerb
    ) -> None:
        make_staff(Role.OFFICE, name="박사무", email="office@example.kr")
        step_device(device, verb, actor=OFFICE, now=after(1))
        heard: dict[float, list[str]] = {}
        for hours in (24, 25, 47.9, 48, 49):
            sweep(after(hours))
            heard[hours] = told_at(session, after(hours))
        assert heard == {24: [case.coordinator.name], 25: [], 47.9: [], 48: ["박사무"], 49: []}
        alert = session.scalars(select(Alert)).one()
        assert (alert.level, alert.is_unseen, alert.silent_since, alert.raised_at) == (
            AlertLevel.DANGER,
            True,
            NOW,
            after(48),
        )
        assert "보이지 않습니다" in alert.what
        with app.test_request_context():
            (item,) = UNSEEN.items(Desk(OFFICE, after(49)))
            assert item.since == after(24)
            assert "48시간째 아무에게도 보이지 않습니다" in why_to_open(alert, after(48))
        message = OutboxMessage(subject_kind="unseen", subject_id=case.coordinator_id, says="office")
        assert untruth(message, after(49)) is None
        note_seen(case.household_id, HeardBy.SEEN, after(49), "", actor=OFFICE, now=after(49))
        assert (untruth(message, after(49)), to_call(session, after(49))) == (Unsent.ENDED, [])
        assert (alert.last_activity_at, alert.ended_at) == (after(49), None), "somebody ends it"

    def test_whoever_is_away_is_not_missed(self, session: Session, case: CareCase, device: Device) -> None:
        step_device(device, DeviceVerb.BREAK, actor=OFFICE, now=after(1))
        sweep(after(24))
        outing, heard = AbsenceKind.OUTING, SaidBy.STAFF
        tell_absence(case.household_id, outing, after(25), after(97), "", told_by=heard, actor=OFFICE, now=after(25))
        for hours in (25, 48, 96):
            sweep(after(hours))
            assert (levels(session), to_call(session, after(hours))) == ([], [])
        sweep(after(97 + 48))
        assert levels(session) == [AlertLevel.DANGER], "counted from when they were back"

    def test_of_an_ended_supplier_is_called(self, session: Session, case: CareCase, device: Device) -> None:
        assert device.supplier is not None
        end_supplier(device.supplier, actor=OFFICE, now=after(1))
        sweep(after(24))
        assert (levels(session), to_call(session, after(24))) == ([], [case.household_id])


class TestSuppliers:
    @pytest.fixture
    def supplier(self, session: Session) -> DeviceSupplier:
        return make_supplier("한빛 안심")

    @pytest.fixture
    def homes(self, coordinator: User, supplier: DeviceSupplier) -> list[Device]:
        return [make_device(make_paired(coordinator), DeviceKind.MOTION, supplier) for _ in range(6)]

    def test_at_fault_raise_no_alerts_and_let_everybody_be_called(
        self, app: Flask, session: Session, supplier: DeviceSupplier, homes: list[Device]
    ) -> None:
        sweep(after(13))
        assert supplier.fault_since == after(13)
        assert [(each.began_at, each.ended_at) for each in latest_faults(supplier.id)] == [(after(13), None)]
        with app.test_request_context():
            (item,) = FAILING.items(Desk(OFFICE, after(14)))
        assert "한빛 안심" in item.what
        sweep(after(24))
        assert (levels(session), len(to_call(session, after(24)))) == ([], 6)

    @pytest.mark.parametrize(
        ("kind", "attention", "fault_from"),
        [(DeviceKind.DOOR, 24, 10), (DeviceKind.ROBOT, 24, 10), (DeviceKind.CALL, 192, 196)],
    )
    def test_at_fault_are_known_though_their_homes_fall_silent_one_by_one(
        self,
        session: Session,
        coordinator: User,
        supplier: DeviceSupplier,
        kind: DeviceKind,
        attention: int,
        fault_from: int,
    ) -> None:
        homes = [make_device(make_paired(coordinator), kind, supplier, now=after(hours)) for hours in range(6)]
        for hours in (*range(4, 20), *range(attention, attention + 6)):
            sweep(after(hours))
            assert (supplier.fault_since is not None) is (hours >= fault_from)
            assert (levels(session), len(to_call(session, after(hours)))) == ([], max(0, hours - attention + 1))
        assert {device.household_id for device in homes} == set(to_call(session, after(attention + 6)))

    def test_leave_alone_whom_another_device_sees(
        self, session: Session, supplier: DeviceSupplier, homes: list[Device]
    ) -> None:
        case = session.scalars(select(CareCase).where(CareCase.household_id == homes[0].household_id)).one()
        other = make_device(case, DeviceKind.TELEPHONE)
        take(other.supplier, told(other, after(10), "call"), now=after(10))
        sweep(after(13))
        sweep(after(36))
        assert homes[0].household_id not in to_call(session, after(36))
        assert len(to_call(session, after(36))) == 5
        assert levels(session) == []

    def test_that_recover_leave_alerts_for_whoever_is_still_silent(
        self, session: Session, supplier: DeviceSupplier, homes: list[Device]
    ) -> None:
        """Not before what the supplier has kept of them had time to come in."""
        sweep(after(13))
        for device in homes[:5]:
            move(device, after(23))
        sweep(after(24))
        session.refresh(supplier)
        assert (supplier.fault_since, levels(session)) == (after(13), [])
        sweep(after(25))
        assert supplier.fault_since is None
        assert [(each.began_at, each.ended_at) for each in latest_faults(supplier.id)] == [(after(13), after(25))]
        assert session.scalars(select(Alert.household_id)).all() == [homes[5].household_id]

    def test_are_well_though_devices_died_meanwhile(
        self, session: Session, supplier: DeviceSupplier, homes: list[Device]
    ) -> None:
        """Two of six never speak again: for a day nobody can tell, then each is silent by itself."""
        sweep(after(13))
        for hours in (20, 32):
            for device in homes[2:]:
                take(supplier, told(device, after(hours), "alive"), now=after(hours))
            sweep(after(hours))
        dead = {device.household_id for device in homes[:2]}
        assert levels(session) == [AlertLevel.ATTENTION] * 4, "whom a device sees that speaks in the fault"
        assert set(to_call(session, after(32))) == dead
        for device in homes[2:]:
            take(supplier, told(device, after(43), "alive"), now=after(43))
        sweep(after(44) - MINUTE)
        assert session.scalars(select(DeviceSupplier.fault_since)).all() == [after(13)]
        for hours in (44, 45):
            sweep(after(hours))
        assert session.scalars(select(DeviceSupplier.fault_since)).all() == [None]
        assert set(session.scalars(select(Alert.household_id))) == {device.household_id for device in homes}

    def test_are_not_suspected_for_what_stays_silent_by_itself(
        self, session: Session, supplier: DeviceSupplier, homes: list[Device]
    ) -> None:
        homes[0].trouble, homes[0].trouble_since = Trouble.OFFLINE, after(-30)
        case = session.scalars(select(CareCase).where(CareCase.household_id == homes[1].household_id)).one()
        hold_case(case, "입원하심", actor=case.coordinator.actor, now=after(1))
        sweep(after(13))
        assert supplier.fault_since is None
        resume_case(case, actor=case.coordinator.actor, now=after(14))
        sweep(after(14))
        assert supplier.fault_since == after(14)

    def test_are_not_suspected_for_homes_that_are_away(
        self, session: Session, supplier: DeviceSupplier, homes: list[Device]
    ) -> None:
        for device in homes[:2]:
            make_absence(session.scalars(select(CareCase).where(CareCase.household_id == device.household_id)).one())
        sweep(after(13))
        assert supplier.fault_since is None

    def test_of_few_devices_are_not_suspected(self, session: Session, device: Device) -> None:
        sweep(after(24))
        assert levels(session) == [AlertLevel.ATTENTION]


class TestAnAutomaticCallThatNobodyAnswered:
    """domain.md §8: it goes to whoever accompanies them, long before the silence is long enough for an alert."""

    def to_call(self, session: Session, now: datetime) -> list[object]:
        return [row.household_id for row in session.execute(UNANSWERED.rows(Desk(OFFICE, now)))]

    def test_is_a_reason_to_telephone_until_somebody_was_heard_of(self, session: Session, case: CareCase) -> None:
        caller = make_device(case, DeviceKind.CALL)
        take(caller.supplier, told(caller, after(2), "no_answer"), now=after(2))
        assert self.to_call(session, after(2)) == [case.household_id]
        UNANSWERED.answered(caller.id, Answer(result=CallResult.NO_ANSWER, actor=OFFICE, now=after(3)))
        assert self.to_call(session, after(3)) == [case.household_id]
        UNANSWERED.answered(caller.id, Answer(result=CallResult.SPOKE, actor=OFFICE, now=after(4)))
        assert self.to_call(session, after(4)) == []
        take(caller.supplier, told(caller, after(3), "no_answer"), now=after(5))
        assert self.to_call(session, after(5)) == [], "what arrives late was before"
        for kind, waits in (("no_answer", [case.household_id]), ("answered", [])):
            at = after(170) if kind == "no_answer" else after(171)
            take(caller.supplier, told(caller, at, kind), now=at)
            assert self.to_call(session, at) == waits

    def test_is_none_of_whoever_was_away(self, session: Session, case: CareCase) -> None:
        caller = make_device(case, DeviceKind.CALL)
        make_absence(case)
        take(caller.supplier, told(caller, after(2), "no_answer"), now=after(2))
        assert self.to_call(session, after(100)) == []
