"""The services of Care SOS stand apart: the front page and the free places ask for the seven."""

from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy.orm import Session

from portal.benefits.programmes.queries import table_imports
from portal.consortium.capacity.queries import free_this_week, places_by_service
from portal.consortium.catalogue.queries import get_service, referable_services
from portal.core import clock
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import MANGWON, make_offer, make_organisation, make_slot
from tests.factories.programmes import BASIC, load_shipped
from tests.pages import find_all, parse, text_of

OWN = ("청소", "세탁", "소수리", "소독", "홈방범", "건강검진", "반려동물케어")
LINKED = ("안부확인", "건강지원", "돌봄제도", "사례관리", "긴급복지")


@pytest.fixture(autouse=True)
def shipped(session: Session) -> None:
    load_shipped()


def tree_of(client: PortalClient, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200
    return parse(response.get_data(as_text=True))


class TestPublic:
    def test_the_front_page_keeps_its_three_groups(self, client: PortalClient) -> None:
        headings = [text_of(heading) for heading in find_all(tree_of(client, "/"), "h3")]
        assert headings[:3] == ["일상", "안전", "건강"]
        assert not any("돌봄SOS" in heading for heading in headings)

    def test_the_list_shows_them_below_in_parts_of_their_own(self, client: PortalClient) -> None:
        tree = tree_of(client, "/services")
        assert [text_of(heading) for heading in find_all(tree, "h2")][:5] == [
            "일상 서비스", "안전 서비스", "건강 서비스", "돌봄SOS로 받는 서비스", "다른 기관으로 이어 드리는 도움",
        ]  # fmt: skip
        assert "1식당 10,400원" in text_of(tree)
        assert all(name in text_of(tree) for name in LINKED)

    def test_each_has_a_page(self, client: PortalClient) -> None:
        assert "30분당 17,450원" in text_of(tree_of(client, "/services/home_care"))
        assert "이어 드리는 일은 무료입니다" in text_of(tree_of(client, "/services/emergency_welfare"))


class TestOffered:
    def test_places_of_a_basic_service_are_told_where_it_stands(self, client: PortalClient) -> None:
        now = clock.now()
        meal = get_service("meal")
        make_slot(meal, day=clock.day_of(now) + timedelta(days=2), capacity=6, dongs=(MANGWON,))
        assert places_by_service(MANGWON, now)[meal.id] == 6
        assert [entry.service.name for entry in free_this_week(MANGWON, now=now)] == list(OWN)
        assert "6자리" in text_of(tree_of(client, "/services"))

    def test_a_basic_service_can_be_looked_for_once_a_member_offers_it(self, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.COORDINATOR).id)
        assert "식사배달" not in text_of(tree_of(client, "/capacity/free"))
        make_offer(get_service("meal"), make_organisation())
        assert "식사배달" in text_of(tree_of(client, "/capacity/free"))
        assert [each.code for each in referable_services(day=clock.day_of(clock.now()))][-1] == "meal"


class TestOffice:
    def test_the_office_keeps_them_in_the_catalogue(self, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.OFFICE).id)
        words = text_of(tree_of(client, "/catalogue"))
        assert words.count("돌봄SOS 기본") == len(BASIC)
        assert words.count("돌봄SOS 연계") == len(LINKED)
        assert client.get("/catalogue/short_stay/edit").status_code == 200

    def test_the_tables_tell_which_imports_brought_them(self, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.AUDITOR).id)
        words = text_of(tree_of(client, "/programmes/tables"))
        assert all(imported.file_name in words for imported in table_imports())
        assert "2025년 16,940원 · 2026년 17,450원" in words
