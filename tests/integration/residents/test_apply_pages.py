"""The application as a browser without JavaScript walks through it."""

import html

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.consortium.catalogue.models import Service
from portal.extensions import db
from portal.residents.applications.models import Application, ApplicationDraft
from portal.residents.applications.states import ForWhom, Urgency
from portal.residents.consents.queries import consents_of, given_kinds
from portal.residents.consents.states import ConsentKind, GivenBy
from portal.residents.households.models import Person
from tests.client import PortalClient
from tests.factories.consortium import MANGWON, make_service
from tests.factories.residents import make_application
from tests.integration.residents.steps import CONSENTS, HELPER, RESIDENT_NUMBER, YOU, fill_in, needs

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def service(session: Session) -> Service:
    return make_service("cleaning", name="청소")


def sent_application() -> Application:
    return db.session.scalars(select(Application)).one()


def begin(client: PortalClient, service: Service, for_whom: str = "self") -> None:
    """The steps before anything is agreed to."""
    client.post("/apply", data={"for_whom": for_whom})
    client.post("/apply/needs", data=needs(service))


def text_of_page(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.get_data(as_text=True))


class TestTheWholeWay:
    def test_ends_with_a_number_and_what_happens_next(self, client: PortalClient, service: Service) -> None:
        fill_in(client, service)
        check = text_of_page(client, "/apply/check")
        assert "홍길동" in check
        assert "청소" in check
        assert client.post("/apply/check").location == "/apply/sent"
        sent = text_of_page(client, "/apply/sent")
        assert sent_application().number in sent
        assert "02-300-1000" in sent

    def test_each_step_tells_where_one_is(self, client: PortalClient, service: Service) -> None:
        fill_in(client, service)
        steps = ("?change=yes", "/needs", "/consents", "/you", "/check")
        for number, step in enumerate(steps, 1):
            assert f"{number}/6 단계" in text_of_page(client, f"/apply{step}")

    def test_a_step_cannot_be_jumped_over(self, client: PortalClient, service: Service) -> None:
        assert client.get("/apply/needs").location == "/apply"
        client.post("/apply", data={"for_whom": "self"})
        assert client.get("/apply/you").location == "/apply/needs"
        assert client.get("/apply/check").location == "/apply/needs"

    def test_changing_one_step_leads_back_to_the_check(self, client: PortalClient, service: Service) -> None:
        fill_in(client, service)
        assert client.post("/apply/you", data=YOU | {"name": "홍길순"}).location == "/apply/check"
        assert "홍길순" in text_of_page(client, "/apply/check")

    def test_nothing_is_chosen_beforehand(self, client: PortalClient, service: Service) -> None:
        client.post("/apply", data={"for_whom": "self"})
        assert " checked" not in text_of_page(client, "/apply/needs")
        client.post("/apply/needs", data=needs(service))
        assert " checked" not in text_of_page(client, "/apply/consents")
        client.post("/apply/consents", data=CONSENTS)
        assert " checked" not in text_of_page(client, "/apply/you")

    def test_who_does_not_know_may_say_so(self, client: PortalClient, service: Service) -> None:
        fill_in(client, service)
        unsure = {"dong_code": MANGWON, "lives_alone": "unknown", "services": ["unknown"], "urgency": "unknown"}
        client.post("/apply/needs", data=unsure)
        client.post("/apply/check")
        assert sent_application().services == []
        assert sent_application().urgency is Urgency.UNKNOWN
        assert sent_application().household.lives_alone is None


class TestSendingTwice:
    def test_the_same_form_acts_once(self, client: PortalClient, service: Service, session: Session) -> None:
        fill_in(client, service)
        key = "a-key-of-one-form-only"
        answers = [client.post("/apply/check", form_key=key) for _ in range(2)]
        assert [answer.location for answer in answers] == ["/apply/sent", "/apply/sent"]
        assert session.scalar(select(func.count(Application.id))) == 1

    def test_another_copy_of_the_page_acts_once(self, client: PortalClient, service: Service, session: Session) -> None:
        fill_in(client, service)
        for _ in range(2):
            assert client.post("/apply/check").location == "/apply/sent"
        assert session.scalar(select(func.count(Application.id))) == 1

    def test_what_was_typed_is_gone_after_sending(
        self, client: PortalClient, service: Service, session: Session
    ) -> None:
        fill_in(client, service)
        client.post("/apply/check")
        assert session.scalars(select(ApplicationDraft)).one().answers == {"sent": str(sent_application().id)}


