"""A call for help is never dropped: of a device that is nobody's the office hears at once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.queries import case_of_household
from portal.coordinators.caseload.states import ClosureReason
from portal.duty.models import StaffNotice
from portal.monitoring.devices.actions import install_device, step_device
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceState, DeviceVerb
from portal.monitoring.signals.models import Signal
from portal.monitoring.signals.queries import apart_signals
from portal.monitoring.watching.fetching import FETCH, WAITING_FETCH
from portal.residents.consents.states import ConsentKind
from portal.web.agenda import Desk
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.devices import OFFICE, make_device, take, told, withdraw
from tests.factories.watching import after, levels

MINUTE = timedelta(minutes=1)


def end_care(device: Device) -> None:
    case = case_of_household(device.household_id, viewer=OFFICE)
    close_case(case, ClosureReason.MOVED_AWAY, "", actor=case.coordinator.actor, now=NOW)


def told_of_help(session: Session) -> int:
    return len(session.scalars(select(StaffNotice).where(StaffNotice.subject_kind == "apart_signal")).all())


@pytest.mark.parametrize("why", ["lost", "no consent", "no care", "nobody knows it", "too late"])
def test_that_cannot_be_given_to_anybody_is_told_to_the_office_at_once(
    session: Session, device: Device, why: str
) -> None:
    make_staff()
    serial, at = device.serial or "", NOW + MINUTE
    if why == "lost":
        step_device(device, DeviceVerb.LOSE, actor=OFFICE, now=NOW)
    elif why == "no consent":
        withdraw(device, ConsentKind.WATCHING)
    elif why == "no care":
        end_care(device)
    elif why == "nobody knows it":
        serial = "S-0"
    else:
        at = NOW - timedelta(days=8)
    (answer,) = take(device.supplier, told(serial, at, "help"), now=NOW + MINUTE)
    assert (answer.code, levels(session), told_of_help(session)) == ("help", [], 1)
    take(device.supplier, told(serial, at, "help"), told(serial, at, "help"), now=NOW + 9 * MINUTE)
    assert told_of_help(session) == 1
    take(device.supplier, told(serial, at, "help"), now=NOW + 21 * MINUTE)
    assert told_of_help(session) == 2


def test_lies_before_everything_else(session: Session, device: Device) -> None:
    take(device.supplier, *(told("S-0", NOW) for _ in range(3)), told("S-1", NOW, "help"), now=NOW + MINUTE)
    assert [each.serial for each in apart_signals(OFFICE).items][:2] == ["S-1", "S-0"]


def test_of_a_device_whose_clock_runs_ahead_counts_now(session: Session, device: Device) -> None:
    take(device.supplier, told(device, after(9), "help"), now=after(1))
    assert len(levels(session)) == 1


@pytest.mark.parametrize(("was_tested", "alerts"), [(True, 1), (False, 0)])
def test_of_a_device_put_up_again_counts_before_it_is_tested_anew(
    session: Session, was_tested: bool, alerts: int
) -> None:
    device = make_device(state=DeviceState.IN_USE if was_tested else DeviceState.INSTALLED)
    step_device(device, DeviceVerb.BREAK, actor=OFFICE, now=after(1))
    install_device(device, serial="S-again", place="", installed_by="기사", actor=OFFICE, now=after(2))
    take(device.supplier, told(device, after(3), "help"), now=after(3))
    assert len(levels(session)) == alerts


def test_after_care_nothing_else_is_kept_and_the_office_fetches_the_device(
    app: Flask, session: Session, device: Device
) -> None:
    desk = Desk(OFFICE, after(2))
    with app.test_request_context():
        assert list(WAITING_FETCH.items(desk)) == []
        end_care(device)
        (answer,) = take(device.supplier, told(device, after(2)), now=after(2))
        assert (answer.code, session.scalars(select(Signal)).all()) == ("no_consent", [])
        (item,) = WAITING_FETCH.items(desk)
        assert "스마트플러그" in item.what
        step_device(device, DeviceVerb.RETURN, actor=OFFICE, now=after(3))
        assert list(WAITING_FETCH.items(desk)) == []


def test_without_consent_the_coordinator_fetches_it(session: Session, device: Device) -> None:
    coordinator = case_of_household(device.household_id, viewer=OFFICE).coordinator.actor
    withdraw(device, ConsentKind.WATCHING)
    assert [row.id for row in session.execute(FETCH.rows(Desk(coordinator, after(1))))] == [device.id]
