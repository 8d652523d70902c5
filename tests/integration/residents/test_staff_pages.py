"""Staff take down an application for someone on the telephone, at the counter or on paper."""

import html
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.consortium.catalogue.models import Service
from portal.core import clock
from portal.core.permissions import Role
from portal.residents.applications.models import Application
from portal.residents.applications.states import Intake
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import GivenBy
from portal.residents.households.models import Person
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff
from tests.factories.consortium import make_service
from tests.factories.residents import BORN, HELPER, make_application, make_person
from tests.integration.residents.steps import CONSENTS, RESIDENT_NUMBER, YOU, needs

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def service(session: Session) -> Service:
    return make_service("cleaning", name="청소")


@pytest.fixture
def office(client: PortalClient, session: Session) -> PortalClient:
    client.sign_in(make_staff().id)
    return client


def taken_down(service: Service, **typed: Any) -> dict[str, Any]:
    received = clock.now().astimezone(clock.SEOUL) - timedelta(hours=2)
    given = {"for_whom": "self", "intake": "phone", "received_at": f"{received:%Y-%m-%dT%H:%M}"}
    return YOU | CONSENTS | needs(service) | given | typed


class TestEntering:
    def test_the_form_is_one_page(self, office: PortalClient, service: Service) -> None:
        page = office.get("/applications/new").get_data(as_text=True)
        assert 'name="own_words"' in page
        assert 'name="collection"' in page

    def test_takes_it_in_with_the_time_it_was_received(
        self, office: PortalClient, service: Service, session: Session
    ) -> None:
        answer = office.post("/applications/new", data=taken_down(service))
        application = session.scalars(select(Application)).one()
        assert answer.location == f"/applications/{application.id}"
        assert application.intake is Intake.PHONE
        assert application.entered_at - application.received_at >= timedelta(hours=2)
        assert {consent.given_by for consent in consents_of(application.person_id)} == {GivenBy.STAFF}

    def test_nothing_was_received_in_the_future(self, office: PortalClient, service: Service) -> None:
        later = clock.now().astimezone(clock.SEOUL) + timedelta(hours=1)
        answer = office.post("/applications/new", data=taken_down(service, received_at=f"{later:%Y-%m-%dT%H:%M}"))
        assert answer.status_code == 422
        assert "지금보다 늦을 수 없습니다" in answer.get_data(as_text=True)

    def test_someone_without_a_telephone_may_come_to_the_counter(
        self, office: PortalClient, service: Service, session: Session
    ) -> None:
        office.post("/applications/new", data=taken_down(service, intake="counter", phone=""))
        assert session.scalars(select(Person)).one().phone is None

    def test_a_helper_must_be_named(self, office: PortalClient, service: Service) -> None:
        assert office.post("/applications/new", data=taken_down(service, for_whom="other")).status_code == 422

    def test_resident_registration_numbers_are_refused(self, office: PortalClient, service: Service) -> None:
        answer = office.post("/applications/new", data=taken_down(service, own_words=RESIDENT_NUMBER))
        assert answer.status_code == 422

    def test_a_coordinator_may_enter_but_not_open_what_is_not_theirs(
        self, client: PortalClient, service: Service
    ) -> None:
        client.sign_in(make_staff(Role.COORDINATOR).id)
        assert client.post("/applications/new", data=taken_down(service)).location == "/home"

    def test_residents_may_not(self, client: PortalClient, service: Service) -> None:
        client.sign_in(make_resident().id)
        assert client.get("/applications/new").status_code == 403


class TestDuplicates:
    def test_are_shown_before_anything_is_saved(self, office: PortalClient, service: Service, session: Session) -> None:
        known = make_person(name="홍길동", birth_on=BORN)
        answer = office.post("/applications/new", data=taken_down(service))
        page = html.unescape(answer.get_data(as_text=True))
        assert answer.status_code == 422
        assert f"이미 있는 분입니다: 가구 {known.household.number}" in page
        assert session.scalar(select(func.count(Application.id))) == 0

    def test_the_same_person_gets_another_application(
        self, office: PortalClient, service: Service, session: Session
    ) -> None:
        known = make_person(name="홍길동", birth_on=BORN, pets="고양이")
        office.post("/applications/new", data=taken_down(service, same_person=str(known.id)))
        assert session.scalars(select(Application)).one().person_id == known.id
        assert known.household.pets == "고양이"

    def test_somebody_else_is_entered_anew(self, office: PortalClient, service: Service, session: Session) -> None:
        make_person(name="홍길동", birth_on=BORN)
        office.post("/applications/new", data=taken_down(service, same_person="new"))
        assert session.scalar(select(func.count(Person.id))) == 2


class TestConfirmingConsent:
    def test_asks_only_for_what_a_helper_answered(self, office: PortalClient, session: Session) -> None:
        application = make_application(helper=HELPER)
        address = f"/applications/{application.id}/consents"
        assert "본인은 동의합니까?" in html.unescape(office.get(address).get_data(as_text=True))
        said = {"collection": "yes", "sensitive": "yes", "third_party": "yes", "publicity": "no"}
        assert office.post(address, data=said).status_code == 303
        session.refresh(application)
        assert application.consent_confirmed_at is not None
        consents = consents_of(application.person_id)
        assert all(consent.confirmed_at for consent in consents)
        assert [consent.given for consent in consents] == [True, True, True, False]
        assert consents[-1].given_by is GivenBy.STAFF

    def test_says_so_when_there_is_nothing_to_confirm(self, office: PortalClient, session: Session) -> None:
        application = make_application()
        page = office.get(f"/applications/{application.id}/consents").get_data(as_text=True)
        assert "확인할 동의가 없습니다" in page

    def test_is_not_for_other_coordinators(self, client: PortalClient, session: Session) -> None:
        application = make_application(helper=HELPER)
        client.sign_in(make_staff(Role.COORDINATOR).id)
        assert client.get(f"/applications/{application.id}/consents").status_code == 404