class TestErrors:
    def test_keep_what_was_typed_and_say_what_to_do(self, client: PortalClient, service: Service) -> None:
        begin(client, service)
        client.post("/apply/consents", data=CONSENTS)
        answer = client.post("/apply/you", data=YOU | {"phone": "12", "name": "홍길동"})
        page = html.unescape(answer.get_data(as_text=True))
        assert answer.status_code == 422
        assert "<title>오류: " in page
        assert 'href="#phone"' in page
        assert 'value="12"' in page
        assert 'value="홍길동"' in page
        assert "error-summary" in page

    def test_a_question_in_the_summary_keeps_its_one_mark(self, client: PortalClient, service: Service) -> None:
        page = client.post("/apply", data={}).get_data(as_text=True)
        assert "누구의 신청인가요? 누구의 신청인지 골라 주십시오." in page
        assert "?:" not in html.unescape(page).split("error-summary")[1].split("</ul>")[0]

    def test_what_was_typed_wrongly_is_kept_in_the_draft(self, client: PortalClient, service: Service) -> None:
        begin(client, service)
        client.post("/apply/consents", data=CONSENTS)
        client.post("/apply/you", data=YOU | {"phone": "12"})
        assert 'value="12"' in text_of_page(client, "/apply/you")

    @pytest.mark.parametrize(
        "phone", ["010 1234 5678", "01012345678", "+82 10-1234-5678", "０１０－１２３４－５６７８", "02-333-4444"]
    )
    def test_a_telephone_number_may_be_typed_in_any_way(
        self, client: PortalClient, service: Service, phone: str
    ) -> None:
        fill_in(client, service, phone=phone)
        assert client.get("/apply/check").status_code == 200

    @pytest.mark.parametrize("birth_on", ["1951.3.2", "1951년 3월 2일", "１９５１０３０２"])
    def test_a_birth_date_may_be_typed_in_any_way(self, client: PortalClient, service: Service, birth_on: str) -> None:
        fill_in(client, service, birth_on=birth_on)
        assert "1951. 3. 2.(금)" in text_of_page(client, "/apply/check")

    @pytest.mark.parametrize("missing", ["name", "birth_on", "phone", "address"])
    def test_what_is_required_is_asked_for(self, client: PortalClient, service: Service, missing: str) -> None:
        begin(client, service)
        client.post("/apply/consents", data=CONSENTS)
        assert client.post("/apply/you", data=YOU | {missing: " "}).status_code == 422


class TestResidentNumbers:
    @pytest.mark.parametrize("field", ["name", "birth_on", "phone", "address", "address_detail", "emergency_relation"])
    def test_are_refused_about_the_person(self, client: PortalClient, service: Service, field: str) -> None:
        begin(client, service)
        client.post("/apply/consents", data=CONSENTS)
        answer = client.post("/apply/you", data=YOU | {field: RESIDENT_NUMBER})
        assert answer.status_code == 422
        assert "주민등록번호" in answer.get_data(as_text=True)

    @pytest.mark.parametrize("field", ["helper_name", "helper_relation", "helper_phone"])
    def test_are_refused_about_the_helper(self, client: PortalClient, service: Service, field: str) -> None:
        begin(client, service, "other")
        client.post("/apply/consents", data=CONSENTS)
        assert client.post("/apply/you", data=YOU | HELPER | {field: RESIDENT_NUMBER}).status_code == 422

    @pytest.mark.parametrize("field", ["own_words", "pets", "entry_note"])
    def test_are_refused_in_ones_own_words(self, client: PortalClient, service: Service, field: str) -> None:
        fill_in(client, service)
        answer = client.post("/apply/you", data=YOU | {field: f"제 번호는 {RESIDENT_NUMBER}"})
        assert answer.status_code == 422

    def test_are_not_even_kept_in_the_draft(self, client: PortalClient, service: Service, session: Session) -> None:
        fill_in(client, service)
        client.post("/apply/you", data=YOU | {"own_words": RESIDENT_NUMBER, "pets": "개"})
        draft = session.scalars(select(ApplicationDraft)).one()
        assert RESIDENT_NUMBER not in str(draft.answers)
        assert draft.answers["you"]["pets"] == ["개"]


