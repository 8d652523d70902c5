"""The pages of a file: staff change every fact and look at news, residents change their own."""

import pytest
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.core import clock
from portal.extensions import db
from portal.residents.households.models import FactChange
from portal.residents.households.rules import CHANGED_BY_RESIDENT, CHANGED_BY_STAFF
from portal.residents.households.states import Fact
from tests.client import PortalClient
from tests.factories.consortium import SEOGYO
from tests.factories.referrals import Scene, make_scene

pytestmark = pytest.mark.on_sqlite

BORAMAE = "1162052500"
TYPED = {
    Fact.NAME: {"name": "홍길순"},
    Fact.BIRTH: {"birth_on": "19480303"},
    Fact.SEX: {"sex": "not_told"},
    Fact.PHONE: {"phone": "010-7777-0001"},
    Fact.EMAIL: {"email": "hong@example.kr"},
    Fact.ADDRESS: {"address": "성산로 1", "dong_code": SEOGYO, "way_in": "cleared"},
    Fact.ALONE: {"lives_alone": "no"},
    Fact.WAY_IN: {"entry_note": "초인종"},
    Fact.EMERGENCY: {"emergency_name": "홍아들", "emergency_relation": "아들", "emergency_phone": "010-2222-3333"},
    Fact.PETS: {"pets": "개"},
    Fact.LANGUAGE: {"language": "en"},
    Fact.SAME_SEX: {"same_sex": "wanted"},
}


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


def body(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def staff_typed(fact: Fact) -> dict[str, str]:
    return TYPED[fact] | {"from_on": clock.day_of(clock.now()).isoformat(), "reason": "전화로 들음"}


def changed() -> list[Fact]:
    return [change.fact for change in db.session.query(FactChange).order_by(FactChange.at, FactChange.id)]


class TestStaff:
    @pytest.fixture
    def address(self, scene: Scene, client: PortalClient) -> str:
        assert scene.coordinator.user_id is not None
        client.sign_in(scene.coordinator.user_id)
        return f"/households/{scene.person.household_id}/facts"

    @pytest.mark.parametrize("fact", CHANGED_BY_STAFF)
    def test_change_every_fact(self, client: PortalClient, address: str, fact: Fact) -> None:
        assert "언제부터" in body(client, f"{address}/{fact}")
        assert client.post(f"{address}/{fact}", data=staff_typed(fact)).location == address
        assert fact in changed()
        html = body(client, address)
        assert "까닭: 전화로 들음" in html
        assert "→" in html

    def test_follow_a_move_to_another_district_where_the_rest_stays_to_be_mended(
        self, client: PortalClient, address: str, scene: Scene
    ) -> None:
        sent = staff_typed(Fact.ADDRESS) | {"dong_code": "another"}
        refused = client.post(f"{address}/address", data=sent)
        assert (refused.status_code, "다른 구의 동을 골라 주십시오." in refused.text) == (422, True)
        unlinked = client.post(f"{address}/address", data=staff_typed(Fact.ADDRESS) | {"other_dong": BORAMAE})
        assert (unlinked.status_code, "‘다른 구’를 골라 주십시오." in unlinked.text) == (422, True)
        assert client.post(f"{address}/address", data=sent | {"other_dong": BORAMAE}).status_code == 303
        assert "관악구 보라매동" in client.get(address).text
        assert scene.person.household.dong_code == BORAMAE
        mended = staff_typed(Fact.ADDRESS) | {"address": "신림로 2", "dong_code": BORAMAE}
        assert client.post(f"{address}/address", data=mended).status_code == 303
        assert (scene.person.household.address, scene.person.household.dong_code) == ("신림로 2", BORAMAE)

    def test_say_why_and_from_when(self, client: PortalClient, address: str) -> None:
        answer = client.post(f"{address}/pets", data={"pets": "앵무새", "from_on": "", "reason": ""})
        assert answer.status_code == 422
        html = answer.get_data(as_text=True)
        assert "언제부터 그런지 골라 주십시오." in html
        assert "누구에게 어떻게 들었는지 적어 주십시오." in html
        assert "앵무새" in html

    def test_nothing_changed_is_told_as_nothing(self, client: PortalClient, address: str, scene: Scene) -> None:
        typed = staff_typed(Fact.PETS) | {"pets": scene.person.household.pets}
        html = client.post(f"{address}/pets", data=typed, follow_redirects=True).get_data(as_text=True)
        assert "바뀐 것이 없습니다" in html
        assert "notice-success" not in html
        assert changed() == []

    def test_find_what_changed_in_the_timeline(self, client: PortalClient, address: str) -> None:
        client.post(f"{address}/address", data=staff_typed(Fact.ADDRESS))
        html = body(client, address.removesuffix("/facts"))
        assert "정보 바뀜: 주소" in html
        assert "성산로 1" not in html

    def test_reading_everything_in_full_is_recorded(self, client: PortalClient, address: str) -> None:
        body(client, address)
        entry = db.session.query(AuditEntry).filter_by(event="household.read").one()
        assert entry.details == {"fields": "facts", "role": "coordinator"}

    def test_of_other_households_are_not_there(self, client: PortalClient, address: str) -> None:
        other = f"/households/{make_scene().person.household_id}/facts"
        assert client.get(other).status_code == 404
        assert client.post(f"{other}/pets", data=staff_typed(Fact.PETS)).status_code == 404


class TestResidents:
    @pytest.fixture(autouse=True)
    def signed_in(self, scene: Scene, client: PortalClient) -> None:
        assert scene.resident.user_id is not None
        client.sign_in(scene.resident.user_id)

    @pytest.mark.parametrize("fact", CHANGED_BY_RESIDENT)
    def test_change_their_own(self, client: PortalClient, fact: Fact) -> None:
        assert "언제부터" not in body(client, f"/my/facts/{fact}")
        assert client.post(f"/my/facts/{fact}", data=TYPED[fact]).location == "/my/facts"
        assert fact in changed()
        assert "코디네이터가 확인하는 중" in body(client, "/my/facts")

    def test_a_birth_date_is_not_changed_by_oneself(self, client: PortalClient) -> None:
        assert client.get("/my/facts/birth").status_code == 404

    def test_staff_see_it_as_news_and_tick_it_off(self, client: PortalClient, scene: Scene) -> None:
        client.post("/my/facts/pets", data={"pets": "개 두 마리"})
        assert scene.coordinator.user_id is not None
        client.sign_in(scene.coordinator.user_id)
        assert "이용자가 바꾼 정보" in body(client, "/today")
        home = f"/households/{scene.person.household_id}"
        assert "이용자가 정보를 바꾸었습니다" in body(client, home)
        assert "개 두 마리" in body(client, f"{home}/facts")
        change = db.session.query(FactChange).one()
        client.post(f"/facts/{change.id}/seen")
        assert "이용자가 정보를 바꾸었습니다" not in body(client, home)
        assert "이용자가 바꾼 정보" not in body(client, "/today")
