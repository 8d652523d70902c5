"""Somebody in care asks for more: their coordinator answers; another coordinator stays between them and the office."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.steps import history
from portal.coordinators.caseload.filing import file_application
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.requests.actions import (
    answer_request,
    ask,
    ask_by_application,
    take_up,
    withdraw_request,
)
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.requests.queries import requests_for, requests_of_household
from portal.coordinators.requests.rules import answer_due
from portal.coordinators.requests.states import REQUEST_STATES, RequestKind, RequestState, RequestVerb
from portal.core.actors import Actor
from portal.core.clock import at
from portal.core.errors import Conflict, Forbidden
from portal.core.permissions import Role
from portal.core.promises import Working
from portal.core.targets import Targets
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState
from portal.residents.households.models import Household, Person
from tests.client import PortalClient
from tests.factories import coordinators as people
from tests.factories.accounts import make_resident, make_staff
from tests.factories.agenda import ids_of
from tests.factories.consortium import NOW, TODAY, make_service
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.residents import make_application

WORDS = "병원에 같이 가 주실 분이 있으면 좋겠습니다."
K = RequestKind


@pytest.fixture
def case(session: Session) -> CareCase:
    case = make_paired(make_coordinator("한지원"))
    session.commit()
    return case


@pytest.fixture
def person(case: CareCase) -> Person:
    return case.application.person


@pytest.fixture
def resident(person: Person) -> Actor:
    assert person.user is not None
    return person.user.actor


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(name="박사무")


def asked(person: Person, kind: RequestKind = K.MESSAGE) -> CareRequest:
    assert person.user is not None
    return ask(person, kind, WORDS, actor=person.user.actor, now=NOW)


def told(kind: str) -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)))


class TestAsking:
    def test_waits_for_the_coordinator_who_hears_of_it(self, case: CareCase, person: Person) -> None:
        request = asked(person)
        coordinator = case.coordinator.actor
        assert ids_of(coordinator, NOW, "requests") == [request.id]
        (mail,) = told("request_asked")
        assert mail.recipient == case.coordinator.email
        assert WORDS not in mail.body

    def test_the_answer_is_due_at_the_end_of_the_second_working_day(self, person: Person) -> None:
        assert asked(person).due_at.isoformat() == "2026-11-25T09:00:00+00:00"

    def test_which_ends_when_the_office_closes(self) -> None:
        hours = Working(time(9), time(17, 30))
        assert answer_due(NOW, Targets(), hours) == at(TODAY + timedelta(days=2), time(17, 30))

    def test_is_for_whoever_is_in_care(self, session: Session) -> None:
        person = make_application(now=NOW).person
        with pytest.raises(Conflict):
            asked(person)

    def test_nobody_asks_for_somebody_else(self, person: Person) -> None:
        with pytest.raises(Forbidden):
            ask(person, K.MESSAGE, WORDS, actor=make_resident("+821099990000").actor, now=NOW)

    def test_six_at_once_are_too_many(self, person: Person) -> None:
        for _time in range(5):
            asked(person)
        with pytest.raises(Conflict):
            asked(person)


class TestAnswering:
    def test_is_told_to_the_resident_without_the_answer(self, case: CareCase, person: Person) -> None:
        request, actor = asked(person), case.coordinator.actor
        take_up(request, actor=actor, now=NOW)
        answer_request(request, "다음 주에 함께 가겠습니다.", actor=actor, now=NOW + timedelta(hours=1))
        assert (request.state, request.answer) == (RequestState.ANSWERED, "다음 주에 함께 가겠습니다.")
        (text,) = told("request_answered")
        assert (text.recipient, "다음 주" in text.body) == (person.phone, False)
        assert "010-5555-0000" in text.body
        assert ids_of(actor, NOW, "requests") == []
        verbs = [step.verb for step in history(REQUEST_STATES, request.id)]
        assert verbs == [RequestVerb.ASK, RequestVerb.TAKE_UP, RequestVerb.ANSWER]

    def test_another_coordinator_does_not(self, person: Person) -> None:
        with pytest.raises(Forbidden):
            answer_request(asked(person), "답", actor=make_coordinator("남").actor, now=NOW)

    def test_whoever_asked_takes_it_back(self, case: CareCase, person: Person, resident: Actor) -> None:
        request = asked(person)
        withdraw_request(request, actor=resident, now=NOW)
        with pytest.raises(Conflict):
            answer_request(request, "답", actor=case.coordinator.actor, now=NOW)

    def test_ends_with_the_care(self, case: CareCase, person: Person) -> None:
        request = asked(person)
        close_household_case(case, ClosureReason.GOAL_MET, "", actor=case.coordinator.actor, now=NOW)
        assert (request.state, request.ended_at) == (RequestState.ENDED, NOW)


class TestAnotherCoordinator:
    def test_is_between_the_resident_and_the_office(self, case: CareCase, person: Person, office: User) -> None:
        request, coordinator = asked(person, K.OTHER_COORDINATOR), case.coordinator.actor
        assert ids_of(coordinator, NOW, "requests") == []
        assert requests_for(coordinator, 1).total == 0
        assert requests_of_household(request.household_id, viewer=coordinator) == []
        with pytest.raises(Forbidden):
            answer_request(request, "답", actor=coordinator, now=NOW)
        assert ids_of(office.actor, NOW, "requests") == [request.id]
        assert [mail.recipient for mail in told("request_private")] == [office.email]
        assert told("request_asked") == []

    def test_stands_on_no_page_of_the_coordinator(
        self, case: CareCase, person: Person, client: PortalClient, session: Session
    ) -> None:
        request = asked(person, K.OTHER_COORDINATOR)
        session.commit()
        client.sign_in(case.coordinator_id)
        assert client.get(f"/requests/{request.id}").status_code == 404
        for there in ("/today", "/requests", "/requests?show=all", f"/households/{request.household_id}"):
            page = client.get(there).get_data(as_text=True)
            assert WORDS not in page
            assert "바꾸고 싶어요" not in page

    def test_the_answer_names_the_telephone_of_the_office(self, person: Person, office: User) -> None:
        request = asked(person, K.OTHER_COORDINATOR)
        assert answer_request(request, "바꾸어 드립니다.", actor=office.actor, now=NOW)
        (text,) = told("request_answered")
        assert "010-5555-0000" not in text.body
        assert text.household_id is None

    def test_where_only_a_call_is_left_the_office_makes_it(
        self, person: Person, office: User, client: PortalClient, session: Session
    ) -> None:
        person.phone = None
        request = asked(person, K.OTHER_COORDINATOR)
        session.commit()
        client.sign_in(office.id)
        client.post(f"/requests/{request.id}", data={"answer": "바꾸어 드립니다."})
        assert "전화로 알려" in client.get("/requests").get_data(as_text=True)
        assert told("request_answered") == []


class TestApplyingAgain:
    def test_becomes_a_request_to_the_coordinator_and_no_second_household(
        self, case: CareCase, person: Person, resident: Actor, session: Session
    ) -> None:
        service = make_service(name="세탁")
        households = session.query(Household).count()
        application = make_application(service, actor=resident, now=NOW, own_words=WORDS, birth_on=person.birth_on)
        (request_id,) = ids_of(case.coordinator.actor, NOW, "requests")
        request = db.session.get_one(CareRequest, request_id)
        assert (request.kind, request.application, request.words) == (K.APPLIED_AGAIN, application, WORDS)
        assert [asked.service_id for asked in request.services] == [service.id]
        assert session.query(Household).count() == households
        assert application.state is ApplicationState.FILED
        assert [mail.recipient for mail in told("application_filed")] == [case.coordinator.email]
        assert told("request_asked") == []

    def test_that_the_office_recognised_asks_the_same_way_and_once(
        self, case: CareCase, person: Person, office: User
    ) -> None:
        application = people.make_application(person)
        file_application(application, actor=office.actor, now=NOW)
        ask_by_application(application, case, actor=office.actor, now=NOW)
        (request_id,) = ids_of(case.coordinator.actor, NOW, "requests")
        request = db.session.get_one(CareRequest, request_id)
        assert request.application == application

    def test_of_somebody_else_is_an_application(self, case: CareCase, session: Session) -> None:
        make_application(now=NOW)
        assert session.query(CareRequest).count() == 0
        assert session.query(Application).count() == 2


class TestPages:
    @pytest.fixture(autouse=True)
    def clock_of_the_tests(self) -> Iterator[None]:
        with time_machine.travel(NOW, tick=False):
            yield

    def test_the_resident_asks_and_reads_the_answer(
        self, case: CareCase, person: Person, client: PortalClient, session: Session
    ) -> None:
        service = make_service(name="세탁")
        session.commit()
        assert person.user_id is not None
        client.sign_in(person.user_id)
        home = client.get("/my").get_data(as_text=True)
        for door in ("help", "message", "coordinator"):
            assert f"/my/requests/new/{door}" in home
        answer = client.post("/my/requests/new/help", data={"words": WORDS, "services": [service.code]})
        assert answer.status_code == 303
        request = session.query(CareRequest).one()
        page = client.get(answer.location).get_data(as_text=True)
        assert WORDS in page
        assert "11월 25일" in page
        answer_request(request, "함께 가겠습니다.", actor=case.coordinator.actor, now=NOW)
        session.commit()
        assert "함께 가겠습니다." in client.get(f"/my/requests/{request.id}").get_data(as_text=True)

    def test_without_words_is_asked_again_and_keeps_what_was_chosen(self, person: Person, client: PortalClient) -> None:
        assert person.user_id is not None
        client.sign_in(person.user_id)
        answer = client.post("/my/requests/new/message", data={"words": " "})
        assert answer.status_code == 422
        assert "무엇이 필요하신지" in answer.get_data(as_text=True)

    def test_whoever_is_not_in_care_is_led_to_the_application(self, client: PortalClient, session: Session) -> None:
        person = make_application(now=NOW).person
        session.commit()
        assert person.user_id is not None
        client.sign_in(person.user_id)
        assert client.get("/my/requests/new/help").location == "/apply"
        assert "/my/requests" not in client.get("/my").get_data(as_text=True)

    def test_nobody_reads_what_another_asked(self, person: Person, client: PortalClient, session: Session) -> None:
        request = asked(person)
        session.commit()
        client.sign_in(make_resident("+821099990000").id)
        assert client.get(f"/my/requests/{request.id}").status_code == 404
        assert client.post(f"/my/requests/{request.id}/withdraw").status_code == 404

    def test_the_coordinator_takes_up_and_answers(
        self, case: CareCase, person: Person, client: PortalClient, session: Session
    ) -> None:
        request = asked(person)
        session.commit()
        client.sign_in(case.coordinator_id)
        there = f"/requests/{request.id}"
        for page in ("/today", "/requests", f"/households/{request.household_id}"):
            assert there in client.get(page).get_data(as_text=True)
        client.post(f"{there}/take-up")
        assert "알아보는 중" in client.get(there).get_data(as_text=True)
        assert client.post(there, data={"answer": ""}).status_code == 422
        assert client.post(there, data={"answer": "함께 가겠습니다."}).location == "/requests"
        assert "이용자께" in client.get("/requests").get_data(as_text=True)

    def test_another_coordinator_finds_nothing(self, person: Person, client: PortalClient, session: Session) -> None:
        request = asked(person)
        session.commit()
        client.sign_in(make_coordinator("남").id)
        assert client.get(f"/requests/{request.id}").status_code == 404

    def test_those_who_care_for_nobody_have_no_list(self, client: PortalClient, session: Session) -> None:
        client.sign_in(make_staff(Role.AUDITOR).id)
        assert client.get("/requests").status_code == 403
