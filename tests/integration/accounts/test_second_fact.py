"""A number alone opens no file: on a device where it was not opened before, whoever has it tells the birth date."""

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.accounts.models import User
from portal.accounts.rules import BIRTHS_TOLD
from portal.core import clock
from portal.core.permissions import Role
from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.residents.households.actions import change_facts
from portal.residents.households.models import Person
from portal.residents.households.states import Fact
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff
from tests.factories.referrals import make_case, make_person
from tests.factories.residents import make_helping
from tests.integration.accounts.messages import last_code
from tests.integration.accounts.test_resident_sign_in import NOON, ask, enter, is_signed_in

BORN, OTHER = "19480302", "19500101"


@pytest.fixture
def person(session: Session) -> Person:
    found = make_person(phone="+821012345678")
    session.commit()
    return found


def told(client: PortalClient, birth: str) -> TestResponse:
    return client.post("/sign-in/whom", data={"birth_on": birth})


def come_in(client: PortalClient, contact: str = "010-1234-5678") -> tuple[int, str]:
    ask(client, contact)
    return enter(client, last_code())


def notices(session: Session) -> list[StaffNotice]:
    return list(session.scalars(select(StaffNotice).where(StaffNotice.matter == Matter.NUMBER)))


def sign_out(client: PortalClient) -> None:
    client.post("/sign-out")


def test_a_new_device_is_asked_once_and_sees_nothing_before(person: Person, client: PortalClient) -> None:
    assert come_in(client) == (303, "/sign-in/whom")
    page = client.get("/sign-in/whom").get_data(as_text=True)
    assert person.name not in page
    assert "1948" not in page.replace("예: 19480302", "")
    assert not is_signed_in(client)
    assert told(client, BORN).status_code == 303
    assert is_signed_in(client)
    sign_out(client)
    assert come_in(client) == (303, "/home")


def test_a_number_that_staff_wrote_down_wrongly_opens_nothing(
    session: Session, person: Person, client: PortalClient
) -> None:
    change_facts(
        person,
        {Fact.PHONE: {"phone": "+821099998888"}},
        from_on=clock.day_of(NOON),
        reason="",
        actor=make_staff().actor,
        now=NOON,
    )
    session.commit()
    assert come_in(client, "010-9999-8888") == (303, "/sign-in/whom")
    assert "등록된 생년월일과 다릅니다" in told(client, OTHER).get_data(as_text=True)
    assert not is_signed_in(client)


def test_the_third_wrong_birth_date_ends_it_and_staff_are_told(
    session: Session, person: Person, client: PortalClient
) -> None:
    office, coordinator = make_staff(), make_staff(Role.COORDINATOR)
    make_case(person, coordinator)
    session.commit()
    come_in(client)
    answers = [told(client, OTHER) for _ in range(BIRTHS_TOLD.free)]
    assert [answer.status_code for answer in answers] == [422, 422, 303]
    assert answers[-1].location == "/sign-in"
    page = client.get("/sign-in").get_data(as_text=True)
    assert "생년월일이 세 번 달라 로그인을 멈추었습니다." in page
    assert person.name not in page
    assert {notice.user_id for notice in notices(session)} == {office.id, coordinator.id}
    assert not any(trace in notices(session)[0].words for trace in (person.name, "1234", "5678"))
    assert told(client, BORN).location == "/sign-in"


def test_an_hour_later_whoever_has_the_number_may_tell_it_again(person: Person, client: PortalClient) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        come_in(client)
        for _ in range(BIRTHS_TOLD.free):
            told(client, OTHER)
        traveller.shift(3601)
        come_in(client)
        assert told(client, BORN).status_code == 303
        assert is_signed_in(client)


def test_the_office_lets_it_go_on_at_once(session: Session, person: Person, client: PortalClient) -> None:
    office = make_staff()
    session.commit()
    come_in(client)
    for _ in range(BIRTHS_TOLD.free):
        told(client, OTHER)
    client.sign_in(office.id)
    assert client.post("/staff/throttled", data={"contact": "010-1234-5678"}).status_code == 303
    sign_out(client)
    come_in(client)
    assert told(client, BORN).status_code == 303


def test_a_helper_tells_the_birth_date_of_whom_they_help(
    session: Session, person: Person, client: PortalClient
) -> None:
    helping = make_helping(person, phone="+821055556666")
    session.commit()
    assert come_in(client, "010-5555-6666") == (303, "/sign-in/whom")
    assert told(client, BORN).status_code == 303
    assert session.get_one(User, helping.user_id).disabled_at is None


def test_an_account_without_a_file_has_nothing_to_tell(session: Session, client: PortalClient) -> None:
    make_resident()
    assert come_in(client) == (303, "/home")
