"""The pages of places, as each role sees them."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.capacity.models import CapacityPattern, ClosedDay, Slot
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.core import clock
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.consortium import (
    MANGWON,
    make_agreement,
    make_offer,
    make_organisation,
    make_pattern,
    make_service,
    make_slot,
)
from tests.factories.manuals import make_user

pytestmark = pytest.mark.on_sqlite

DAY = timedelta(days=1)


def monday(weeks: int = 1) -> date:
    """The Monday of a week to come."""
    today = clock.day_of(clock.now())
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def offering(**values: Any) -> tuple[Service, Organisation]:
    service, organisation = make_service(**values), make_organisation("울림두레")
    make_offer(service, organisation)
    return service, organisation


def sign_in(client: PortalClient, role: Role, organisation: Organisation | None = None) -> None:
    client.sign_in(make_user("가나다", role, organisation.id if organisation else None).id)


def cell(service: Service, day: date, start: str = "1000", end: str = "1200") -> str:
    return f"cell_{service.code}_{start}_{end}_{day:%Y%m%d}"


def cells_in(html: str) -> dict[str, str]:
    """The fields of the week with what stands in them."""
    inputs = re.findall(r'<input[^>]*name="(cell_[^"]+)"[^>]*>', html)
    values = {name: re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', html) for name in inputs}
    return {name: found.group(1) if found else "" for name, found in values.items()}


class TestTheWeek:
    def test_shows_what_is_free_requested_and_booked(self, session: Session, client: PortalClient) -> None:
        service, organisation = offering()
        make_slot(service, organisation, day=monday(), capacity=4, held=1, confirmed=2)
        sign_in(client, Role.COOPERATIVE, organisation)
        html = client.get(f"/capacity/week?week={monday()}").get_data(as_text=True)
        assert "4자리 중 빈자리 1, 요청 1, 예약 2" in html
        assert cells_in(html)[cell(service, monday())] == "4"
        assert cells_in(html)[cell(service, monday() + DAY)] == ""

    def test_numbers_typed_are_posted(self, session: Session, client: PortalClient) -> None:
        service, organisation = offering()
        slot = make_slot(service, organisation, day=monday(), capacity=2)
        sign_in(client, Role.COOPERATIVE, organisation)
        data = {cell(service, monday()): "5", cell(service, monday() + DAY): " １ "}
        assert client.post(f"/capacity/week?week={monday()}", data=data).status_code == 303
        session.refresh(slot)
        slots = session.scalars(select(Slot).order_by(Slot.starts_at))
        assert [each.capacity for each in slots] == [5, 1]

    def test_a_refusal_stands_beside_its_cell_and_keeps_what_was_typed(
        self, session: Session, client: PortalClient
    ) -> None:
        service, organisation = offering()
        make_slot(service, organisation, day=monday(), capacity=3, confirmed=2)
        sign_in(client, Role.COOPERATIVE, organisation)
        name = cell(service, monday())
        answer = client.post(f"/capacity/week?week={monday()}", data={name: "1"})
        html = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert f'id="{name}-error"' in html
        assert "이미 2자리가 찼습니다" in html
        assert cells_in(html)[name] == "1"

    def test_like_last_week_proposes_and_publishing_keeps(self, session: Session, client: PortalClient) -> None:
        service, organisation = offering()
        make_slot(service, organisation, day=monday(1), capacity=3)
        sign_in(client, Role.COOPERATIVE, organisation)
        address = f"/capacity/week?week={monday(2)}"
        proposed = cells_in(client.get(f"{address}&like=last").get_data(as_text=True))
        assert proposed[cell(service, monday(2))] == "3"
        assert len(session.scalars(select(Slot)).all()) == 1
        client.post(address, data=proposed)
        assert [slot.capacity for slot in session.scalars(select(Slot).order_by(Slot.starts_at))] == [3, 3]

    def test_closed_days_take_no_numbers(self, session: Session, client: PortalClient) -> None:
        service, organisation = offering()
        make_slot(service, organisation, day=monday())
        session.add(ClosedDay(organisation_id=organisation.id, day=monday() + DAY, reason="총회"))
        sign_in(client, Role.COOPERATIVE, organisation)
        names = cells_in(client.get(f"/capacity/week?week={monday()}").get_data(as_text=True))
        assert cell(service, monday() + DAY) not in names

    def test_old_figures_are_asked_about_and_confirmed(self, session: Session, client: PortalClient) -> None:
        service, organisation = offering()
        pattern = make_pattern(service, organisation, now=clock.now() - timedelta(days=9), valid_from=date(2026, 1, 1))
        sign_in(client, Role.COOPERATIVE, organisation)
        html = client.get("/capacity/week").get_data(as_text=True)
        assert "아직 맞습니까?" in html
        assert "figures-stale" in html
        client.post("/capacity/confirm")
        session.refresh(pattern)
        assert clock.now() - pattern.confirmed_at < timedelta(minutes=1)
        assert "아직 맞습니까?" not in client.get("/capacity/week").get_data(as_text=True)

    def test_says_plainly_that_no_new_offers_are_made(self, session: Session, client: PortalClient) -> None:
        organisation = make_organisation(agreed=False)
        make_agreement(organisation, ends_on=date(2025, 12, 31))
        sign_in(client, Role.COOPERATIVE, organisation)
        assert "협약 기간이 끝나서 새 자리를 내지 않습니다." in client.get("/capacity/week").get_data(as_text=True)

    def test_warns_thirty_days_before(self, session: Session, client: PortalClient) -> None:
        organisation = make_organisation(agreed=False)
        make_agreement(organisation, insurance_ends_on=clock.day_of(clock.now()) + 20 * DAY)
        sign_in(client, Role.COOPERATIVE, organisation)
        assert "21일 남았습니다." in client.get("/capacity/week").get_data(as_text=True)

    @pytest.mark.parametrize("week", ["nonsense", "0001-01-01", "9999-12-31", "2026-13-45"])
    def test_a_strange_week_shows_this_one(self, session: Session, client: PortalClient, week: str) -> None:
        _service, organisation = offering()
        sign_in(client, Role.COOPERATIVE, organisation)
        assert client.get(f"/capacity/week?week={week}").status_code == 200


class TestPatterns:
    def details(self, service: Service, **values: object) -> dict[str, object]:
        given = {"service_id": service.id, "weekday": 2, "starts_at": "10:00", "ends_at": "12:00", "places": "2"}
        return given | {"valid_from": str(clock.day_of(clock.now()))} | values

    def test_are_posted_changed_ended_and_taken_back(self, session: Session, client: PortalClient) -> None:
        service, organisation = offering()
        sign_in(client, Role.COOPERATIVE, organisation)
        assert client.get("/capacity/patterns/new").status_code == 200
        assert client.post("/capacity/patterns/new", data=self.details(service)).status_code == 303
        first = session.scalars(select(CapacityPattern)).one()
        assert "수요일 10:00~12:00" in client.get("/capacity/patterns").get_data(as_text=True)
        edit = f"/capacity/patterns/{first.id}/edit"
        assert 'value="10:00"' in client.get(edit).get_data(as_text=True)
        assert client.post(edit, data=self.details(service, places="4")).status_code == 303
        second = session.scalars(select(CapacityPattern).where(CapacityPattern.ended_at.is_(None))).one()
        assert second.places == 4
        ended = client.post(f"/capacity/patterns/{second.id}/end")
        assert "되돌리기" in client.get(ended.headers["Location"]).get_data(as_text=True)
        assert client.post(f"/capacity/patterns/{second.id}/resume").status_code == 303
        assert session.get_one(CapacityPattern, second.id).ended_at is None

    def test_a_wrong_form_answers_422_with_what_was_typed(self, session: Session, client: PortalClient) -> None:
        service, organisation = offering()
        sign_in(client, Role.COOPERATIVE, organisation)
        answer = client.post("/capacity/patterns/new", data=self.details(service, ends_at="09:00", places="일곱"))
        assert answer.status_code == 422
        assert "숫자로 적어 주십시오." in answer.get_data(as_text=True)
        assert 'value="일곱"' in answer.get_data(as_text=True)

    def test_of_another_member_are_not_there(self, session: Session, client: PortalClient) -> None:
        service, organisation = offering()
        pattern = make_pattern(service, organisation)
        sign_in(client, Role.COOPERATIVE, make_organisation())
        assert client.get(f"/capacity/patterns/{pattern.id}/edit").status_code == 404
        assert client.post(f"/capacity/patterns/{pattern.id}/end").status_code == 404
        assert session.get_one(CapacityPattern, pattern.id).ended_at is None


class TestSlotsAndClosedDays:
    def test_a_single_slot_is_posted(self, session: Session, client: PortalClient) -> None:
        service, organisation = offering()
        sign_in(client, Role.COOPERATIVE, organisation)
        data = {"service_id": service.id, "day": str(monday()), "starts_at": "9:00", "ends_at": "11:00", "places": "1"}
        assert client.get("/capacity/slots/new").status_code == 200
        assert client.post("/capacity/slots/new", data=data | {"dong_codes": [MANGWON]}).status_code == 303
        slot = session.scalars(select(Slot)).one()
        assert (clock.day_of(slot.starts_at), [each.dong_code for each in slot.dongs]) == (monday(), [MANGWON])

    def test_a_day_is_closed_and_opened_again(self, session: Session, client: PortalClient) -> None:
        service, organisation = offering()
        slot = make_slot(service, organisation, day=monday())
        sign_in(client, Role.COOPERATIVE, organisation)
        data = {"day": str(monday()), "reason": "조합 총회"}
        assert client.post("/capacity/closed-days", data=data).status_code == 303
        assert "조합 총회" in client.get("/capacity/closed-days").get_data(as_text=True)
        assert client.post("/capacity/closed-days", data=data).status_code == 422
        closed = session.scalars(select(ClosedDay)).one()
        assert client.post(f"/capacity/closed-days/{closed.id}/reopen").status_code == 303
        session.refresh(slot)
        assert slot.closed_at is None

    def test_a_closed_day_of_another_member_is_not_there(self, session: Session, client: PortalClient) -> None:
        closed = ClosedDay(organisation_id=make_organisation().id, day=monday(), reason="총회")
        session.add(closed)
        session.flush()
        sign_in(client, Role.COOPERATIVE, make_organisation())
        assert client.post(f"/capacity/closed-days/{closed.id}/reopen").status_code == 404


class TestReaders:
    def test_a_coordinator_finds_free_places(self, session: Session, client: PortalClient) -> None:
        service, organisation = offering(code="cleaning", name="청소")
        make_slot(service, organisation, day=monday(), dongs=(MANGWON,))
        expired = make_organisation("끝난조합", agreed=False)
        make_agreement(expired, ends_on=date(2025, 12, 31))
        sign_in(client, Role.COORDINATOR)
        html = client.get(f"/capacity/free?service=cleaning&dong={MANGWON}").get_data(as_text=True)
        assert "울림두레" in html
        assert "끝난조합: 협약 기간이 끝나서 새 자리를 내지 않습니다." in html
        assert "빈자리가 없습니다" in client.get("/capacity/free?dong=1144055500").get_data(as_text=True)

    def test_the_office_reads_the_week_of_any_member_and_changes_nothing(
        self, session: Session, client: PortalClient
    ) -> None:
        service, organisation = offering()
        make_slot(service, organisation, day=monday(), starts_at=time(10), capacity=2)
        make_organisation("다른조합")
        sign_in(client, Role.OFFICE)
        html = client.get(f"/capacity/week/{organisation.id}?week={monday()}").get_data(as_text=True)
        assert "2자리 중 빈자리 2" in html
        assert "다른조합" in html
        assert cells_in(html) == {}
        assert client.get("/capacity/week").status_code == 403

    def test_a_member_does_not_read_another_ones_week(self, session: Session, client: PortalClient) -> None:
        organisation = make_organisation()
        sign_in(client, Role.COOPERATIVE, make_organisation())
        assert client.get(f"/capacity/week/{organisation.id}").status_code == 403

    def test_staff_without_an_organisation_have_no_places(self, session: Session, client: PortalClient) -> None:
        sign_in(client, Role.COOPERATIVE)
        assert client.get("/capacity/week").status_code == 404


class TestTheCommand:
    def test_extends_every_pattern(self, session: Session, client: PortalClient) -> None:
        service, organisation = offering()
        begin = datetime.combine(monday(-4), time(3), clock.SEOUL)
        make_pattern(service, organisation, now=begin, valid_from=monday(-4), horizon_days=7)
        session.commit()
        result = client.application.test_cli_runner().invoke(args=["capacity", "extend"])
        assert result.exit_code == 0, result.output
        assert re.fullmatch(r"[789] slots made\n", result.output)
