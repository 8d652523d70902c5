"""The pages on which the office judges two files."""

import pytest
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.residents.households.models import Person
from portal.residents.resemblances.models import Resemblance
from portal.residents.resemblances.states import ResemblanceState
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.referrals import make_case, make_person
from tests.factories.resemblances import make_pair

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def pair(session: Session) -> Resemblance:
    return make_pair(make_case().person, make_person("홍길동", phone="+821099990001"))


@pytest.fixture
def office(client: PortalClient, pair: Resemblance) -> PortalClient:
    client.sign_in(make_staff().id)
    return client


def body(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def state_of(pair: Resemblance) -> ResemblanceState:
    db.session.refresh(pair)
    return pair.state


class TestJudging:
    def test_what_waits_is_listed_with_what_is_the_same(self, office: PortalClient, pair: Resemblance) -> None:
        html = body(office, "/people/alike")
        assert f"/people/alike/{pair.id}" in html
        assert "생년월일" in html
        assert "홍길동" not in html

    def test_both_files_stand_side_by_side_and_the_reading_is_recorded(
        self, office: PortalClient, pair: Resemblance
    ) -> None:
        html = body(office, f"/people/alike/{pair.id}")
        assert "010-9999-0001" in html
        read = {entry.subject_id for entry in db.session.query(AuditEntry).filter_by(event="household.read")}
        assert read == {pair.person.household_id, pair.other.household_id}

    def test_joins_and_takes_it_back(self, office: PortalClient, pair: Resemblance) -> None:
        address = f"/people/alike/{pair.id}"
        typed = {"kept": str(pair.other_id), "facts": ["phone"], "reason": "통화로 확인"}
        assert office.post(f"{address}/join", data=typed).location == address
        assert state_of(pair) is ResemblanceState.JOINED
        kept = db.session.get_one(Person, pair.other_id)
        assert kept.phone == "+821099990001"
        assert "한 분으로 합쳤습니다" in body(office, address)
        gone = f"/households/{pair.person.household_id}"
        assert office.get(gone).location == f"/households/{kept.household_id}"
        office.post(f"{address}/undo", data={"reason": "동명이인"})
        assert state_of(pair) is ResemblanceState.APART
        assert "다른 분으로 두었습니다" in body(office, address)

    def test_proposes_the_file_in_care(self, office: PortalClient, pair: Resemblance) -> None:
        html = body(office, f"/people/alike/{pair.id}/join")
        assert f'value="{pair.other_id}" checked' in html

    def test_keeps_apart_and_asks_again(self, office: PortalClient, pair: Resemblance) -> None:
        address = f"/people/alike/{pair.id}"
        assert office.post(f"{address}/apart", data={"reason": "부부"}).location == "/people/alike"
        assert f"/people/alike/{pair.id}" in body(office, "/people/alike")
        office.post(f"{address}/again")
        assert state_of(pair) is ResemblanceState.WAITING

    @pytest.mark.parametrize("act", ["join", "apart"])
    def test_a_reason_is_needed(self, office: PortalClient, pair: Resemblance, act: str) -> None:
        typed = {"kept": str(pair.other_id), "reason": ""}
        answer = office.post(f"/people/alike/{pair.id}/{act}", data=typed)
        assert answer.status_code == 422
        assert "무엇을 보고 그렇게 정했는지 적어 주십시오." in answer.get_data(as_text=True)

    def test_two_in_care_are_refused_in_words(self, office: PortalClient, session: Session) -> None:
        both = make_pair(make_case().person, make_case().person)
        typed = {"kept": str(both.other_id), "reason": "통화"}
        answer = office.post(f"/people/alike/{both.id}/join", data=typed)
        assert answer.status_code == 422
        assert "한쪽 돌봄을 종결한 뒤에" in answer.get_data(as_text=True)
        assert state_of(both) is ResemblanceState.WAITING

    def test_a_number_of_a_joined_file_finds_the_one_that_goes_on(
        self, office: PortalClient, pair: Resemblance
    ) -> None:
        typed = {"kept": str(pair.other_id), "reason": "통화"}
        office.post(f"/people/alike/{pair.id}/join", data=typed)
        kept, gone = pair.other.household, pair.person.household
        for sought in (f"가구 {gone.number}", "0001", "9999-0001", "99990001"):
            html = office.post("/households", data={"q": sought}, follow_redirects=True).get_data(as_text=True)
            assert f"/households/{kept.id}" in html
