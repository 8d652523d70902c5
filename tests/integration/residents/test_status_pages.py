"""What became of an application, and its receipt: who may see them, and who may not."""

import html
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.core import clock
from portal.core.permissions import Role
from portal.documents.models import StoredDocument
from portal.residents.applications.actions import refuse_application
from portal.residents.applications.models import Application
from portal.residents.applications.receipts import next_steps
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff
from tests.factories.consortium import OFFICE, make_service
from tests.factories.residents import HELPER, make_application
from tests.integration.residents.steps import fill_in

pytestmark = pytest.mark.on_sqlite

PHONE = "+821012345678"
WRONG = "접수번호와 전화번호가 함께 맞는 신청이 없습니다"


@pytest.fixture
def application(session: Session) -> Application:
    return make_application(make_service(name="청소"), phone=PHONE)


def ask(client: PortalClient, number: str, phone: str) -> tuple[int, str]:
    answer = client.post("/status", data={"number": number, "phone": phone})
    return answer.status_code, html.unescape(answer.get_data(as_text=True))


class TestLookingUp:
    @pytest.mark.parametrize("shape", ["{year}-{number}", "{year}{number}", "{year} - {short}"])
    def test_number_and_telephone_open_the_status(
        self, client: PortalClient, application: Application, shape: str
    ) -> None:
        year, _, number = application.number.partition("-")
        typed = shape.format(year=year, number=number, short=int(number))
        assert ask(client, typed, "010 1234 5678")[0] == 303
        page = html.unescape(client.get("/status/application").get_data(as_text=True))
        assert application.number in page
        assert "홍*동" in page
        assert "홍길동" not in page

    def test_tells_what_comes_next(self, client: PortalClient, application: Application) -> None:
        ask(client, application.number, "010-1234-5678")
        page = html.unescape(client.get("/status/application").get_data(as_text=True))
        assert "2/4 단계" in page
        assert [step.text for step in next_steps(application) if step.text not in page] == []

    def test_the_helper_may_ask_by_their_own_number(self, client: PortalClient, session: Session) -> None:
        application = make_application(helper=HELPER)
        assert ask(client, application.number, HELPER.phone)[0] == 303

    def test_the_answer_never_tells_which_was_wrong(self, client: PortalClient, application: Application) -> None:
        wrong_phone = ask(client, application.number, "010-9999-0000")
        wrong_number = ask(client, "2026-999999", "010-1234-5678")
        for status, page in (wrong_phone, wrong_number):
            assert status == 422
            assert WRONG in page

    def test_guessing_is_slowed_down(self, client: PortalClient, application: Application) -> None:
        for _ in range(5):
            assert WRONG in ask(client, application.number, "010-9999-0000")[1]
        status, page = ask(client, application.number, "010-1234-5678")
        assert status == 429
        assert "잠시 멈추었습니다" in page
        with time_machine.travel(clock.now() + timedelta(minutes=2)):
            assert ask(client, application.number, "010-1234-5678")[0] == 303

    def test_a_telephone_is_slowed_down_over_all_numbers(self, client: PortalClient, application: Application) -> None:
        for number in range(5):
            ask(client, f"2026-99999{number}", "010-1234-5678")
        assert "잠시 멈추었습니다" in ask(client, application.number, "010-1234-5678")[1]

    def test_what_was_looked_up_is_shown_for_half_an_hour(self, client: PortalClient, application: Application) -> None:
        ask(client, application.number, "010-1234-5678")
        with time_machine.travel(clock.now() + timedelta(minutes=31)):
            assert client.get("/status/application").location == "/status"

    def test_a_refusal_names_the_next_door(
        self, client: PortalClient, application: Application, session: Session
    ) -> None:
        refuse_application(application, "돌봄SOS 1668-0120에 문의해 주십시오.", actor=OFFICE, now=clock.now())
        ask(client, application.number, "010-1234-5678")
        assert "돌봄SOS 1668-0120" in client.get("/status/application").get_data(as_text=True)


class TestTheReceipt:
    def test_the_browser_that_sent_it_gets_a_pdf(self, client: PortalClient, session: Session) -> None:
        fill_in(client, make_service(name="청소"))
        client.post("/apply/check")
        application = session.scalars(select(Application)).one()
        answer = client.get(f"/receipt/{application.id}", buffered=True)
        assert answer.mimetype == "application/pdf"
        with pikepdf.open(BytesIO(answer.data)) as pdf:
            assert str(pdf.docinfo["/Title"]) == "신청 접수증"

    def test_is_made_once_and_kept(self, client: PortalClient, application: Application, session: Session) -> None:
        assert application.person.user_id is not None
        client.sign_in(application.person.user_id)
        first, second = (client.get(f"/receipt/{application.id}", buffered=True).data for _ in range(2))
        assert first == second
        assert session.scalar(select(func.count(StoredDocument.id))) == 1

    def test_number_and_telephone_are_not_enough(self, client: PortalClient, application: Application) -> None:
        ask(client, application.number, "010-1234-5678")
        assert "접수증 받기" not in client.get("/status/application").get_data(as_text=True)
        assert client.get(f"/receipt/{application.id}", buffered=True).status_code == 404

    def test_is_offered_to_the_browser_that_sent_it(self, client: PortalClient, session: Session) -> None:
        fill_in(client, make_service(name="청소"))
        client.post("/apply/check")
        application = session.scalars(select(Application)).one()
        ask(client, application.number, application.person.phone or "")
        assert "접수증 받기" in client.get("/status/application").get_data(as_text=True)

    def test_a_stranger_finds_nothing(self, client: PortalClient, application: Application) -> None:
        assert client.get(f"/receipt/{application.id}", buffered=True).status_code == 404

    def test_another_resident_finds_nothing(self, client: PortalClient, application: Application) -> None:
        client.sign_in(make_resident("+821011112222").id)
        assert client.get(f"/receipt/{application.id}", buffered=True).status_code == 404

    def test_its_person_sees_it_signed_in(self, client: PortalClient, application: Application) -> None:
        assert application.person.user_id is not None
        client.sign_in(application.person.user_id)
        assert client.get(f"/receipt/{application.id}", buffered=True).status_code == 200

    def test_the_office_sees_it_and_that_is_recorded(
        self, client: PortalClient, application: Application, session: Session
    ) -> None:
        client.sign_in(make_staff().id)
        assert client.get(f"/receipt/{application.id}", buffered=True).status_code == 200
        read = session.scalars(select(AuditEntry).where(AuditEntry.is_read)).one()
        assert read.subject_id == application.household_id

    def test_a_coordinator_of_others_finds_nothing(self, client: PortalClient, application: Application) -> None:
        client.sign_in(make_staff(Role.COORDINATOR).id)
        assert client.get(f"/receipt/{application.id}", buffered=True).status_code == 404
