"""A body asks, the office takes or declines, and the body is answered as long as its ground holds."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit.models import Step
from portal.coordinators.caseload.actions import pair_household
from portal.coordinators.requests.models import CareRequest
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.duty.models import StaffNotice
from portal.partners.requests import actions, paper
from portal.partners.requests.answering import answer_of
from portal.partners.requests.links import ASKING
from portal.partners.requests.models import BodyAnswer, BodyRequest
from portal.partners.requests.rules import MOST_A_DAY
from portal.partners.requests.states import (
    BODY_REQUEST_STATES,
    AnswerWay,
    AskGround,
    BodyRequestState,
    BodyRequestVerb,
    BodyTold,
    BodyWay,
)
from portal.privacy.retention.actions import destroy_what_is_over
from portal.residents.applications.actions import confirm_person_consent
from portal.residents.applications.states import ApplicationState, Intake
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from portal.residents.households.models import Person
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.body_requests import asked, make_body, make_body_link, make_body_request, make_linked_request
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_coordinator

S, V = BodyRequestState, BodyRequestVerb
LEADS = {
    S.RECEIVED: {V.ACKNOWLEDGE: S.ACKNOWLEDGED, V.TAKE: S.TAKEN, V.DECLINE: S.DECLINED, V.WITHDRAW: S.WITHDRAWN},
    S.ACKNOWLEDGED: {V.TAKE: S.TAKEN, V.DECLINE: S.DECLINED, V.WITHDRAW: S.WITHDRAWN},
    S.TAKEN: {V.ANSWER: S.ANSWERED},
    S.DECLINED: {V.ANSWER: S.ANSWERED},
    S.ANSWERED: {V.ANSWER: S.ANSWERED},
    S.WITHDRAWN: {},
}


def act(request: BodyRequest, verb: BodyRequestVerb) -> None:
    office = make_staff().actor
    acts: dict[BodyRequestVerb, Callable[[], object]] = {
        V.ACKNOWLEDGE: lambda: actions.acknowledge_request(request, actor=office, now=NOW),
        V.TAKE: lambda: actions.take_request(request, None, actor=office, now=NOW),
        V.DECLINE: lambda: actions.decline_request(request, "자리 없음", actor=office, now=NOW),
        V.WITHDRAW: lambda: actions.withdraw_request(request, "거둠", actor=office, now=NOW),
        V.ANSWER: lambda: actions.answer_request(request, AnswerWay.POST, "", actor=office, now=NOW),
    }
    acts[verb]()


@pytest.mark.parametrize("state", S)
def test_every_state_leads_where_the_course_says_and_nowhere_else(session: Session, state: BodyRequestState) -> None:
    """Each act, not only its verb: what is refused leaves the row as it was."""
    for verb in (each for each in V if each is not V.RECEIVE):
        request = make_body_request(state=state)
        if verb in LEADS[state]:
            act(request, verb)
            assert request.state is LEADS[state][verb]
        else:
            with pytest.raises(Conflict):
                act(request, verb)
            session.refresh(request)
            assert request.state is state
        assert (request.ended_at is not None) is (request.state in (S.ANSWERED, S.WITHDRAWN))
    assert set(BODY_REQUEST_STATES.verbs(state)) == set(LEADS[state])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"consented_on": None}, "consented_on"),
        ({"consented_on": TODAY + timedelta(days=1)}, "consented_on"),
        ({"consented_on": TODAY - timedelta(days=366)}, "consented_on"),
        ({"consent_by": None}, "consent_by"),
        ({"ground": AskGround.FAMILY, "ground_words": "딸", "consent_by": None}, "consent_by"),
        ({"ground": AskGround.OFFICIAL}, "ground_words"),
        ({"ground": AskGround.FAMILY}, "ground_words"),
        ({"wanted_by": TODAY - timedelta(days=1)}, "wanted_by"),
        ({"services": ("no-such-service",)}, "services"),
    ],
)
def test_a_request_without_its_ground_is_refused(session: Session, values: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        make_body_request(**values)
    assert refused.value.field == field
    assert session.scalar(select(func.count()).select_from(BodyRequest)) == 0


def test_a_body_that_is_no_partner_any_more_asks_nothing(session: Session) -> None:
    with pytest.raises(DomainError):
        make_body_request(body=make_body(ends_on=TODAY - timedelta(days=1)))


def test_numbers_go_up_and_the_answer_is_due_on_a_working_day(session: Session) -> None:
    first, second = make_body_request(), make_body_request(name="김둘째")
    assert (first.number, second.number) == ("2026-000001", "2026-000002")
    assert first.due_on == date(2026, 11, 30)


def test_taking_makes_an_application_whose_consents_wait_for_the_person(session: Session) -> None:
    request = make_body_request(state=S.TAKEN)
    application = request.application
    assert application is not None
    assert (application.intake, application.state) == (Intake.BODY, ApplicationState.RECEIVED)
    assert (application.helper_name, application.helper_relation) == ("남의료", "한강병원")
    assert application.person.name == "홍길순"
    assert [consent.confirmed_at for consent in consents_of(application.person_id)] == [None]


def test_an_official_act_brings_no_consent(session: Session) -> None:
    request = make_body_request(ground=AskGround.OFFICIAL, ground_words="통합돌봄법 제10조 제3항", state=S.TAKEN)
    assert (request.consented_on, request.consent_by) == (None, None)
    assert request.application is not None
    assert request.application.intake is Intake.OFFICIAL
    assert request.application.consent_confirmed_at is None
    assert consents_of(request.application.person_id) == []
    assert answer_of(request).told is BodyTold.TAKEN


def test_who_is_in_care_keeps_their_case(session: Session) -> None:
    office, coordinator = make_staff().actor, make_coordinator("최유진")
    first = make_body_request(state=S.TAKEN)
    assert first.application is not None
    pair_household(first.application, coordinator.id, actor=office, now=NOW)
    again = make_body_request(needs="화장실 손잡이가 필요합니다.")
    actions.take_request(again, first.person_id, actor=office, now=NOW)
    assert again.household_id == first.household_id
    assert session.scalar(select(func.count()).select_from(Person)) == 1
    assert again.application is not None
    assert again.application.state is ApplicationState.FILED
    assert session.scalars(select(CareRequest)).one().words == "화장실 손잡이가 필요합니다."
    assert answer_of(again).told is BodyTold.TAKEN
    confirm_person_consent(again.application, {ConsentKind.COLLECTION: True}, actor=office, now=NOW)
    assert answer_of(again).told is BodyTold.IN_CARE


def test_once_the_consent_is_taken_back_the_body_is_told_only_that(session: Session) -> None:
    request, office = make_body_request(state=S.TAKEN), make_staff().actor
    assert request.person_id is not None
    (consent,) = consents_of(request.person_id)
    withdraw_consent(consent, actor=office, now=NOW)
    answer = answer_of(request)
    assert answer.told is BodyTold.NO_GROUND
    told = "\n".join(value for _name, value in paper.facts_of(request, answer))
    assert request.name not in told
    book = load_workbook(BytesIO(paper.sheet(request, answer, now=NOW)))
    cells = [cell.value for row in book["회신"] for cell in row]
    assert paper.SILENT in cells
    assert request.name not in cells
    assert actions.answer_request(request, AnswerWay.POST, "", actor=office, now=NOW).told is BodyTold.NO_GROUND


def test_each_sending_is_a_row(session: Session) -> None:
    request, office = make_body_request(state=S.DECLINED), make_staff().actor
    actions.answer_request(request, AnswerWay.FAX, "", actor=office, now=NOW)
    ended = request.ended_at
    actions.answer_request(request, AnswerWay.PHONE, "다시 물음", actor=office, now=NOW + timedelta(days=1))
    assert request.ended_at == ended
    assert [row.told for row in session.scalars(select(BodyAnswer))] == [BodyTold.DECLINED, BodyTold.DECLINED]


def test_a_care_manager_sees_their_own_alone(session: Session, client: PortalClient) -> None:
    body = make_body()
    sender, other = make_staff(Role.CARE_MANAGER), make_staff(Role.CARE_MANAGER)
    own = make_body_request(sender.actor, body=body, way=BodyWay.STAFF)
    foreign = make_body_request(other.actor, body=body, way=BodyWay.STAFF, name="남의분")
    session.commit()
    with pytest.raises(Forbidden):
        make_body_request(sender.actor, body=body, way=BodyWay.PHONE)
    client.sign_in(sender.id)
    assert own.number in client.get("/body-requests").get_data(as_text=True)
    assert foreign.number not in client.get("/body-requests?show=all").get_data(as_text=True)
    assert client.get(f"/body-requests/{foreign.id}").status_code == 404
    assert client.get(f"/body-requests/{own.id}/take").status_code == 403


def test_the_office_hears_of_it_before_it_is_due_and_after(session: Session) -> None:
    office, request = make_staff(), make_body_request()
    words = select(StaffNotice.words).where(StaffNotice.user_id == office.id).order_by(StaffNotice.at)
    with time_machine.travel(NOW, tick=False):
        assert actions.tell_of_deadlines(NOW) == 0
    before, late = NOW + timedelta(days=3), NOW + timedelta(days=8)
    assert [actions.tell_of_deadlines(moment) for moment in (before, late, late)] == [0, 1, 0]
    request.due_on = (late + timedelta(days=1)).date()
    assert [actions.tell_of_deadlines(moment) for moment in (late, late)] == [1, 0]
    told = session.scalars(words).all()
    assert all(request.number in each and request.name not in each for each in told)
    act(request, V.DECLINE)
    act(request, V.ANSWER)
    assert actions.tell_of_deadlines(late + timedelta(days=9)) == 0


def test_a_link_opens_for_its_body_until_it_is_over_or_taken_back(session: Session, client: PortalClient) -> None:
    office, body = make_staff().actor, make_body()
    link = make_body_link(office, body)
    request = make_linked_request(link)
    session.commit()
    address = ASKING.path_of(link.id)
    with time_machine.travel(NOW, tick=False):
        page = client.get(address).get_data(as_text=True)
        assert "ㅎㄱㅅ" in page
        assert request.number in page
        assert not any(told in page for told in ("홍길순", request.address, request.needs))
        assert client.get(address[:-2] + ("a" if address[-2] != "a" else "b") + address[-1]).status_code == 404
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        assert client.get(address).status_code == 404
    actions.end_link(link, actor=office, now=NOW)
    session.commit()
    with time_machine.travel(NOW, tick=False):
        assert client.get(address).status_code == 404
        with pytest.raises(Conflict):
            make_linked_request(link)


def test_a_link_brings_so_many_a_day(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    link = make_body_link(make_staff().actor)
    assert MOST_A_DAY > 1
    monkeypatch.setattr("portal.partners.requests.rules.MOST_A_DAY", 1)
    make_linked_request(link)
    with pytest.raises(Conflict):
        make_linked_request(link)
    make_linked_request(link, now=NOW + timedelta(days=1))


def test_what_was_not_taken_is_nobodys_a_year_later(session: Session) -> None:
    request = make_body_request(state=S.ANSWERED)
    unanswered = make_body_request(name="김둘째", state=S.DECLINED)
    again = actions.answer_request(request, AnswerWay.PHONE, "따님께 다시 알림", actor=make_staff().actor, now=NOW)
    session.commit()
    destroy_what_is_over(NOW + timedelta(days=364))
    session.refresh(request)
    assert request.name
    destroy_what_is_over(NOW + timedelta(days=367))
    session.refresh(request)
    assert (request.name, request.birth_on, request.phone, request.needs, request.asker_name) == ("", None, "", "", "")
    session.refresh(unanswered)
    session.refresh(again)
    assert (unanswered.name, unanswered.reason, again.note) == ("", "", "")
    steps = session.execute(select(Step.note, Step.by_name).where(Step.kind == BODY_REQUEST_STATES.kind)).all()
    assert set(map(tuple, steps)) == {("", "")}
    with pytest.raises(Conflict):
        actions.take_request(request, None, actor=OFFICE, now=NOW)


@pytest.mark.on_sqlite
def test_the_office_types_in_takes_and_answers(client: PortalClient, session: Session) -> None:
    body = make_body()
    first = make_body_request(body=body, state=S.TAKEN)
    session.commit()
    client.sign_in(make_staff().id)
    told = asked()
    data = {
        "partner": str(body.id), "way": "phone", "asker_name": told.asker_name, "asker_phone": "02-300-5111",
        "name": told.name, "birth_on": "19480302", "dong_code": told.dong_code, "lives_alone": "yes",
        "received_on": "2026-11-20", "ground": "consent", "consented_on": "2026-11-20", "consent_by": "paper",
        "needs": told.needs, "urgency": "soon", "phone": "010-3333-4444",
    }  # fmt: skip
    answer = client.post("/body-requests/new", data=data)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert client.post(f"{answer.location}/acknowledge").status_code == 303
    typed = session.scalars(select(BodyRequest).where(BodyRequest.id != first.id)).one()
    assert day_of(typed.received_at) == date(2026, 11, 20)
    page = client.get(f"{answer.location}/take").get_data(as_text=True)
    assert "이미 있는 분일 수 있습니다" in page
    assert client.post(f"{answer.location}/take").status_code == 422
    assert client.post(f"{answer.location}/take", data={"same_person": str(first.person_id)}).status_code == 303
    page = client.get(answer.location).get_data(as_text=True)
    assert "회신 내용" in page
    assert client.post(f"{answer.location}/answer", data={"way": "fax"}).status_code == 303
    assert "회신함" in client.get(answer.location).get_data(as_text=True)
    assert client.get(f"{answer.location}/answer.pdf").location.startswith("/downloads/why")


@pytest.mark.on_sqlite
def test_the_application_tells_which_body_asked(client: PortalClient, session: Session) -> None:
    request = make_body_request(state=S.TAKEN)
    session.commit()
    client.sign_in(make_staff().id)
    page = client.get(f"/applications/{request.application_id}").get_data(as_text=True)
    assert f"{request.number} · 한강병원" in page
