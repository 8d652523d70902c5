"""Other hours are tried on the silences of the last 90 days before anybody lives by them."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.caseload.holding import hold_case, resume_case
from portal.coordinators.caseload.models import CareCase
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AlertEnding, AlertLevel
from portal.monitoring.devices.actions import install_device, step_device
from portal.monitoring.devices.actions import test_device as complete_test
from portal.monitoring.devices.faults import begin_fault, end_fault
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.rules import Hours
from portal.monitoring.devices.states import DeviceKind, DeviceVerb
from portal.monitoring.watching.trying import Trial, try_hours
from portal.residents.consents.actions import agree_again
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from tests.client import PortalClient
from tests.factories.alerts import end_as
from tests.factories.devices import OFFICE, make_absence, make_device, make_supplier, withdraw
from tests.factories.watching import after, move, sweep
from tests.pages import words_of

LONGER, SHORTER = Hours(32, 40, 60), Hours(14, 20, 30)


@pytest.fixture(autouse=True)
def silences(device: Device) -> None:
    """Of 28 hours, of which an alert came, and of 15 hours, of which none did."""
    move(device, after(1))
    sweep(after(26))
    move(device, after(29))
    move(device, after(44))


def trial_of(device: Device, hours: Hours, at: float = 45) -> Trial:
    found = try_hours(device, hours, after(at))
    assert found is not None
    return found


class TestTrying:
    def test_tells_which_alerts_would_have_come_and_which_not(self, session: Session, device: Device) -> None:
        longer, shorter = trial_of(device, LONGER), trial_of(device, SHORTER)
        assert (longer.before, longer.after, longer.would_go, longer.would_come) == (1, 0, 1, 0)
        assert (shorter.before, shorter.after, shorter.would_go, shorter.would_come) == (1, 2, 0, 1)
        assert [(row.hours, row.silence.after) for row in shorter.rows] == [
            (15, AlertLevel.ATTENTION),
            (28, AlertLevel.CAUTION),
        ]

    def test_shows_what_became_of_the_alert_of_that_time(self, session: Session, device: Device) -> None:
        end_as(session.scalars(select(Alert)).one(), AlertEnding.FALSE_ALARM, now=after(29))
        assert [row.alert and row.alert.ending for row in trial_of(device, SHORTER).rows] == [
            None,
            AlertEnding.FALSE_ALARM,
        ]

    def test_counts_the_present_silence_as_far_as_it_has_come(self, session: Session, device: Device) -> None:
        assert trial_of(device, SHORTER, at=44 + 21).rows[0].silence.after is AlertLevel.CAUTION

    def test_leaves_out_when_nobody_was_at_home(self, session: Session, case: CareCase, device: Device) -> None:
        make_absence(case, now=after(45))
        move(device, after(45) + timedelta(days=3, hours=13))
        assert trial_of(device, SHORTER, at=45 + 24 * 4).after == 2

    def test_leaves_out_when_nobody_was_to_look(self, session: Session, case: CareCase, device: Device) -> None:
        """Three weeks of a hold, then a day without consent: neither could have been an alarm."""
        hold_case(case, "입원하심", actor=case.coordinator.actor, now=after(45))
        resume_case(case, actor=case.coordinator.actor, now=after(45 + 24 * 21))
        move(device, after(45 + 24 * 21 + 1))
        assert trial_of(device, SHORTER, at=45 + 24 * 21 + 2).after == 2
        withdraw(device, ConsentKind.WATCHING)
        held = session.scalars(select(Consent).where(Consent.kind == ConsentKind.WATCHING)).one()
        held.withdrawn_at = after(45 + 24 * 21 + 2)
        agree_again(case.person, ConsentKind.WATCHING, actor=OFFICE, now=after(45 + 24 * 23))
        move(device, after(45 + 24 * 23 + 1))
        assert trial_of(device, SHORTER, at=45 + 24 * 23 + 2).after == 2

    def test_leaves_out_when_no_device_saw(self, session: Session, device: Device) -> None:
        """Two days of a supplier's fault, then two of a broken device; what another device saw counts again."""
        supplier, place = device.supplier, {"serial": device.serial or "", "place": "거실", "installed_by": "한지원"}
        assert supplier is not None
        begin_fault(supplier, after(45))
        end_fault(supplier, after(45 + 48))
        move(device, after(45 + 48))
        step_device(device, DeviceVerb.BREAK, actor=OFFICE, now=after(94))
        install_device(device, **place, actor=OFFICE, now=after(94 + 48))
        move(device, after(94 + 48))
        session.refresh(device)
        complete_test(device, actor=OFFICE, now=after(94 + 48))
        move(device, after(94 + 49))
        found = trial_of(device, SHORTER, at=94 + 50)
        assert (found.after, found.hours_unseen) == (2, 96)
        make_device(session.scalars(select(CareCase)).one(), DeviceKind.DOOR, make_supplier(), now=after(45))
        found = trial_of(device, SHORTER, at=94 + 50)
        assert (found.after, found.hours_unseen) == (4, 0)

    def test_counts_anew_once_somebody_knew_how_they_were(self, session: Session, device: Device) -> None:
        end_as(session.scalars(select(Alert)).one(), now=after(35))
        assert trial_of(device, SHORTER).after == 1

    def test_lets_the_shortest_hours_of_the_home_decide(self, session: Session, case: CareCase, device: Device) -> None:
        make_device(case, DeviceKind.DOOR, make_supplier(), now=after(44))
        assert trial_of(device, LONGER).after == 1


class TestThePage:
    def test_tries_hours_without_a_reason_and_changes_nothing(
        self, session: Session, client: PortalClient, coordinator: User, device: Device
    ) -> None:
        at = f"/devices/{device.id}/hours"
        hours = {"attention": "32", "caution": "40", "danger": "60", "reason": ""}
        with time_machine.travel(after(45), tick=False):
            client.sign_in(coordinator.id)
            tried = client.post(at, data=hours | {"try": "yes"})
            assert tried.status_code == 200
            words = words_of(tried.get_data(as_text=True))
            assert "32 / 40 / 60시간이었다면 경보가 0번입니다. 지금 시간으로는 1번입니다." in words
            assert "없었을 경보 1번입니다" in words
            session.refresh(device)
            assert device.hours == Hours(24, 36, 48)
            assert client.post(at, data=hours).status_code == 422
            assert client.post(at, data=hours | {"reason": "늦게 일어나심"}).status_code == 303
        session.refresh(device)
        assert device.hours == LONGER

    def test_stands_behind_a_false_alarm(
        self, session: Session, client: PortalClient, coordinator: User, device: Device
    ) -> None:
        alert = session.scalars(select(Alert)).one()
        with time_machine.travel(after(45), tick=False):
            client.sign_in(coordinator.id)
            assert f"/devices/{device.id}/hours" not in client.get(f"/alerts/{alert.id}").get_data(as_text=True)
            end_as(alert, AlertEnding.FALSE_ALARM, now=after(29))
            session.commit()
            assert f"/devices/{device.id}/hours" in client.get(f"/alerts/{alert.id}").get_data(as_text=True)
