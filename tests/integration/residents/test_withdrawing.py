"""Whoever applied may withdraw the application until somebody decided; staff withdraw it on the person's word."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.steps import history
from portal.core import clock
from portal.core.permissions import Role
from portal.extensions import db
from portal.notifications.actions import fits_text
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.residents.applications.models import Application
from portal.residents.applications.queries import waiting_applications
from portal.residents.applications.rules import withdrawn_text
from portal.residents.applications.states import APPLICATION_STATES, ApplicationState, ApplicationVerb
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff
from tests.factories.coordinators import make_paired
from tests.factories.residents import make_application

SAID = "전화로, 가족과 살게 되어 그만두겠다고 하심"


@pytest.fixture
def application(session: Session) -> Application:
    made = make_application(now=clock.now())
    session.commit()
    return made


def again(application: Application) -> Application:
    return db.session.get_one(Application, application.id, populate_existing=True)


def told() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "application_withdrawn")))


def own(application: Application) -> str:
    return f"/my/applications/{application.id}/withdrawal"


class TestThePerson:
    @pytest.fixture
    def person(self, client: PortalClient, application: Application) -> PortalClient:
        assert application.person.user_id is not None
        client.sign_in(application.person.user_id)
        return client

    def test_finds_the_way_on_their_page_and_reads_what_follows(
        self, person: PortalClient, application: Application
    ) -> None:
        assert own(application) in person.get("/my").get_data(as_text=True)
        page = person.get(own(application)).get_data(as_text=True)
        for words in ("코디네이터를 정하지 않고", "그대로 이어집니다", "동의는 남습니다", "언제든 새로 신청"):
            assert words in page
        assert again(application).state is ApplicationState.RECEIVED

    def test_withdraws_with_the_second_click_and_is_told(self, person: PortalClient, application: Application) -> None:
        answer = person.post(own(application))
        assert (answer.status_code, answer.location) == (303, "/my")
        assert again(application).state is ApplicationState.WITHDRAWN
        page = person.get("/my").get_data(as_text=True)
        assert "신청을 거두셨습니다" in page
        assert own(application) not in page
        assert len(told()) == 1

    def test_leaves_the_inbox_and_a_history(self, person: PortalClient, application: Application) -> None:
        person.post(own(application))
        assert waiting_applications() == []
        last = history(APPLICATION_STATES, application.id)[-1]
        assert (last.verb, last.by_id) == (ApplicationVerb.WITHDRAW, again(application).person.user_id)

    def test_sent_twice_withdraws_once(self, person: PortalClient, application: Application) -> None:
        key = "the-key-of-this-very-form"
        answers = [person.post(own(application), form_key=key).status_code for _time in range(2)]
        assert answers == [303, 303]
        assert len(told()) == 1

    def test_nobody_else_may(self, client: PortalClient, application: Application) -> None:
        client.sign_in(make_resident("+821099990000", name="이웃").id)
        assert client.post(own(application)).status_code == 404
        assert again(application).state is ApplicationState.RECEIVED

    def test_a_visitor_signs_in_first(self, client: PortalClient, application: Application) -> None:
        answer = client.get(own(application))
        assert answer.location == f"/sign-in?next={own(application)}"

    def test_what_was_decided_is_ended_with_the_coordinator(self, client: PortalClient, session: Session) -> None:
        application = make_paired().application
        session.commit()
        assert application.person.user_id is not None
        client.sign_in(application.person.user_id)
        answer = client.post(own(application))
        assert answer.status_code == 409
        assert "코디네이터에게 말씀해" in answer.get_data(as_text=True)
        assert own(application) not in client.get("/my").get_data(as_text=True)


class TestWhoKnowsTheNumber:
    def test_is_led_to_sign_in_by_the_page_of_the_status(self, client: PortalClient, application: Application) -> None:
        client.post("/status", data={"number": application.number, "phone": application.person.phone})
        assert own(application) in client.get("/status/application").get_data(as_text=True)
        assert client.post(own(application)).location.startswith("/sign-in")
        assert again(application).state is ApplicationState.RECEIVED


class TestStaff:
    @pytest.fixture
    def office(self, client: PortalClient, application: Application) -> PortalClient:
        client.sign_in(make_staff().id)
        return client

    def send(self, client: PortalClient, application: Application, reason: str = SAID) -> Any:
        return client.post(f"/applications/{application.id}/withdrawal", data={"reason": reason})

    def test_find_the_way_on_the_application_and_write_what_was_said(
        self, office: PortalClient, application: Application
    ) -> None:
        there = f"/applications/{application.id}"
        assert f"{there}/withdrawal" in office.get(there).get_data(as_text=True)
        answer = self.send(office, application)
        assert (answer.status_code, answer.location) == (303, there)
        assert (again(application).state, again(application).decision_note) == (ApplicationState.WITHDRAWN, SAID)
        page = office.get(there).get_data(as_text=True)
        assert SAID in page
        assert "문자를 보냅니다" in page
        assert len(told()) == 1

    def test_without_a_number_to_text_are_told_to_say_it(self, client: PortalClient, session: Session) -> None:
        application = make_application(now=clock.now())
        application.person.phone = None
        session.commit()
        client.sign_in(make_staff().id)
        assert "문자를 보낼 번호가 없습니다" in client.get(f"/applications/{application.id}/withdrawal").get_data(
            as_text=True
        )
        self.send(client, application)
        assert "전화로 알려 주십시오" in client.get(f"/applications/{application.id}").get_data(as_text=True)
        assert [message.why for message in told()] == [Unsent.NO_WAY]

    def test_say_what_was_said(self, office: PortalClient, application: Application) -> None:
        assert self.send(office, application, reason=" ").status_code == 422
        assert again(application).state is ApplicationState.RECEIVED

    def test_of_others_find_nothing(self, client: PortalClient, application: Application) -> None:
        client.sign_in(make_staff(Role.COORDINATOR).id)
        assert self.send(client, application).status_code == 404

    def test_a_colleague_who_decided_meanwhile_is_heard(self, office: PortalClient, session: Session) -> None:
        application = make_paired().application
        session.commit()
        assert self.send(office, application).status_code == 409


def test_the_text_has_room_for_a_sender(session: Session) -> None:
    assert fits_text(withdrawn_text("2026-000123", "+825041234567"))
