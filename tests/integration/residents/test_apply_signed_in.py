"""Whoever is signed in applies again: nothing is asked twice but the birth date, which proves who they are."""

import html

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.consortium.catalogue.models import Service
from portal.residents.applications.models import Application
from portal.residents.households.models import Person
from portal.residents.households.states import Trait
from portal.residents.resemblances.queries import waiting_pairs_of
from tests.client import PortalClient
from tests.factories.consortium import make_service
from tests.factories.residents import make_application
from tests.integration.residents.steps import CONSENTS, YOU, needs


@pytest.fixture
def service(session: Session) -> Service:
    return make_service("cleaning", name="청소")


def text_of_page(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.get_data(as_text=True))


class TestSignedIn:
    def apply_again(self, client: PortalClient, service: Service, person: Person, **you: str) -> None:
        assert person.user_id is not None
        client.sign_in(person.user_id)
        client.post("/apply", data={"for_whom": "self"})
        assert text_of_page(client, "/apply/needs").count(" checked") == 2
        client.post("/apply/needs", data=needs(service))
        assert client.post("/apply/consents", data=CONSENTS).location == "/apply/you"
        page = text_of_page(client, "/apply/you")
        assert person.household.address in page
        assert f"{person.birth_on:%Y%m%d}" not in page
        client.post("/apply/you", data=YOU | you)
        assert client.post("/apply/check").location == "/apply/sent"

    def test_nobody_is_asked_again_but_when_they_were_born(
        self, client: PortalClient, service: Service, session: Session
    ) -> None:
        self.apply_again(client, service, make_application(service, phone="+821012345678").person)
        assert session.scalar(select(func.count(Person.id))) == 1
        assert session.scalar(select(func.count(Application.id))) == 2

    def test_a_number_alone_is_no_key_to_a_file(self, client: PortalClient, service: Service, session: Session) -> None:
        known = make_application(service, phone="+821012345678").person
        self.apply_again(client, service, known, name="새주인", birth_on="19800101")
        newcomer = session.scalars(select(Person).where(Person.id != known.id)).one()
        session.refresh(known)
        assert (known.name, newcomer.name) == ("홍길동", "새주인")
        assert newcomer.household_id != known.household_id
        assert newcomer.user_id not in (None, known.user_id)
        (clash,) = waiting_pairs_of(newcomer.id)
        assert (clash.other_id, Trait.PHONE in clash.common, Trait.BIRTH in clash.common) == (known.id, True, False)

    def test_what_was_filled_in_is_gone_with_the_signing_out(
        self, client: PortalClient, service: Service, session: Session
    ) -> None:
        person = make_application(service, address="월드컵로13길 20").person
        assert person.user_id is not None
        client.sign_in(person.user_id)
        client.post("/apply", data={"for_whom": "self"})
        client.post("/apply/needs", data=needs(service))
        client.post("/apply/consents", data=CONSENTS)
        assert "월드컵로13길 20" in text_of_page(client, "/apply/you")
        client.post("/sign-out")
        assert client.get("/apply/you").location == "/apply"
        assert "누구의 신청인가요?" in text_of_page(client, "/apply")
        client.sign_in(person.user_id)
        assert "월드컵로13길 20" in text_of_page(client, "/apply/you")

    def test_a_draft_begun_before_signing_in_becomes_theirs(self, client: PortalClient, service: Service) -> None:
        person = make_application(service).person
        assert person.user_id is not None
        client.post("/apply", data={"for_whom": "self"})
        client.sign_in(person.user_id)
        client.post("/apply", data={"for_whom": "self"})
        client.post("/apply/needs", data=needs(service))
        client.post("/apply/consents", data=CONSENTS)
        client.post("/apply/you", data=YOU)
        assert client.post("/apply/check").location == "/apply/sent"
        client.post("/sign-out")
        assert client.get("/apply/sent").location == "/status"
