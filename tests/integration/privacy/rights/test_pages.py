"""From asking to the answer in the browser: what pages say before, keep when something is wrong, and hand out."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.models import Download
from portal.core.permissions import Role
from portal.notifications.models import OutboxMessage
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.states import RightsKind, RightsState
from portal.privacy.seen.queries import readings_of
from portal.residents.helpers.states import HelperMay
from portal.residents.households.models import Person
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator
from tests.factories.privacy import make_rights_request
from tests.factories.referrals import make_person, make_scene
from tests.factories.residents import make_helping

pytestmark = pytest.mark.on_sqlite

NOT_STOPPED = "이 요구에 대한 답, 개인정보 유출 안내는 멈추지 않습니다."


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(Role.OFFICE, name="박사무", email="office@example.kr")


@pytest.fixture
def person(session: Session) -> Person:
    return make_scene().person


def sign_in(client: PortalClient, person: Person) -> None:
    assert person.user_id is not None
    client.sign_in(person.user_id)


def shown(client: PortalClient, address: str) -> str:
    """The page without what keeps days in one line."""
    return re.sub(r'<span class="nowrap">(.*?)</span>', r"\1", client.get(address).get_data(as_text=True))


class TestAsking:
    @pytest.mark.parametrize("kind", [kind for kind in RightsKind if kind is not RightsKind.ASK])
    def test_leads_to_a_number_and_a_day(
        self, client: PortalClient, session: Session, person: Person, kind: RightsKind
    ) -> None:
        sign_in(client, person)
        address = f"/my/rights/new/{kind.value}"
        assert address in shown(client, "/my/rights")
        assert "2026. 12. 3.(목)까지 답합니다." in shown(client, address)
        typed = {"words": "바랍니다", "reply_by": "portal", "fact": "phone", "stops": ["messages"]}
        wrong = client.post(address, data=typed | {"words": ""})
        assert wrong.status_code == 422
        made = client.post(address, data=typed)
        html = shown(client, made.location)
        assert "개인정보 요구 2026-000001" in html
        assert "2026. 12. 3.(목)까지 답합니다" in html
        assert session.scalars(select(RightsRequest)).one().kind is kind

    def test_says_what_follows_before_the_button(self, client: PortalClient, person: Person) -> None:
        sign_in(client, person)
        stopping, deleting = shown(client, "/my/rights/new/stop"), shown(client, "/my/rights/new/delete")
        assert NOT_STOPPED in stopping
        assert "방문 알림도 문자와 메일로 가지 않고, 알릴 일은 전화로 말씀드립니다." in stopping
        assert "금액과 통계: 누구의 것인지 알 수 없게 만들어 남깁니다." in deleting
        assert "편지를 부치는 날 지웁니다." in deleting

    def test_what_is_not_on_the_page_is_no_choice(self, client: PortalClient, person: Person) -> None:
        sign_in(client, person)
        typed = {"words": "고쳐 주십시오", "reply_by": "portal"}
        assert client.post("/my/rights/new/correct", data=typed | {"fact": " "}).status_code == 303
        assert client.post("/my/rights/new/correct", data=typed | {"fact": "death"}).status_code == 422

    def test_nothing_to_stop_is_said_beside_the_field(self, client: PortalClient, person: Person) -> None:
        sign_in(client, person)
        answer = client.post("/my/rights/new/stop", data={"words": "멈춰 주십시오", "reply_by": "portal"})
        assert answer.status_code == 422
        assert "무엇을 멈출지 하나 이상 골라 주십시오." in answer.get_data(as_text=True)
        assert "멈춰 주십시오" in answer.get_data(as_text=True)

    @pytest.mark.parametrize("page", ["/my", "/my/seen", "/my/copy"])
    def test_is_reached_from_the_pages_about_ones_own_data(
        self, client: PortalClient, person: Person, page: str
    ) -> None:
        sign_in(client, person)
        assert "/my/rights" in shown(client, page)

    def test_from_who_looked_names_the_opening(
        self, client: PortalClient, session: Session, person: Person, office: User
    ) -> None:
        client.sign_in(office.id)
        client.get(f"/households/{person.household_id}/facts")
        reading = readings_of(person).items[0]
        sign_in(client, person)
        asking = f"/my/rights/new/ask?reading={reading.id}"
        assert asking in shown(client, "/my/seen")
        about = "2026. 11. 23.(월) 09:00 사무국"
        assert about in shown(client, asking)
        client.post(asking, data={"words": "왜 보셨습니까?", "reply_by": "portal"})
        request = session.scalars(select(RightsRequest)).one()
        assert (request.reading_id, request.about.startswith(about)) == (reading.id, True)
        client.sign_in(office.id)
        html = shown(client, f"/rights/{request.id}")
        assert "연 사람" in html
        assert "박사무, 2026. 11. 23.(월) 09:00" in html

    def test_about_an_opening_of_somebody_else_is_not_there(
        self, client: PortalClient, session: Session, person: Person, office: User
    ) -> None:
        other = make_person("김둘")
        client.sign_in(office.id)
        client.get(f"/households/{other.household_id}/facts")
        reading = readings_of(other).items[0]
        sign_in(client, person)
        assert client.get(f"/my/rights/new/ask?reading={reading.id}").status_code == 404

    def test_is_taken_back_with_a_button(self, client: PortalClient, session: Session, person: Person) -> None:
        request = make_rights_request(person=person)
        sign_in(client, person)
        assert "요구 거두기" in shown(client, f"/my/rights/{request.id}")
        client.post(f"/my/rights/{request.id}/withdraw")
        session.expire_all()
        assert session.get_one(RightsRequest, request.id).state is RightsState.WITHDRAWN
        assert "요구 거두기" not in shown(client, f"/my/rights/{request.id}")


class TestWhoeverHelps:
    @pytest.mark.parametrize("may", HelperMay)
    def test_asks_who_looked_and_nothing_else(
        self, client: PortalClient, session: Session, person: Person, may: HelperMay
    ) -> None:
        own, helping = make_rights_request(person=person), make_helping(person, may, sees_record=True)
        client.sign_in(helping.user_id)
        assert "/my/rights/new/ask" in shown(client, "/my/seen")
        assert "/my/rights/new/delete" not in shown(client, "/my/rights")
        assert client.get("/my/rights/new/delete").status_code == 403
        assert client.get(f"/my/rights/{own.id}").status_code == 404
        made = client.post("/my/rights/new/ask", data={"words": "누가 보았습니까?", "reply_by": "portal"})
        assert "누가 보았습니까?" in shown(client, made.location)

    def test_asks_nothing_where_it_was_not_agreed(self, client: PortalClient, person: Person) -> None:
        client.sign_in(make_helping(person, HelperMay.ACT).user_id)
        assert client.get("/my/rights").status_code == 404
        assert client.get("/my/rights/new/ask").status_code == 404


class TestSomebodyElse:
    def test_does_not_see_it(self, client: PortalClient, session: Session, person: Person) -> None:
        request = make_rights_request(person=person)
        sign_in(client, make_person("김둘"))
        for address in (f"/my/rights/{request.id}", f"/my/rights/{request.id}/answer.pdf"):
            assert client.get(address).status_code == 404
        client.sign_in(make_coordinator().id)
        assert client.get(f"/rights/{request.id}").status_code == 403


class TestTheOffice:
    TYPED = {  # noqa: RUF012 what is typed into the form
        "channel": "phone", "received_on": "2026-11-20", "asked_by": "person", "words": "보여 달라고 하심",
        "identified": "생년월일과 주소를 말씀하심", "reply_by": "portal",
    }  # fmt: skip

    def test_writes_it_down_answers_and_hands_out_the_letter(
        self, client: PortalClient, session: Session, office: User
    ) -> None:
        person = make_person("홍길동", with_account=False, phone=None)
        number = f"가구 {person.household.number}"
        client.sign_in(office.id)
        assert "/rights/new/see" in shown(client, "/rights/new")
        wrong = client.post("/rights/new/see", data=self.TYPED | {"number": "가구 2026-999999", "identified": ""})
        assert wrong.status_code == 422
        assert "보여 달라고 하심" in wrong.get_data(as_text=True)
        nobody = client.post("/rights/new/see", data=self.TYPED | {"number": "가구 2026-999999"})
        assert "그런 번호의 가구가 없습니다." in nobody.get_data(as_text=True)
        page = client.post("/rights/new/see", data=self.TYPED | {"number": number}).location
        assert "2026. 11. 30.(월)" in shown(client, page)
        assert "답을 받는 방법" in shown(client, page)
        early = client.post(f"{page}/answer", data={"verb": "grant", "answer": "보내 드립니다."})
        assert "먼저 이분의 개인정보 사본을" in early.get_data(as_text=True)
        reason = {"reason": "check", "note": ""}
        copy = client.get(f"/privacy/people/{person.household_id}/copy.json").location
        assert client.get(client.post(copy, data=reason).location).mimetype == "application/json"
        assert client.post(f"{page}/answer", data={"verb": "grant", "answer": "보내 드립니다."}).location == page
        letter = client.get(f"{page}/answer.pdf").location
        file = client.get(client.post(letter, data=reason).location).get_data()
        text = "".join(each.get_textpage().get_text_bounded() for each in pypdfium2.PdfDocument(file))
        for told in ("개인정보 요구 2026-000001", "홍길동", "보내 드립니다.", "내 정보 사본", "1833-6972"):
            assert told in text
        assert [each.persons for each in session.scalars(select(Download))] == [1, 1]
        client.post(f"{page}/posted")
        assert "할 요구가 없습니다." in shown(client, "/rights")
        assert "2026-000001" in shown(client, "/rights?show=all")

    def test_says_what_a_message_will_do(self, client: PortalClient, session: Session, office: User) -> None:
        request = make_rights_request(RightsKind.ASK)
        client.sign_in(office.id)
        assert "이용자께 문자를 보냅니다." in shown(client, f"/rights/{request.id}/answer")
        answered = client.post(f"/rights/{request.id}/answer", data={"answer": "급한 전화를 받고 보았습니다."})
        html = shown(client, answered.location)
        assert "답했습니다. 이용자께 문자를 보냅니다." in html
        sent = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "rights_answered")).one()
        assert "급한 전화" not in sent.body
        sign_in(client, session.get_one(RightsRequest, request.id).person)
        own = shown(client, f"/my/rights/{request.id}")
        assert "급한 전화를 받고 보았습니다." in own
        assert "답함" in own
        assert client.get(f"/my/rights/{request.id}/answer.pdf").get_data().startswith(b"%PDF")

    def test_puts_an_answer_off_with_a_reason(self, client: PortalClient, session: Session, office: User) -> None:
        request = make_rights_request()
        client.sign_in(office.id)
        address = f"/rights/{request.id}/extend"
        assert client.post(address, data={"until": "", "reason": "기록이 많음"}).status_code == 422
        client.post(address, data={"until": "2026-12-15", "reason": "기록이 많음"})
        sign_in(client, session.get_one(RightsRequest, request.id).person)
        own = shown(client, f"/my/rights/{request.id}")
        assert "2026. 12. 15.(화)까지 답합니다" in own
        assert "기록이 많음" in own

    def test_erases_after_saying_what_goes(self, client: PortalClient, session: Session, office: User) -> None:
        request = make_rights_request(RightsKind.DELETE, make_person("독고유일"))
        client.sign_in(office.id)
        page = f"/rights/{request.id}"
        client.post(f"{page}/answer", data={"verb": "grant", "answer": "지웁니다."})
        assert "먼저 편지를 받아 부쳐 주십시오." in shown(client, page)
        asking = shown(client, f"{page}/erase")
        assert "되돌릴 수 없습니다" in asking
        assert "금액과 통계: 누구의 것인지 알 수 없게 만들어 남깁니다." in asking
        assert client.post(f"{page}/erase").location == "/rights"
        session.expire_all()
        assert session.get_one(RightsRequest, request.id).state is RightsState.ERASED
        assert "독고유일" not in shown(client, page)
        assert client.get(f"{page}/answer.pdf").status_code == 404
        assert "지워 달라고 하심" in shown(client, "/privacy/retention")

    def test_lets_messages_come_again(self, client: PortalClient, session: Session, office: User) -> None:
        scene = make_scene()
        request = make_rights_request(RightsKind.STOP, scene.person, words="그만")
        request.stops = ["messages"]
        session.flush()
        client.sign_in(office.id)
        client.post(f"/rights/{request.id}/answer", data={"verb": "grant", "answer": "멈춥니다."})
        household = f"/households/{scene.person.household_id}"
        assert "문자와 메일을 멈추었습니다" in shown(client, household)
        assert client.post(f"{household}/messages-again").location == household
        assert "문자와 메일을 멈추었습니다" not in shown(client, household)
        assert client.post(f"{household}/messages-again").status_code == 404

    def test_late_ones_stand_out(self, client: PortalClient, session: Session, office: User) -> None:
        make_rights_request(now=NOW - timedelta(days=20))
        client.sign_in(office.id)
        assert "지남" in shown(client, "/rights")
        assert "개인정보 요구 2026-000001 답하기: 내 정보 보기" in shown(client, "/inbox")