class TestConsents:
    def test_refusing_publicity_or_leaving_it_open_blocks_nothing(self, client: PortalClient, service: Service) -> None:
        fill_in(client, service)
        client.post("/apply/consents", data={name: given for name, given in CONSENTS.items() if name != "publicity"})
        client.post("/apply/check")
        assert ConsentKind.PUBLICITY not in given_kinds(sent_application().person_id)

    def test_refusing_collection_is_explained_and_offers_the_telephone(
        self, client: PortalClient, service: Service, session: Session
    ) -> None:
        fill_in(client, service)
        assert client.post("/apply/consents", data=CONSENTS | {"collection": "no"}).location == "/apply/declined"
        assert 'href="tel:+8223001000"' in text_of_page(client, "/apply/declined")
        assert "you" not in session.scalars(select(ApplicationDraft)).one().answers
        assert client.get("/apply/check").location == "/apply/consents"

    def test_refusing_what_visits_need_is_explained_and_goes_on(self, client: PortalClient, service: Service) -> None:
        fill_in(client, service)
        assert client.post("/apply/consents", data=CONSENTS | {"third_party": "no"}).location == "/apply/check"
        assert "방문에 필요한 동의가 아직 없습니다" in text_of_page(client, "/apply/check")
        assert client.post("/apply/check").location == "/apply/sent"

    def test_collection_needs_an_answer(self, client: PortalClient, service: Service) -> None:
        begin(client, service)
        assert client.post("/apply/consents", data={"sensitive": "yes"}).status_code == 422


class TestForSomebodyElse:
    def test_asks_who_helps_and_leaves_the_consent_to_be_confirmed(
        self, client: PortalClient, service: Service
    ) -> None:
        fill_in(client, service, for_whom="other", phone="")
        assert "김이웃" in text_of_page(client, "/apply/check")
        client.post("/apply/check")
        application = sent_application()
        assert application.for_whom is ForWhom.OTHER
        assert application.helper_phone == "+821099998888"
        assert application.person.phone is None
        assert {consent.given_by for consent in consents_of(application.person_id)} == {GivenBy.HELPER}

    def test_the_helper_must_be_named(self, client: PortalClient, service: Service) -> None:
        begin(client, service, "other")
        client.post("/apply/consents", data=CONSENTS)
        assert client.post("/apply/you", data=YOU).status_code == 422


class TestComingBack:
    def test_finds_the_draft_and_goes_on_where_one_was(self, client: PortalClient, service: Service) -> None:
        begin(client, service)
        client.post("/apply/consents", data=CONSENTS)
        page = text_of_page(client, "/apply")
        assert "이어서 하기" in page
        assert 'href="/apply/you"' in page

    def test_may_begin_anew(self, client: PortalClient, service: Service, session: Session) -> None:
        fill_in(client, service)
        assert client.post("/apply/clear", data={"then": "start"}).location == "/apply"
        assert session.scalar(select(func.count(ApplicationDraft.id))) == 0
        assert "누구의 신청인가요?" in text_of_page(client, "/apply")

    def test_may_remove_everything_and_leave(self, client: PortalClient, service: Service) -> None:
        fill_in(client, service)
        assert client.post("/apply/clear", data={"then": "leave"}).location == "/"
        assert client.get("/apply/check").location == "/apply"

    def test_another_browser_does_not_find_it(self, client: PortalClient, service: Service) -> None:
        fill_in(client, service)
        stranger = client.application.test_client()
        assert stranger.get("/apply/check").location == "/apply"
        assert stranger.get("/apply/sent").location == "/status"


class TestDuplicates:
    def test_the_applicant_is_never_told(self, client: PortalClient, service: Service, session: Session) -> None:
        make_application(service, phone="+821012345678")
        fill_in(client, service)
        pages = [text_of_page(client, "/apply/check")]
        client.post("/apply/check")
        pages.append(text_of_page(client, "/apply/sent"))
        assert all("이미" not in page for page in pages)
        assert session.scalar(select(func.count(Person.id))) == 2
