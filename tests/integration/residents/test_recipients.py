"""Who receives personal data is named by the register of members; whoever comes later is asked for again."""

import html
from datetime import date, timedelta

import pytest
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.core import clock
from portal.core.permissions import Role
from portal.residents.applications.models import Application
from portal.residents.consents.actions import agree_again, confirm_consents, give_consents
from portal.residents.consents.models import Consent
from portal.residents.consents.queries import consent_texts, names, unnamed_members
from portal.residents.consents.states import ConsentKind, GivenBy
from portal.residents.households.models import Person
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE, make_organisation, make_service
from tests.factories.residents import ALL_GIVEN, make_application, make_person
from tests.integration.residents.steps import CONSENTS, fill_in

TODAY = clock.day_of(NOW)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def member(session: Session) -> Organisation:
    return make_organisation("울림두레돌봄", entered_at=NOW)


def newcomer() -> Organisation:
    return make_organisation("뒤에 온 협동조합", entered_at=LATER)


def named(day: date = TODAY) -> list[str]:
    (text,) = (text for text in consent_texts(day) if text.names_members)
    (names_of_members,) = text.recipients_by_purpose.values()
    return names_of_members


def is_named(session: Session, person: Person, member: Organisation) -> bool:
    held = (Consent.person_id == person.id, Consent.kind == ConsentKind.THIRD_PARTY, Consent.withdrawn_at.is_(None))
    return bool(
        session.scalar(select(exists().where(*held, Organisation.id == member.id, names(Consent, Organisation))))
    )


def page_of(client: PortalClient, address: str) -> str:
    return html.unescape(client.get(address).get_data(as_text=True))


class TestTheText:
    def test_names_whoever_is_on_the_register(self, member: Organisation) -> None:
        make_organisation("곧 함께할 곳", joined_on=TODAY + timedelta(days=7))
        make_organisation("떠난 곳", left_on=TODAY - timedelta(days=1))
        make_organisation("오늘까지 함께하는 곳", left_on=TODAY)
        assert named() == ["곧 함께할 곳", "오늘까지 함께하는 곳", "울림두레돌봄"]

    def test_says_what_a_member_gets_the_data_for(self, member: Organisation) -> None:
        (text,) = (text for text in consent_texts(TODAY) if text.names_members)
        assert text.kind is ConsentKind.THIRD_PARTY
        assert list(text.recipients_by_purpose) == ["연계받은 서비스의 방문 약속과 제공"]


class TestWhoeverComesLater:
    def test_is_not_named_until_the_person_agrees_again(self, member: Organisation, session: Session) -> None:
        person = make_person()
        give_consents(person, ALL_GIVEN, given_by=GivenBy.SELF, now=NOW)
        session.flush()
        late = newcomer()
        assert unnamed_members(person.id, TODAY) == [late]
        assert (is_named(session, person, member), is_named(session, person, late)) == (True, False)
        agree_again(person, ConsentKind.THIRD_PARTY, actor=OFFICE, now=LATER)
        assert unnamed_members(person.id, TODAY) == []
        assert is_named(session, person, late)

    def test_is_named_by_what_a_helper_answered_once_the_person_confirms_it(
        self, member: Organisation, session: Session
    ) -> None:
        person = make_person()
        give_consents(person, ALL_GIVEN, given_by=GivenBy.HELPER, now=NOW)
        session.flush()
        late = newcomer()
        assert not is_named(session, person, member)
        confirm_consents(person, ALL_GIVEN, actor=OFFICE, now=LATER)
        assert is_named(session, person, late)

    def test_is_no_question_for_whoever_refused(self, session: Session) -> None:
        person = make_person()
        give_consents(person, {**ALL_GIVEN, ConsentKind.THIRD_PARTY: False}, given_by=GivenBy.SELF, now=NOW)
        session.flush()
        newcomer()
        assert unnamed_members(person.id, TODAY) == []


class TestApplying:
    @pytest.fixture
    def service(self, session: Session) -> Service:
        return make_service("cleaning", name="청소")

    def test_asks_again_when_a_member_came_meanwhile(
        self, client: PortalClient, service: Service, session: Session
    ) -> None:
        fill_in(client, service)
        make_organisation("방금 들어온 곳", entered_at=clock.now())
        session.commit()
        assert client.post("/apply/check").location == "/apply/consents"
        assert session.scalar(select(Application)) is None
        page = page_of(client, "/apply/consents")
        assert "함께하는 기관이 늘었습니다" in page
        assert "방금 들어온 곳" in page
        assert client.post("/apply/consents", data=CONSENTS).location == "/apply/check"
        assert client.post("/apply/check").location == "/apply/sent"


class TestPages:
    @pytest.fixture
    def application(self, session: Session) -> Application:
        application = make_application(now=NOW, phone="+821012345678")
        newcomer()
        return application

    def test_the_person_agrees_to_the_newcomer(
        self, client: PortalClient, application: Application, session: Session
    ) -> None:
        assert application.person.user_id is not None
        client.sign_in(application.person.user_id)
        assert "뒤에 온 협동조합" in page_of(client, "/consents")
        assert "이곳에도 동의하기" in page_of(client, "/consents")
        assert client.post("/consents/third_party/agree").status_code == 303
        assert "이곳에도 동의하기" not in page_of(client, "/consents")

    def test_staff_see_whom_to_ask_for(self, client: PortalClient, application: Application, session: Session) -> None:
        client.sign_in(make_staff(Role.OFFICE).id)
        address = f"/households/{application.household_id}/consents"
        assert "뒤에 온 협동조합: 동의하신 뒤에 들어온 곳입니다." in page_of(client, address)
        assert client.post(f"{address}/third_party/agree").status_code == 303
        assert "동의하신 뒤에 들어온 곳" not in page_of(client, address)
