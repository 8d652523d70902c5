"""The screens of the office: inbox, application, pairing, refusal, handing over, profiles."""

from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.coordinators.caseload.models import CareCase, CoordinatorProfile, Pairing
from portal.core.permissions import Role
from portal.notifications.models import OutboxMessage
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState, Urgency
from portal.residents.households.states import SameSex, Sex
from portal.residents.resemblances.actions import find_alike
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import MANGWON, NOW
from tests.factories.coordinators import make_application, make_coordinator, make_office, make_paired
from tests.factories.referrals import make_person

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def office(session: Session, client: PortalClient) -> PortalClient:
    client.sign_in(make_office().id)
    return client


def body(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


class TestInbox:
    def test_lists_the_urgent_first_and_masks_the_name(self, office: PortalClient) -> None:
        normal = make_application(make_person("홍길동"))
        urgent = make_application(make_person("김철수"), urgency=Urgency.URGENT)
        html = body(office, "/inbox")
        assert html.index(urgent.number) < html.index(normal.number)
        assert "홍*동" in html
        assert "홍길동" not in html

    def test_is_not_for_coordinators(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_coordinator().id)
        assert client.get("/inbox").status_code == 403


class TestApplication:
    def test_shows_everything_and_records_the_read(self, office: PortalClient, session: Session) -> None:
        application = make_application(make_person("홍길동"))
        html = body(office, f"/applications/{application.id}")
        assert "홍길동" in html
        assert "302호" in html
        assert session.scalars(select(AuditEntry.event).where(AuditEntry.is_read)).all() == ["application.read"]

    def test_names_likely_duplicates(self, office: PortalClient) -> None:
        make_person("홍길동")
        application = make_application(make_person("홍길동"))
        find_alike(application.person, now=NOW)
        assert "같은 사람일 수 있습니다" in body(office, f"/applications/{application.id}")

    def test_says_why_each_coordinator_is_suggested_or_not(self, office: PortalClient) -> None:
        make_coordinator("한지원")
        make_coordinator("오바다", sex=Sex.MALE)
        application = make_application(make_person(same_sex=SameSex.WANTED))
        html = body(office, f"/applications/{application.id}")
        assert "추천: 이 동을 맡음, 희망한 성별, 20가구 더 맡을 수 있음" in html
        assert "추천하지 않음: 희망한 성별이 아님" in html

    def test_is_hidden_from_coordinators_of_others(self, session: Session, client: PortalClient) -> None:
        case = make_paired()
        client.sign_in(case.coordinator_id)
        assert client.get(f"/applications/{case.application_id}").status_code == 200
        client.sign_in(make_coordinator("남").id)
        assert client.get(f"/applications/{case.application_id}").status_code == 404


class TestPairing:
    def pair(
        self, client: PortalClient, application_id: UUID, coordinator_id: UUID, reason: str = ""
    ) -> tuple[int, str]:
        data = {"coordinator": str(coordinator_id), "reason": reason}
        answer = client.post(f"/applications/{application_id}", data=data)
        return answer.status_code, answer.get_data(as_text=True)

    def test_leads_to_the_household(self, office: PortalClient, session: Session) -> None:
        coordinator, application = make_coordinator(), make_application()
        answer = office.post(f"/applications/{application.id}", data={"coordinator": str(coordinator.id)})
        assert answer.status_code == 303
        assert urlsplit(answer.location).path == f"/households/{application.household_id}"
        assert session.scalars(select(CareCase.coordinator_id)).all() == [coordinator.id]

    def test_asks_for_a_choice(self, office: PortalClient) -> None:
        make_coordinator()
        answer = office.post(f"/applications/{make_application().id}", data={})
        assert answer.status_code == 422
        assert "코디네이터를 한 사람 골라 주십시오." in answer.get_data(as_text=True)

    def test_asks_why_someone_not_suggested_was_chosen(self, office: PortalClient) -> None:
        other = make_coordinator("오바다", sex=Sex.MALE)
        application = make_application(make_person(same_sex=SameSex.WANTED))
        status, html = self.pair(office, application.id, other.id)
        assert status == 422
        assert "고른 이유를 적어 주십시오" in html
        assert self.pair(office, application.id, other.id, "본인이 원함")[0] == 303

    def test_tells_beside_the_field_that_there_is_a_coordinator(self, office: PortalClient, session: Session) -> None:
        person = make_person()
        make_paired(make_coordinator("한지원"), person)
        second, other = make_application(person), make_coordinator("오바다")
        status, html = self.pair(office, second.id, other.id)
        assert status == 422
        assert "한지원 코디네이터가" in html
        assert "이어 적기" in html
        assert session.scalars(select(Pairing.coordinator_id)).all() != [other.id]

    def test_sent_twice_pairs_once(self, office: PortalClient, session: Session) -> None:
        coordinator, application = make_coordinator(), make_application()
        data = {"coordinator": str(coordinator.id), "reason": ""}
        address = f"/applications/{application.id}"
        answers = [office.post(address, data=dict(data), form_key="k" * 20).status_code for _ in range(2)]
        assert answers == [303, 303]
        assert len(session.scalars(select(Pairing.id)).all()) == 1

    def test_hides_the_decision_once_it_is_made(self, office: PortalClient) -> None:
        case = make_paired(make_coordinator("한지원"))
        html = body(office, f"/applications/{case.application_id}")
        assert "한지원 님이 담당합니다" in html
        assert "담당 코디네이터 정하기" not in html


class TestRefusal:
    def test_names_the_next_door_and_tells_the_person(self, office: PortalClient, session: Session) -> None:
        application = make_application()
        data = {"reason": "다른 구에 사십니다.", "next_door": "other_agency", "where": "돌봄SOS 1668-0120"}
        answer = office.post(f"/applications/{application.id}/refusal", data=data)
        assert answer.status_code == 303
        session.expire_all()
        kept = session.get_one(Application, application.id)
        assert kept.state is ApplicationState.NOT_ELIGIBLE
        assert kept.decision_note == "다른 구에 사십니다. 다음 안내: 다른 기관 - 돌봄SOS 1668-0120"
        assert session.scalars(select(OutboxMessage.kind)).all() == ["application_refused"]

    def test_is_never_a_dead_end(self, office: PortalClient) -> None:
        answer = office.post(f"/applications/{make_application().id}/refusal", data={"reason": "안 됩니다"})
        assert answer.status_code == 422
        html = answer.get_data(as_text=True)
        assert "다음에 안내할 곳을 골라 주십시오." in html
        assert "어디로 연락하면 되는지 적어 주십시오." in html


class TestHandingOver:
    def test_shows_the_note_to_the_next_coordinator(self, office: PortalClient, session: Session) -> None:
        case, second = make_paired(make_coordinator("첫째")), make_coordinator("둘째")
        body(office, f"/households/{case.household_id}/pairing")
        data = {"coordinator": str(second.id), "reason": "휴직", "handover_note": "고양이를 무서워하심"}
        assert office.post(f"/households/{case.household_id}/pairing", data=data).status_code == 303
        office.sign_in(second.id)
        assert "고양이를 무서워하심" in body(office, f"/households/{case.household_id}")


class TestCoordinators:
    def test_are_listed_with_their_load_and_can_be_given_a_profile(
        self, office: PortalClient, session: Session
    ) -> None:
        user = make_user(Role.COORDINATOR, name="신입")
        assert "조건 등록 전" in body(office, "/coordinators")
        body(office, f"/coordinators/{user.id}")
        data = {
            "phone": "010-1111-2222",
            "case_limit": "25",
            "sex": "female",
            "languages": ["ko", "en"],
            "dong_codes": [MANGWON],
        }
        assert office.post(f"/coordinators/{user.id}", data=data).status_code == 303
        profile = session.get_one(CoordinatorProfile, user.id)
        assert (profile.phone, profile.case_limit, profile.languages) == ("+821011112222", 25, ["ko", "en"])
        assert "0 / 25가구" in body(office, "/coordinators")

    def test_know_nobody_who_is_no_coordinator(self, office: PortalClient) -> None:
        assert office.get(f"/coordinators/{make_office().id}").status_code == 404
