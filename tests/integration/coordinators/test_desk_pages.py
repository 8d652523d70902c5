"""The screens of a coordinator: today, households, one household, plan, contact, hold, closure."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.contacts.models import Contact
from portal.coordinators.plans.models import Assessment, CarePlan
from portal.coordinators.plans.states import PlanState
from portal.core import clock
from tests.client import PortalClient
from tests.factories.consortium import MANGWON, make_service
from tests.factories.coordinators import (
    make_agreed,
    make_assessed,
    make_coordinator,
    make_draft,
    make_office,
    make_paired,
)
from tests.factories.referrals import make_person, make_scene, make_visit

pytestmark = pytest.mark.on_sqlite

LEVELS = dict.fromkeys(("mobility", "meals", "housekeeping", "home_safety", "health", "relations"), "some")


@pytest.fixture
def case(session: Session, client: PortalClient) -> CareCase:
    """A case whose coordinator is signed in."""
    case = make_assessed()
    client.sign_in(case.coordinator_id)
    return case


def body(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def at_household(case: CareCase, rest: str = "") -> str:
    return f"/households/{case.household_id}{rest}"


class TestToday:
    def test_shows_counts_that_agree_with_the_lists(self, client: PortalClient, session: Session) -> None:
        case = make_visit(make_scene()).referral.case
        case.next_contact_on = clock.day_of(clock.now()) - timedelta(days=2)
        client.sign_in(case.coordinator_id)
        html = body(client, "/today")
        assert html.count('id="due-') == 1
        assert "2일 지남" in html
        assert "홍길동" not in html

    def test_is_calm_when_nothing_waits(self, client: PortalClient, session: Session) -> None:
        client.sign_in(make_coordinator().id)
        assert "오늘은 기다리는 일이 없습니다." in body(client, "/today")

    def test_is_not_for_the_office(self, client: PortalClient, session: Session) -> None:
        client.sign_in(make_office().id)
        assert client.get("/today").status_code == 403


def found(client: PortalClient, **sought: str) -> str:
    """The list to which the form of the search leads."""
    answer = client.post("/households", data=sought, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


class TestHouseholds:
    def test_masks_names_and_numbers(self, client: PortalClient, session: Session) -> None:
        case = make_paired(person=make_person("홍길동", phone="+821012345678"))
        client.sign_in(case.coordinator_id)
        html = body(client, "/households")
        assert "홍*동" in html
        assert "010-****-5678" in html
        assert "홍길동" not in html
        assert "1234-5678" not in html

    def test_keep_the_filters_in_the_address(self, client: PortalClient, case: CareCase) -> None:
        html = found(client, q="ㅎㄱㄷ", state="assessed", sort="name", order="desc")
        assert 'value="ㅎㄱㄷ"' in html
        assert 'selected value="assessed"' in html.replace('value="assessed" selected', 'selected value="assessed"')
        assert 'aria-sort="descending"' in html

    def test_take_nonsense_in_the_address_for_nothing(self, client: PortalClient, case: CareCase) -> None:
        assert "홍*동" in body(client, "/households?state=x&dong=y&due=z&sort=w&order=v&page=-3")

    def test_offer_the_closed_ones_when_nobody_is_found(self, client: PortalClient, case: CareCase) -> None:
        html = found(client, q="ㅂㅂㅂ")
        assert "종결까지 찾기" in html
        again = html.partition('href="/households?sought=')[2].partition('"')[0]
        assert 'value="ㅂㅂㅂ"' in body(client, "/households?sought=" + again.replace("&amp;", "&"))

    def test_leave_the_name_out_of_the_address(self, client: PortalClient, case: CareCase) -> None:
        """A browser's history and a server's log keep addresses."""
        answer = client.post("/households", data={"q": "홍길동", "dong": MANGWON})
        assert answer.status_code == 303
        assert unquote(answer.location).startswith(f"/households?dong={MANGWON}&sought=")
        assert "홍" not in unquote(answer.location)
        html = body(client, answer.location)
        assert "이름에서 찾음: 홍길동" in html
        assert "홍" not in unquote("".join(re.findall(r'(?:href|action)="([^"]*)"', html)))

    def test_open_for_a_colleague_who_is_sent_the_address(self, client: PortalClient, case: CareCase) -> None:
        address = client.post("/households", data={"q": "홍길동"}).location
        client.sign_in(make_office().id)
        assert "홍*동" in body(client, address)
        client.sign_in(make_coordinator("김다른").id)
        assert "홍*동" not in body(client, address)

    @pytest.mark.parametrize("token", ["x", "1.x", "MS54", "가", "=" * 40, "MS4" + "A" * 200])
    def test_take_what_was_not_sealed_here_for_nothing(self, client: PortalClient, case: CareCase, token: str) -> None:
        assert "홍*동" in body(client, f"/households?sought={token}")

    def test_read_no_name_from_the_address(self, client: PortalClient, case: CareCase) -> None:
        html = body(client, "/households?q=김없음")
        assert 'value="김없음"' not in html
        assert "홍*동" in html

    def test_look_for_what_is_left_without_characters_that_nobody_sees(
        self, client: PortalClient, case: CareCase
    ) -> None:
        assert "이름에서 찾음: 홍길동" in found(client, q="홍\x01길동")

    def test_survive_words_of_any_length(self, client: PortalClient, case: CareCase) -> None:
        answer = client.post("/households", data={"q": "가" * 5000})
        assert len(answer.location) < 1200
        assert client.get(answer.location).status_code == 200

    @pytest.mark.parametrize(
        ("typed", "where"),
        [
            ("홍길동 님", "이름에서 찾음: 홍길동 님"),
            ("ㅎㄱㄷ", "이름의 첫소리에서 찾음: ㅎㄱㄷ"),
            ("0000-1003", "전화번호 끝자리에서 찾음: 0000-1003"),
            ("010-1234-5678", "전화번호에서 찾음: 010-1234-5678"),
            ("가구 2026-7", "번호에서 찾음: 가구 2026-7"),
        ],
    )
    def test_say_where_the_search_looked(self, session: Session, client: PortalClient, typed: str, where: str) -> None:
        client.sign_in(make_office().id)
        assert where in found(client, q=typed)
        assert "에서 찾음" not in body(client, "/households")

    def test_name_the_coordinator_for_the_office(self, client: PortalClient, session: Session) -> None:
        make_paired(make_coordinator("한지원"))
        client.sign_in(make_office().id)
        assert "한지원" in body(client, "/households")


class TestHousehold:
    def test_is_masked_until_revealed_and_both_reads_are_recorded(self, client: PortalClient, session: Session) -> None:
        case = make_paired(person=make_person("홍길동", phone="+821012345678"))
        client.sign_in(case.coordinator_id)
        html = body(client, at_household(case))
        assert "홍길동" in html
        assert "010-1234-5678" not in html
        assert "+821012345678" not in html
        assert "302호" not in html
        assert "공동 현관 1234" not in html
        revealed = client.post(at_household(case, "/reveal"))
        shown = revealed.get_data(as_text=True)
        assert revealed.status_code == 200
        assert "010-1234-5678" in shown
        assert "302호" in shown
        reads = session.scalars(select(AuditEntry).where(AuditEntry.is_read).order_by(AuditEntry.id)).all()
        assert [entry.details["fields"] for entry in reads] == ["page", "phone, address, birth"]

    def test_does_not_exist_for_other_coordinators(self, client: PortalClient, case: CareCase) -> None:
        client.sign_in(make_coordinator("남").id)
        for rest in ("", "/plan", "/plan/draft", "/assessment", "/contacts", "/hold", "/closure"):
            assert client.get(at_household(case, rest)).status_code == 404
        for rest in ("/reveal", "/resume", "/plan"):
            assert client.post(at_household(case, rest)).status_code == 404

    def test_offers_the_frequent_tasks_with_their_keys(self, client: PortalClient, case: CareCase) -> None:
        make_agreed(case)
        keys = re.findall(r'data-shortcut="(\w)"', body(client, at_household(case)))
        assert sorted(keys) == ["c", "n", "r", "v"]

    def test_can_be_read_by_the_office_without_the_buttons(self, client: PortalClient, case: CareCase) -> None:
        client.sign_in(make_office().id)
        html = body(client, at_household(case))
        assert "담당 바꾸기" in html
        assert 'data-shortcut="c"' not in html


class TestPlan:
    def test_from_assessment_to_agreement(self, client: PortalClient, session: Session) -> None:
        case, service = make_paired(), make_service(name="청소")
        client.sign_in(case.coordinator_id)
        body(client, at_household(case, "/assessment"))
        answer = client.post(at_household(case, "/assessment"), data={"is_home_visit": "yes", "summary": "", **LEVELS})
        assert answer.location.endswith("/plan/draft")
        assert session.scalars(select(Assessment.is_home_visit)).all() == [True]
        body(client, at_household(case, "/plan/draft"))
        until = str(clock.day_of(clock.now()) + timedelta(days=60))
        line = {"need": "청소", "goal": "깨끗한 집", "service_id": str(service.id), "how_often": "weekly", "times": "1"}
        data = {f"lines-0-{name}": value for name, value in line.items()}
        data |= {"lines-0-until_on": until, "aim": "덜기", "ends_on": until, "save": "1", "lines-1-need": ""}
        assert client.post(at_household(case, "/plan/draft"), data=data).status_code == 303
        assert "합의로 저장하기" in body(client, at_household(case, "/plan"))
        assert client.post(at_household(case, "/plan"), data={"agreed_by": "phone"}).status_code == 303
        session.expire_all()
        assert session.scalars(select(CarePlan.state)).all() == [PlanState.AGREED]
        assert session.get_one(CareCase, case.id).state is CaseState.PLANNED

    def test_adds_and_takes_out_lines_without_losing_what_was_typed(self, client: PortalClient, case: CareCase) -> None:
        address = at_household(case, "/plan/draft")
        data = {"lines-0-need": "청소가 어려움", "aim": "덜기", "ends_on": "2027-03-01"}
        more = client.post(address, data={**data, "add": "1"}).get_data(as_text=True)
        assert "청소가 어려움" in more
        assert "2번째 줄" in more
        fewer = client.post(address, data={**data, "lines-1-need": "식사", "remove": "lines-0"}).get_data(as_text=True)
        assert "식사" in fewer
        assert "2번째 줄" not in fewer

    def test_says_what_is_missing_in_a_line(self, client: PortalClient, case: CareCase) -> None:
        data = {"lines-0-need": "청소", "ends_on": "2027-03-01", "save": "1"}
        answer = client.post(at_household(case, "/plan/draft"), data=data)
        assert answer.status_code == 422
        assert "서비스를 골라 주십시오." in answer.get_data(as_text=True)

    def test_asks_how_the_resident_agreed(self, client: PortalClient, case: CareCase) -> None:
        make_draft(case)
        answer = client.post(at_household(case, "/plan"), data={})
        assert answer.status_code == 422
        assert "어떻게 합의했는지 골라 주십시오" in answer.get_data(as_text=True)

    def test_begins_from_the_plan_that_holds(self, client: PortalClient, case: CareCase) -> None:
        make_agreed(case)
        assert 'value="청소가 어려움"' in body(client, at_household(case, "/plan/draft"))


WELL = {"outcome": "well", "means": "call", "begun_by": "us"}


class TestContact:
    def test_is_logged_from_the_desk_and_leads_back_to_it(self, client: PortalClient, case: CareCase) -> None:
        address = at_household(case, "/contacts?back=/today%3Ffocus%3Dnew-1")
        body(client, address)
        answer = client.post(address, data=WELL)
        assert answer.location == "/today?focus=new-1"

    def test_tells_in_the_timeline_who_began_it(self, client: PortalClient, case: CareCase) -> None:
        client.post(at_household(case, "/contacts"), data=WELL | {"begun_by": "resident"})
        assert "전화(이용자가 먼저)" in body(client, at_household(case))

    def test_takes_the_means_from_the_key(self, client: PortalClient, case: CareCase) -> None:
        html = body(client, at_household(case, "/contacts?means=visit"))
        chosen = [field for field in re.findall(r'<input[^>]*name="means"[^>]*>', html) if "checked" in field]
        assert ['value="visit"' in field for field in chosen] == [True]

    def test_refuses_a_resident_number_in_the_note(
        self, client: PortalClient, case: CareCase, session: Session
    ) -> None:
        data = WELL | {"note": "주민번호 480302-2123456"}
        assert client.post(at_household(case, "/contacts"), data=data).status_code == 422
        assert session.scalars(select(Contact.id)).all() == []


class TestCourse:
    def test_holds_and_goes_on(self, client: PortalClient, case: CareCase, session: Session) -> None:
        assert client.post(at_household(case, "/hold"), data={"reason": "입원"}).status_code == 303
        assert "멈춘 가구입니다" in body(client, at_household(case))
        assert client.post(at_household(case, "/resume")).status_code == 303
        session.expire_all()
        assert session.get_one(CareCase, case.id).state is CaseState.ASSESSED

    def test_closes_and_stays_readable(self, client: PortalClient, case: CareCase) -> None:
        body(client, at_household(case, "/closure"))
        answer = client.post(at_household(case, "/closure"), data={"reason": "goal_met", "note": "혼자 하실 수 있음"})
        assert answer.status_code == 303
        html = body(client, at_household(case))
        assert "혼자 하실 수 있음" in html
        assert 'data-shortcut="c"' not in html

    def test_needs_the_note_of_a_closure(self, client: PortalClient, case: CareCase) -> None:
        assert client.post(at_household(case, "/closure"), data={"reason": "goal_met"}).status_code == 422
