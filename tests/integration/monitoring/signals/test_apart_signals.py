"""What the office does with signals that lie apart, and how it brings some in by a file."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.errors import DomainError
from portal.core.permissions import Role
from portal.duty.actions import add_shift
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AlertLevel
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind
from portal.monitoring.signals import actions
from portal.monitoring.signals.queries import apart_groups, apart_signals
from portal.monitoring.signals.reading import Line
from portal.monitoring.signals.states import Apart, SignalReply
from portal.monitoring.watching.models import ActivityDay
from portal.residents.consents.queries import consents_of
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_paired
from tests.factories.devices import (
    OFFICE,
    make_device,
    make_supplier,
    take,
    told,
    watch_of,
)

HOUR, SOON = timedelta(hours=1), NOW + timedelta(minutes=10)
NIGHT = datetime.fromisoformat("2026-11-23T23:30:00+09:00")


def _line(ref: str, serial: str | None, at: datetime) -> Line:
    cells = {"id": ref, "device": serial or "", "at": at.isoformat(), "type": "power"}
    return Line(1, dict(cells), cells)


class TestOffice:
    def test_gives_a_signal_to_its_device(self, session: Session, device: Device) -> None:
        take(device.supplier, told("S-wrong", SOON), now=SOON)
        (apart,) = apart_signals(OFFICE).items
        with pytest.raises(DomainError, match="이 번호의 기기가 없습니다"):
            actions.give_to_device(apart, "S-0", actor=OFFICE, now=SOON)
        assert device.serial is not None
        actions.give_to_device(apart, device.serial, actor=OFFICE, now=SOON)
        assert watch_of(device).last_sign_at == SOON
        assert (apart.device_id, apart_signals(OFFICE).total) == (device.id, 0)

    def test_drops_one_for_a_reason(self, session: Session, client: PortalClient, device: Device) -> None:
        take(device.supplier, told("S-wrong", SOON), now=SOON)
        (apart,) = apart_signals(OFFICE).items
        client.sign_in(make_staff().id)
        address = f"/signals/apart/{apart.id}"
        assert client.post(address, data={"how": "drop", "serial": "", "note": ""}).status_code == 422
        assert client.post(address, data={"how": "drop", "serial": "", "note": "시험 신호"}).status_code == 303
        assert "따로 둔 신호가 없습니다" in client.get("/signals/apart").get_data(as_text=True)
        assert "시험 신호" in client.get(address).get_data(as_text=True)

    def test_brings_in_a_file_and_keeps_what_cannot_be_read(
        self, session: Session, client: PortalClient, device: Device
    ) -> None:
        staff = make_staff()
        lines = [
            "신호 번호,기기 번호,때,종류,값",
            f"f-1,{device.serial},2026-11-23 09:05,전기를 씀,",
            f"f-1,{device.serial},2026-11-23 09:05,전기를 씀,",
            f"f-2,{device.serial},언젠가,전기를 씀,",
        ]
        text = "\n".join(lines).encode()
        for said in ("받음 1개, 이미 받음 1개, 따로 둠 1개", "받음 0개, 이미 받음 3개, 따로 둠 0개"):
            sent = {"supplier": str(device.supplier_id), "file": (BytesIO(text), "signals.csv")}
            with time_machine.travel(SOON, tick=False):
                client.sign_in(staff.id)
                client.post("/signals/file", data=sent, content_type="multipart/form-data")
                assert said in client.get("/signals/apart").get_data(as_text=True)
        (apart,) = apart_signals(OFFICE).items
        assert (apart.why, apart.said["at"]) == (Apart.UNREADABLE, "언젠가")

    def test_a_month_of_a_supplier_is_handled_at_once_and_a_stranger_stays(
        self, session: Session, client: PortalClient
    ) -> None:
        """Of its late lines the days alone are kept, none of before the care; no silence ends or begins by them."""
        begun = NOW - timedelta(days=30)
        device = make_device(make_paired(now=begun), now=begun)
        assert device.supplier is not None
        for consent in consents_of(device.person_id):
            consent.given_at = consent.confirmed_at = begun
        times = [NOW - timedelta(days=days) + timedelta(hours=3) for days in range(10, 46, 5)]
        lines = [_line(f"m-{at:%m%d}", device.serial, at) for at in times]
        lines += [_line(f"x-{number}", "PL-404", SOON) for number in range(3)]
        known = (watch_of(device).last_sign_at, watch_of(device).begun_at, device.quiet_at)
        brought = actions.bring_in(device.supplier, lines, actor=OFFICE, now=SOON)
        assert (brought.past, brought.replies[SignalReply.APART]) == (5, 6)
        assert session.scalar(select(func.count()).select_from(ActivityDay)) == 5
        session.refresh(device)
        assert (watch_of(device).last_sign_at, watch_of(device).begun_at, device.quiet_at) == known
        unknown, late = apart_groups(OFFICE)
        assert [(group.why, group.signals) for group in (unknown, late)] == [(Apart.UNKNOWN_DEVICE, 3), (Apart.LATE, 3)]
        client.sign_in(make_staff().id)
        sent = {"how": "drop", "note": "동의 전의 신호", "shown": "3"}
        assert client.post(f"/signals/apart/{late.first_id}/supplier", data=sent | {"shown": "2"}).status_code == 422
        assert client.post(f"/signals/apart/{late.first_id}/supplier", data=sent).status_code == 303
        assert [(group.signals, group.serial) for group in apart_groups(OFFICE)] == [(3, "PL-404")]
        given = {"how": "give", "serial": device.serial, "note": "", "shown": "3"}
        assert client.post(f"/signals/apart/{unknown.first_id}/device", data=given).status_code == 303
        assert (apart_signals(OFFICE).total, watch_of(device).last_sign_at) == (0, SOON)

    def test_refuses_a_file_that_is_no_table(self, session: Session, client: PortalClient, device: Device) -> None:
        client.sign_in(make_staff().id)
        sent = {"supplier": str(device.supplier_id), "file": (BytesIO(b"a,b\n1,2\n"), "signals.csv")}
        answer = client.post("/signals/file", data=sent, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert "첫 줄에 신호 번호" in answer.get_data(as_text=True)

    def test_sees_the_last_signals_of_a_device(self, session: Session, client: PortalClient) -> None:
        device = make_device(make_paired(), DeviceKind.MOTION)
        take(device.supplier, told(device, SOON, "motion"), now=SOON)
        client.sign_in(make_staff().id)
        assert "움직임" in client.get(f"/devices/{device.id}").get_data(as_text=True)


@pytest.mark.on_sqlite
def test_whoever_is_on_call_finds_out_whose_call_for_help_it_is(session: Session, client: PortalClient) -> None:
    supplier, colleagues = make_supplier("한빛안심"), make_paired()
    supplier.hours = "날마다 24시간"
    coordinator = make_staff(Role.COORDINATOR, name="당직자", email="night@example.kr")
    take(supplier, told("S-unknown", NIGHT, "help"), told("S-other", NIGHT), now=NIGHT)
    help_, other = sorted(apart_signals(OFFICE).items, key=lambda each: each.serial != "S-unknown")
    begins = {"household": colleagues.household.number, "what": "기기로 도움을 청하심", "level": AlertLevel.DANGER}
    answers = []
    with time_machine.travel(NIGHT, tick=False):
        client.sign_in(coordinator.id)
        for _ in range(2):
            answers.append(
                [
                    client.get(f"/signals/apart/{help_.id}").status_code,
                    client.get(f"/signals/apart/{other.id}").status_code,
                    client.post(f"/signals/apart/{help_.id}", data={"how": "drop", "note": "모름"}).status_code,
                    client.post("/alerts/new", data=begins).status_code,
                ]
            )
            add_shift(coordinator.id, "+821011112222", NIGHT - HOUR, NIGHT + HOUR, actor=OFFICE, now=NIGHT - HOUR)
            session.commit()
        shown = client.get(f"/signals/apart/{help_.id}").get_data(as_text=True)
        assert "도움을 청한 기기가 누구의 것인지" in client.get("/today").get_data(as_text=True)
    assert answers == [[404, 404, 404, 422], [200, 404, 403, 303]]
    assert "02-1588-1234" in shown or "1588-1234" in shown
    assert "날마다 24시간" in shown
    assert session.scalars(select(Alert.household_id)).all() == [colleagues.household_id]
