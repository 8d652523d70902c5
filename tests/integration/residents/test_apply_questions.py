"""What the application asks: few answers, price and own share first, and who lives elsewhere hears so at once."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.consortium.catalogue.models import Service
from portal.residents.applications.forms import EnterForm
from portal.residents.applications.states import Urgency
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from portal.residents.households.states import Language, SameSex, Sex
from tests.client import PortalClient
from tests.factories.consortium import make_service
from tests.factories.ledger import make_paying
from tests.integration.residents.steps import HOME, YOU, fill_in
from tests.integration.residents.test_apply_pages import sent_application, text_of_page


@pytest.fixture
def service(session: Session) -> Service:
    return make_service("cleaning", name="청소")


def answered(page: str) -> dict[str, str]:
    """The questions of a summary with what was answered."""
    rows = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)
    return {question.strip(): answer.strip() for question, answer in rows}


class TestQuestions:
    def test_what_nobody_answered_is_shown_as_such(self, client: PortalClient, service: Service) -> None:
        fill_in(client, service)
        client.post("/apply/needs", data=HOME)
        told = answered(text_of_page(client, "/apply/check"))
        assert [told[name] for name in ("성별", "얼마나 급한지", "편한 말", "방문하는 사람")] == ["-"] * 4
        client.post("/apply/check")
        application = sent_application()
        assert (application.urgency, application.person.sex) == (Urgency.UNANSWERED, Sex.UNANSWERED)
        assert (application.person.language, application.person.same_sex) == (Language.UNANSWERED, SameSex.UNANSWERED)

    @pytest.mark.parametrize("for_whom", ["self", "other"])
    def test_at_most_eight_answers_are_required(self, client: PortalClient, service: Service, for_whom: str) -> None:
        fill_in(client, service, for_whom=for_whom)
        pages = [text_of_page(client, f"/apply{step}") for step in ("?change=yes", "/needs", "/consents", "/you")]
        assert sum(page.count('aria-required="true"') + page.count(" required") for page in pages) <= 8

    def test_eight_answers_are_enough(self, client: PortalClient, service: Service) -> None:
        client.post("/apply", data={"for_whom": "self"})
        client.post("/apply/needs", data=HOME)
        client.post("/apply/consents", data={"collection": "yes"})
        assert client.post("/apply/you", data=YOU).location == "/apply/check"
        assert client.post("/apply/check").location == "/apply/sent"
        assert [consent.kind for consent in consents_of(sent_application().person_id)] == [ConsentKind.COLLECTION]

    def test_price_and_own_share_are_said_before_anything_is_asked(
        self, client: PortalClient, service: Service
    ) -> None:
        make_service("meals", amount=20_000)
        make_paying(service, name="돌봄 지원", others_own_percent=30)
        make_paying(service, name="다른 구의 지원", district="11200")
        page = text_of_page(client, "/apply")
        assert "한 시간이나 한 번에 12,000원부터 20,000원까지입니다." in page
        assert "본인 부담: 돌봄 지원" in page
        assert "값의 30%를 본인이 냅니다." in page
        assert "다른 구의 지원" not in page
        client.post("/apply", data={"for_whom": "self"})
        assert "시간당 12,000원" in text_of_page(client, "/apply/needs")


class TestAnotherDistrict:
    def test_hears_at_once_where_to_ask(self, client: PortalClient, service: Service) -> None:
        client.post("/apply", data={"for_whom": "self"})
        page = text_of_page(client, "/apply/needs")
        assert 'value="elsewhere"' in page
        assert "1668-0120" in page.split('class="next-door"')[1].split("</div>")[0]
        assert client.post("/apply/needs", data={"dong_code": "elsewhere"}).location == "/apply/elsewhere"
        assert "02-120" in text_of_page(client, "/apply/elsewhere")
        assert client.get("/apply/consents").location == "/apply/needs"

    def test_is_no_dong_that_staff_may_enter(self, session: Session, app: Flask) -> None:
        with app.test_request_context("/"):
            assert "elsewhere" not in [option[0] for option in EnterForm().dong_code.iter_choices()]
