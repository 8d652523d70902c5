"""Devices come to somebody who agreed, are tested by a signal, and leave again; keys of suppliers are shown once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.permissions import Permission, Role
from portal.monitoring.devices import actions
from portal.monitoring.devices.actions import SupplierTold
from portal.monitoring.devices.models import Device, DeviceSupplier, HoursChange
from portal.monitoring.devices.queries import devices, get_device
from portal.monitoring.devices.rules import KEY_OVERLAP, Hours
from portal.monitoring.devices.states import SUPPLIED, DeviceKind, DeviceState, DeviceVerb
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.devices import OFFICE, make_device, make_key, make_ordered, make_supplier, watch_of
from tests.factories.referrals import make_person
from tests.pages import words_of

LATER = NOW + timedelta(hours=1)


def agreed(person_id: Any) -> Any:
    return next(each for each in consents_of(person_id) if each.kind is ConsentKind.WATCHING)


class TestDevice:
    def test_goes_from_its_order_to_its_return(self, session: Session) -> None:
        device = make_device()
        assert (device.state, device.hours) == (DeviceState.IN_USE, (24, 36, 50))
        actions.step_device(device, DeviceVerb.BREAK, actor=OFFICE, now=LATER)
        actions.install_device(device, serial="S-9", place="안방", installed_by="한지원", actor=OFFICE, now=LATER)
        actions.step_device(device, DeviceVerb.RETURN, actor=OFFICE, now=LATER)
        assert (device.state, device.returned_at) == (DeviceState.RETURNED, LATER)

    def test_is_not_put_up_without_consent(self, session: Session) -> None:
        device = make_ordered()
        withdraw_consent(agreed(device.person_id), actor=OFFICE, now=NOW)
        with pytest.raises(DomainError, match="동의"):
            actions.install_device(device, serial="S-1", place="", installed_by="한", actor=OFFICE, now=LATER)

    def test_is_tested_by_a_signal(self, session: Session) -> None:
        device = make_device(state=DeviceState.INSTALLED)
        with pytest.raises(DomainError, match="신호가 아직 없습니다"):
            actions.test_device(device, actor=OFFICE, now=LATER)
        device.last_heard_at = LATER
        actions.test_device(device, actor=OFFICE, now=LATER)
        assert device.state is DeviceState.IN_USE

    def test_a_button_needs_no_supplier_and_nothing_else_goes_without(self, session: Session) -> None:
        case, supplier = make_paired(), make_supplier()
        for kind, given in ((DeviceKind.BUTTON, supplier), (DeviceKind.PLUG, None)):
            with pytest.raises(DomainError, match="공급처"):
                actions.order_device(case.person, kind, given, actor=OFFICE, now=NOW)
        assert make_device(case, DeviceKind.BUTTON).state is DeviceState.IN_USE

    def test_one_number_of_a_supplier_is_one_device(self, session: Session, client: PortalClient) -> None:
        supplier = make_supplier()
        first, second = (
            make_device(supplier=supplier),
            make_ordered(make_paired(make_coordinator("남나무")), supplier=supplier),
        )
        with time_machine.travel(LATER, tick=False):
            client.sign_in(make_staff().id)
            answer = client.post(
                f"/devices/{second.id}/installation",
                data={"serial": first.serial, "place": "", "installed_by": "한지원"},
            )
        assert answer.status_code == 422
        assert "같은 번호 기기가 이미 있습니다" in answer.get_data(as_text=True)

    def test_hours_are_changed_for_a_reason_and_kept(self, session: Session) -> None:
        device = make_device()
        with pytest.raises(DomainError, match="왜 바꾸는지"):
            actions.change_hours(device, Hours(30, 40, 50), "", actor=OFFICE, now=LATER)
        actions.change_hours(device, Hours(30, 40, 50), "낮에 주무심", actor=OFFICE, now=LATER)
        (change,) = session.scalars(select(HoursChange)).all()
        assert (change.before, change.after, change.reason) == ("24 / 36 / 50", "30 / 40 / 50", "낮에 주무심")
        assert watch_of(device).due_at == NOW + timedelta(hours=30)

    def test_is_seen_by_whoever_accompanies_the_household(self, session: Session) -> None:
        mine, other = make_coordinator("한지원"), make_coordinator("박바다")
        device = make_device(make_paired(mine))
        assert get_device(device.id, viewer=mine.actor) is device
        assert devices(mine.actor).total == 1
        assert devices(other.actor).total == 0
        with pytest.raises(NotFound):
            get_device(device.id, viewer=other.actor)
        with pytest.raises(NotFound):
            actions.step_device(device, DeviceVerb.BREAK, actor=other.actor, now=LATER)


class TestSuppliers:
    def test_are_edited_by_the_office(self, session: Session, client: PortalClient) -> None:
        supplier = make_supplier("한빛 안심")
        client.sign_in(make_staff().id)
        at = f"/suppliers/{supplier.id}/edit"
        assert "한빛 안심" in client.get(at).get_data(as_text=True)
        told = {"name": "한빛안심", "kinds": ["door", "motion"], "phone": "1588-4321", "hours": "평일 9시~18시"}
        assert client.post(at, data=told).location == f"/suppliers/{supplier.id}"
        page = words_of(client.get(f"/suppliers/{supplier.id}").get_data(as_text=True))
        assert "평일 9시~18시" in page
        assert "움직임 감지기, 문 열림 감지기" in page
        missing = client.post(at, data=told | {"kinds": []})
        assert missing.status_code == 422
        assert "대는 기기를 하나 이상" in missing.get_data(as_text=True)

    def test_give_what_they_supply_alone(self, session: Session) -> None:
        supplier = make_supplier()
        told = SupplierTold(supplier.name, [DeviceKind.DOOR])
        actions.edit_supplier(supplier, told, actor=OFFICE, now=LATER)
        assert make_ordered(kind=DeviceKind.DOOR, supplier=supplier).state is DeviceState.ORDERED
        with pytest.raises(DomainError, match="대지 않는 공급처"):
            make_ordered(make_paired(make_coordinator("남나무")), DeviceKind.PLUG, supplier)

    def test_that_have_ended_stay_as_they_are(self, session: Session) -> None:
        supplier = make_supplier()
        actions.end_supplier(supplier, actor=OFFICE, now=LATER)
        with pytest.raises(Conflict):
            actions.edit_supplier(supplier, SupplierTold("다른 이름", SUPPLIED), actor=OFFICE, now=LATER)


class TestKeys:
    def test_of_a_supplier_overlap_and_end(self, session: Session) -> None:
        supplier = make_supplier()
        first = make_key(supplier)
        second = make_key(supplier, now=LATER)
        assert (first.number, second.number) == (1, 2)
        assert first.is_in_force(LATER + KEY_OVERLAP - timedelta(seconds=1))
        assert not first.is_in_force(LATER + KEY_OVERLAP)
        assert second.ends_at is None
        actions.end_key(second, actor=OFFICE, now=LATER)
        assert not second.is_in_force(LATER)
        with pytest.raises(Conflict):
            actions.end_key(second, actor=OFFICE, now=LATER)

    def test_lie_encrypted(self, session: Session) -> None:
        key = make_key(make_supplier())
        session.flush()
        (kept,) = session.execute(text("SELECT secret FROM supplier_key")).one()
        assert key.secret not in kept

    def test_end_with_their_supplier(self, session: Session) -> None:
        supplier = make_supplier()
        key = make_key(supplier)
        actions.end_supplier(supplier, actor=OFFICE, now=LATER)
        assert not key.is_in_force(LATER)
        with pytest.raises(Conflict):
            make_key(supplier, now=LATER)

    def test_are_the_offices_alone(self, session: Session) -> None:
        coordinator = make_coordinator()
        assert not coordinator.actor.can(Permission.SUPPLIER_MANAGE)
        with pytest.raises(Forbidden):
            actions.add_supplier(SupplierTold("남의 것", SUPPLIED), actor=coordinator.actor, now=NOW)

    def test_are_shown_once(self, session: Session, client: PortalClient) -> None:
        supplier = make_supplier()
        client.sign_in(make_staff(Role.OFFICE, email="office@example.kr").id)
        issued = client.post(f"/suppliers/{supplier.id}/keys")
        page = client.get(issued.location).get_data(as_text=True)
        (key,) = session.get_one(DeviceSupplier, supplier.id).keys
        assert key.secret in page
        client.post(f"/suppliers/keys/{key.id}/kept")
        assert client.get(issued.location).status_code == 302
        assert key.secret not in client.get(f"/suppliers/{supplier.id}").get_data(as_text=True)


class TestPages:
    def test_lead_from_the_household_to_a_device_in_use(self, session: Session, client: PortalClient) -> None:
        coordinator = make_coordinator()
        case, supplier = make_paired(coordinator), make_supplier("한빛 안심")
        home = case.household_id
        with time_machine.travel(LATER, tick=False):
            client.sign_in(coordinator.id)
            assert "기기로 살피지 않는 분입니다" in client.get(f"/households/{home}").get_data(as_text=True)
            sent = {"kind": "plug", "supplier": str(supplier.id)}
            address = client.post(f"/households/{home}/devices/new", data=sent).location
            put_up = {"serial": "SP-1", "place": "거실", "installed_by": "한지원"}
            client.post(f"{address}/installation", data=put_up)
            device = session.scalars(select(Device)).one()
            device.last_heard_at = LATER
            session.commit()
            client.post(f"{address}/test")
            page = client.get(f"/households/{home}/watching").get_data(as_text=True)
        assert "더 소식이 없으면 살펴볼 때" in page
        assert "스마트플러그" in page
        assert "119" in page

    def test_narrow_the_list_to_what_needs_looking_at(self, session: Session, client: PortalClient) -> None:
        make_device()
        client.sign_in(make_staff().id)
        assert "스마트플러그" in client.get("/devices").get_data(as_text=True)
        assert "이 조건에 맞는 기기가 없습니다" in client.get("/devices?state=trouble").get_data(as_text=True)

    def test_refuse_a_household_of_somebody_else(self, session: Session, client: PortalClient) -> None:
        person = make_person()
        client.sign_in(make_coordinator().id)
        assert client.get(f"/households/{person.household_id}/devices/new").status_code == 404
        assert client.get(f"/households/{person.household_id}/watching").status_code == 404
