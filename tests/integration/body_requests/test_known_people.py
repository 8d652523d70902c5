"""A request for somebody known: their file stays, their care is told when they agree, and it is the right one."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.coordinators.caseload.actions import close_case, pair_household, refuse_application
from portal.coordinators.caseload.states import ClosureReason
from portal.partners.requests import actions
from portal.partners.requests.answering import answer_of
from portal.partners.requests.differing import unlike_file
from portal.partners.requests.states import BodyRequestState, BodyTold
from portal.residents.applications.actions import confirm_person_consent
from portal.residents.consents.actions import agree_again, withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from portal.residents.households.models import FactChange
from portal.residents.households.states import Fact
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.body_requests import make_body, make_body_request
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_application, make_coordinator

S = BodyRequestState


def test_the_file_of_somebody_known_stays_as_it_is(session: Session, client: PortalClient) -> None:
    """Whatever the body typed or left open; the office and the coordinator read what it said."""
    office = make_staff()
    first = make_body_request(state=S.TAKEN)
    person = first.person
    assert person is not None
    home = person.household
    home.address_detail, home.postcode, home.entry_note = "302호", "04010", "비밀번호는 가족이 앎"
    session.flush()
    before = (home.address, home.address_detail, home.postcode, home.entry_note, home.dong_code, person.phone)
    again = make_body_request(phone="+821077776666", address="", name="홍길순님", helper_name="홍딸")
    session.commit()
    client.sign_in(office.id)
    page = client.get(f"/body-requests/{again.id}/take").get_data(as_text=True)
    assert "파일과 다르게 말한 것: 전화번호, 비상 연락처" in page
    actions.take_request(again, person.id, actor=office.actor, now=NOW.replace(hour=5))
    session.commit()
    session.refresh(home)
    session.refresh(person)
    assert (home.address, home.address_detail, home.postcode, home.entry_note, home.dong_code, person.phone) == before
    assert person.name == "홍길순"
    assert session.scalar(select(func.count()).select_from(FactChange)) == 0
    assert [each.fact for each in unlike_file(again)] == [Fact.PHONE, Fact.EMERGENCY]
    assert unlike_file(first) == []
    assert "본인께 여쭌 뒤" in client.get(f"/body-requests/{again.id}").get_data(as_text=True)
    page = client.get(f"/applications/{again.application_id}").get_data(as_text=True)
    assert "010-7777-6666" in page
    assert "홍딸" in page


def test_a_withdrawal_closes_a_request_for_good(session: Session) -> None:
    """What another body claims later, and what the person agrees to later, opens nothing to whoever asked before."""
    office, later = make_staff().actor, NOW + timedelta(days=3)
    first = make_body_request(state=S.TAKEN)
    person = first.person
    assert person is not None
    (consent,) = consents_of(person.id)
    withdraw_consent(consent, actor=office, now=NOW + timedelta(days=1))
    again = make_body_request(body=make_body(name="다른병원"), now=later)
    actions.take_request(again, person.id, actor=office, now=later)
    assert [answer_of(each).told for each in (first, again)] == [BodyTold.NO_GROUND, BodyTold.TAKEN]
    agree_again(person, ConsentKind.COLLECTION, actor=office, now=later)
    assert [answer_of(each).told for each in (first, again)] == [BodyTold.NO_GROUND, BodyTold.TAKEN]


def test_the_body_hears_of_the_care_that_came_of_its_request_alone(session: Session) -> None:
    """Not of what somebody asks for by themselves, after the request was refused or its care ended."""
    office, coordinator = make_staff().actor, make_coordinator("최유진")
    other: dict[str, Any] = {
        "name": "김둘째",
        "birth_on": date(1940, 1, 5),
        "phone": "",
        "address": "서울 마포구 성산로 9",
    }
    refused, taken = make_body_request(state=S.TAKEN), make_body_request(state=S.TAKEN, **other)
    for request in (refused, taken):
        assert request.application is not None
        confirm_person_consent(request.application, {ConsentKind.COLLECTION: True}, actor=office, now=NOW)
    assert refused.application is not None
    assert taken.application is not None
    refuse_application(refused.application, "다른 구입니다.", actor=office, now=NOW)
    first = pair_household(taken.application, coordinator.id, actor=office, now=NOW)
    close_case(first, ClosureReason.GOAL_MET, "나아지심", actor=coordinator.actor, now=NOW + timedelta(days=9))
    later = NOW + timedelta(days=40)
    for request in (refused, taken):
        own = make_application(request.person, received_at=later)
        pair_household(own, coordinator.id, actor=office, now=later)
    assert answer_of(refused).told is BodyTold.NOT_TAKEN_UP
    assert answer_of(taken).told is BodyTold.ENDED
