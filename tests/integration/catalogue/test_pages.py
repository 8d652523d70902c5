"""The pages of services: what anyone reads, and where the office keeps them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.catalogue.models import ServiceOffer, ServicePrice
from portal.consortium.catalogue.states import PriceSource
from portal.core import clock
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.consortium import MANGWON, make_agreement, make_offer, make_organisation, make_service, make_slot
from tests.factories.manuals import make_user

pytestmark = pytest.mark.on_sqlite

DAY = timedelta(days=1)


def today() -> object:
    return clock.day_of(clock.now())


class TestPublicPages:
    def test_the_list_shows_price_and_free_places_near_the_dong(self, session: Session, client: PortalClient) -> None:
        service = make_service("cleaning", name="청소", amount=16_800)
        make_slot(service, day=clock.day_of(clock.now()) + 2 * DAY, capacity=3, dongs=(MANGWON,))
        html = client.get(f"/services?dong={MANGWON}").get_data(as_text=True)
        assert "시간당 16,800원" in html
        assert "예시 단가" in html
        assert "3자리" in html
        assert "망원1동 가까이에" in html
        assert "3자리" not in client.get("/services?dong=1144055500").get_data(as_text=True)

    def test_a_service_says_all_that_one_asks(self, session: Session, client: PortalClient) -> None:
        service = make_service("cleaning", name="청소")
        make_offer(service, make_organisation("울림두레"))
        expired = make_organisation("끝난조합", agreed=False)
        make_offer(service, expired)
        make_slot(service, make_organisation("다른조합"), day=clock.day_of(clock.now()) + DAY, capacity=4)
        html = client.get("/services/cleaning").get_data(as_text=True)
        for words in ("쓸고 닦기", "이사 청소", "한 번에 약 2시간", "울림두레", "예시 단가입니다", "4자리", "신청하기"):
            assert words in html
        assert "끝난조합" not in html

    def test_an_agreed_price_is_not_called_an_example(self, session: Session, client: PortalClient) -> None:
        service = make_service("cleaning")
        service.prices[0].source = PriceSource.AGREED
        session.flush()
        assert "예시 단가" not in client.get("/services/cleaning").get_data(as_text=True)

    def test_unknown_and_withdrawn_services_answer_404(self, session: Session, client: PortalClient) -> None:
        make_service("gone", withdrawn_on=today())
        assert client.get("/services/gone").status_code == 404
        assert client.get("/services/nothing").status_code == 404

    def test_a_strange_dong_is_left_out(self, session: Session, client: PortalClient) -> None:
        assert client.get("/services?dong=nonsense").status_code == 200


@pytest.fixture
def office(session: Session, client: PortalClient) -> PortalClient:
    client.sign_in(make_user("가나다", Role.OFFICE).id)
    return client


class TestKeeping:
    def test_the_list_and_the_entry_show_sources_and_standing(self, session: Session, office: PortalClient) -> None:
        service = make_service("cleaning", name="청소")
        organisation = make_organisation("끝난조합", agreed=False)
        make_agreement(organisation, ends_on=clock.day_of(clock.now()) - DAY)
        make_offer(service, organisation)
        assert "예시 단가" in office.get("/catalogue").get_data(as_text=True)
        html = office.get("/catalogue/cleaning").get_data(as_text=True)
        assert "지금 단가" in html
        assert "새 자리 없음" in html

    def test_texts_are_edited_line_by_line(self, session: Session, office: PortalClient) -> None:
        service = make_service("cleaning")
        assert "쓸고 닦기" in office.get("/catalogue/cleaning/edit").get_data(as_text=True)
        data = {"name": "청소", "summary": "한 줄", "description": "설명", "included": "가\r\n\r\n나", "excluded": "다"}
        data |= {"duration_minutes": "90", "unit": "회"}
        assert office.post("/catalogue/cleaning/edit", data=data).status_code == 303
        session.refresh(service)
        assert (service.included, service.excluded, service.duration_minutes) == (["가", "나"], ["다"], 90)
        assert office.post("/catalogue/cleaning/edit", data=data | {"duration_minutes": "0"}).status_code == 422

    def test_a_price_is_a_new_row(self, session: Session, office: PortalClient) -> None:
        make_service("cleaning", amount=12_000)
        address = "/catalogue/cleaning/prices/new"
        assert office.get(address).status_code == 200
        assert office.post(address, data={"amount": "13,000원", "valid_from": str(today())}).status_code == 303
        again = office.post(address, data={"amount": "14000", "valid_from": str(today())})
        assert again.status_code == 422
        assert "이미 있습니다" in again.get_data(as_text=True)
        prices = session.scalars(select(ServicePrice).order_by(ServicePrice.valid_from))
        assert [price.amount for price in prices] == [12_000, 13_000]

    def test_an_offer_is_added_and_ended(self, session: Session, office: PortalClient) -> None:
        make_service("cleaning")
        organisation = make_organisation("울림두레")
        address = "/catalogue/cleaning/offers/new"
        assert "울림두레" in office.get(address).get_data(as_text=True)
        data = {"organisation_id": organisation.id, "valid_from": str(today())}
        assert office.post(address, data=data).status_code == 303
        assert office.post(address, data=data).status_code == 422
        offer = session.scalars(select(ServiceOffer)).one()
        end = f"/catalogue/offers/{offer.id}/end"
        assert "어긋난 예약이 되어 코디네이터가 다시 정합니다." in office.get(end).get_data(as_text=True)
        assert office.get(end).status_code == 200
        assert office.post(end, data={"valid_to": str(today())}).status_code == 303
        assert session.get_one(ServiceOffer, offer.id).valid_to == today()

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR])
    def test_others_do_not_keep_the_catalogue(self, session: Session, client: PortalClient, role: Role) -> None:
        make_service("cleaning")
        client.sign_in(make_user("가나다", role).id)
        assert client.get("/catalogue/cleaning").status_code == 403


class TestTheCommand:
    def test_loads_the_services(self, session: Session, client: PortalClient) -> None:
        session.rollback()
        for _ in range(2):
            result = client.application.test_cli_runner().invoke(args=["catalogue", "load"])
            assert (result.exit_code, result.output) == (0, "7 services\n")
        more = client.application.test_cli_runner().invoke(args=["catalogue", "load", "--transport"])
        assert (more.exit_code, more.output) == (0, "8 services\n")
