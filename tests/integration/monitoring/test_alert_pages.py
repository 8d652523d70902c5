"""The board of alerts, the page of one, what 119 must know, and who sees what of it."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pypdf
import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.core.permissions import Role
from portal.monitoring.alerts import actions
from portal.monitoring.alerts.figures import figures_of
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import (
    AlertEnding,
    AlertLevel,
    AlertState,
    AttemptMeans,
    AttemptResult,
    Rung,
    Way,
)
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.alerts import end_as, make_alert
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.leave import make_leave
from tests.factories.messages import make_shift
from tests.factories.referrals import make_person
from tests.pages import words_of

pytestmark = pytest.mark.on_sqlite

SPOKEN = {
    "means": "call",
    "result": "spoke",
    "begun_by": "us",
    "whom": "본인",
    "note": "낮잠",
    "then": "safe",
    "next_look_at": "1",
}


@pytest.fixture
def case(session: Session) -> CareCase:
    return make_paired(person=make_person("홍길동"))


@pytest.fixture
def alert(case: CareCase) -> Alert:
    return make_alert(case)


@pytest.fixture(autouse=True)
def monday_at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def read(client: PortalClient, address: str, who: UUID) -> str:
    client.sign_in(who)
    return client.get(address).text


class TestTheBoard:
    def test_shows_a_coordinator_their_own(self, client: PortalClient, case: CareCase, alert: Alert) -> None:
        assert f"/alerts/{alert.id}" in read(client, "/alerts", case.coordinator_id)
        assert f"/alerts/{alert.id}" not in read(client, "/alerts", make_coordinator("박바다").id)

    def test_shows_the_office_all_and_whoever_is_on_call(self, client: PortalClient, alert: Alert) -> None:
        assert f"/alerts/{alert.id}" in read(client, "/alerts", make_staff(Role.OFFICE).id)
        on_call = make_coordinator("박바다")
        make_shift(on_call)
        assert f"/alerts/{alert.id}" in read(client, "/alerts", on_call.id)
        assert client.get(f"/alerts/{alert.id}").status_code == 200

    def test_puts_the_most_urgent_first_and_narrows(self, client: PortalClient, case: CareCase, alert: Alert) -> None:
        danger = make_alert(make_paired(case.coordinator), level=AlertLevel.DANGER)
        page = read(client, "/alerts", case.coordinator_id)
        assert page.index(f"/alerts/{danger.id}") < page.index(f"/alerts/{alert.id}")
        narrowed = client.get("/alerts?level=caution&rung=text").text
        assert f"/alerts/{danger.id}" not in narrowed
        assert f"/alerts/{alert.id}" in narrowed

    def test_keeps_those_that_ended(self, client: PortalClient, case: CareCase, alert: Alert) -> None:
        end_as(alert, AlertEnding.OUT)
        page = read(client, "/alerts?show=ended", case.coordinator_id)
        assert f"/alerts/{alert.id}" in page
        assert "외출·여행 중" in page

    def test_says_until_when_somebody_looks(self, client: PortalClient, case: CareCase) -> None:
        assert "지금은 18:00까지 사람이 봅니다." in read(client, "/alerts", case.coordinator_id)
        with time_machine.travel(NOW + timedelta(hours=12), tick=False):
            page = read(client, "/alerts", case.coordinator_id)
        assert "지금은 보는 사람이 없습니다. 2026. 11. 24.(화) 09:00부터 사람이 봅니다." in words_of(page)

    def test_says_that_it_is_no_centre(self, client: PortalClient, case: CareCase) -> None:
        page = read(client, "/alerts", case.coordinator_id)
        assert "24시간 관제 센터가 아닙니다" in page
        assert 'href="tel:119"' in page
        assert 'href="tel:112"' in page


class TestThePageOfOne:
    def test_says_what_to_do_and_whom_to_call(self, client: PortalClient, case: CareCase, alert: Alert) -> None:
        page = read(client, f"/alerts/{alert.id}", case.coordinator_id)
        assert "지금 할 일: 자동 문자나 전화" in page
        assert f'href="tel:{case.person.phone}"' in page
        assert "24시간 관제 센터가 아닙니다" in page
        assert "<title>안부 경보" in page, "the title names nobody"

    @pytest.mark.parametrize("rung", list(Rung))
    def test_has_something_to_do_at_each_step(
        self, client: PortalClient, case: CareCase, alert: Alert, rung: Rung
    ) -> None:
        case.household.emergency_name, case.household.emergency_phone = "홍아들", "+821098765432"
        while alert.rung is not rung:
            actions.go_on(alert, actor=OFFICE, now=NOW)
        page = read(client, f"/alerts/{alert.id}", case.coordinator_id)
        assert f"지금 할 일: {rung.words}" in page
        assert f"/alerts/{alert.id}/rescue" in page

    def test_writes_down_what_was_tried_and_ends(self, client: PortalClient, case: CareCase, alert: Alert) -> None:
        client.sign_in(case.coordinator_id)
        assert client.post(f"/alerts/{alert.id}", data=SPOKEN).status_code == 303
        assert (alert.state, alert.ending) == (AlertState.ENDED, AlertEnding.SAFE)
        page = client.get(f"/alerts/{alert.id}").text
        assert "무사함" in page
        assert "살핀 일 적기" not in page

    def test_asks_until_when_somebody_is_out(self, client: PortalClient, case: CareCase, alert: Alert) -> None:
        client.sign_in(case.coordinator_id)
        out, until = SPOKEN | {"then": "out"}, {"until_on": "2026-11-25"}
        assert "돌아오시는 날을 적어 주십시오." in client.post(f"/alerts/{alert.id}", data=out).text
        assert client.post(f"/alerts/{alert.id}", data=out | until).status_code == 303

    def test_keeps_what_was_typed_where_it_is_not_certain(
        self, client: PortalClient, case: CareCase, alert: Alert
    ) -> None:
        client.sign_in(case.coordinator_id)
        answer = client.post(f"/alerts/{alert.id}", data=SPOKEN | {"result": "no_answer"})
        assert answer.status_code == 422
        assert "확실히 알지 못하면 마칠 수 없습니다." in answer.text
        assert "낮잠" in answer.text
        assert (alert.state, len(alert.attempts)) == (AlertState.OPEN, 1)

    def test_puts_off(self, client: PortalClient, case: CareCase, alert: Alert) -> None:
        client.sign_in(case.coordinator_id)
        typed = SPOKEN | {"result": "unclear", "then": "put_off", "next_look_at": "3"}
        assert client.post(f"/alerts/{alert.id}", data=typed | {"note": ""}).status_code == 422
        assert client.post(f"/alerts/{alert.id}", data=typed).status_code == 303
        assert (alert.state, alert.due_at) == (AlertState.PUT_OFF, NOW + timedelta(hours=3))

    def test_goes_on_by_a_button(self, client: PortalClient, case: CareCase, alert: Alert) -> None:
        client.sign_in(case.coordinator_id)
        client.post(f"/alerts/{alert.id}/next")
        assert alert.rung is Rung.COORDINATOR

    @pytest.mark.parametrize(
        ("ending", "of_office", "leads_to"),
        [
            (AlertEnding.HOSPITAL, False, "hold"),
            (AlertEnding.DIED, False, "closure"),
            (AlertEnding.SAFE, False, ""),
            (AlertEnding.HOSPITAL, True, ""),
        ],
    )
    def test_leads_on_to_what_follows_where_one_may_do_it(
        self, client: PortalClient, case: CareCase, alert: Alert, ending: AlertEnding, of_office: bool, leads_to: str
    ) -> None:
        end_as(alert, ending)
        page = read(client, f"/alerts/{alert.id}", make_staff(Role.OFFICE).id if of_office else case.coordinator_id)
        follows = [word for word in ("hold", "closure") if f"/households/{case.household_id}/{word}" in page]
        assert follows == ([leads_to] if leads_to else [])

    def test_is_nobodys_elses(self, client: PortalClient, alert: Alert) -> None:
        client.sign_in(make_coordinator("박바다").id)
        assert client.get(f"/alerts/{alert.id}").status_code == 404
        assert client.post(f"/alerts/{alert.id}/next").status_code == 404


class TestWhat119MustKnow:
    def test_stands_on_one_page_and_is_logged(
        self, client: PortalClient, session: Session, case: CareCase, alert: Alert
    ) -> None:
        case.household.entry_note = "공동 현관 1234"
        page = read(client, f"/alerts/{alert.id}/rescue", case.coordinator_id)
        for words in (
            "서울 마포구 월드컵로 77 302호",
            "공동 현관 1234",
            "홍길동",
            "78세",
            "혼자 삽니다",
            "고양이 한 마리",
        ):
            assert words in page
        seen = session.scalars(select(AuditEntry).where(AuditEntry.subject_id == alert.id, AuditEntry.is_read)).all()
        assert [entry.details.get("fields") for entry in seen] == ["rescue"]


class TestByHand:
    def test_a_household_is_looked_at(self, client: PortalClient, session: Session, case: CareCase) -> None:
        client.sign_in(case.coordinator_id)
        address = f"/households/{case.household_id}/alert"
        assert address in client.get(f"/households/{case.household_id}").text
        assert client.post(address, data={"what": "", "level": ""}).status_code == 422
        assert client.post(address, data={"what": "신문이 쌓임", "level": "caution"}).status_code == 303
        alert = session.scalars(select(Alert)).one()
        assert (alert.what, alert.level, alert.raised_by_id) == ("신문이 쌓임", AlertLevel.CAUTION, case.coordinator_id)
        assert address not in client.get(f"/households/{case.household_id}").text

    def test_is_somebody_elses_household(self, client: PortalClient, case: CareCase) -> None:
        client.sign_in(make_coordinator("박바다").id)
        assert client.get(f"/households/{case.household_id}/alert").status_code == 404
        assert client.get(f"/households/{case.household_id}/watch-sheet").status_code == 404


def test_whoever_is_known_to_have_died_is_not_looked_for(session: Session, case: CareCase, alert: Alert) -> None:
    close_household_case(case, ClosureReason.DIED, "", actor=case.coordinator.actor, now=NOW)
    assert (alert.state, alert.ending, alert.ended_result) == (
        AlertState.ENDED,
        AlertEnding.DIED,
        AttemptResult.HEARD,
    )


class TestWhatWaits:
    def test_stands_on_the_coordinators_day_and_in_the_menu(
        self, client: PortalClient, case: CareCase, alert: Alert
    ) -> None:
        page = read(client, "/today", case.coordinator_id)
        assert f"/alerts/{alert.id}" in page
        assert "안부 경보: 자동 문자나 전화" in page
        end_as(alert)
        assert f"/alerts/{alert.id}" not in read(client, "/today", case.coordinator_id)

    def test_reaches_the_office_from_the_deputy_on(self, client: PortalClient, alert: Alert) -> None:
        office = make_staff(Role.OFFICE).id
        for reached in (False, False, True):
            assert (f"/alerts/{alert.id}" in read(client, "/inbox", office)) is reached
            actions.go_on(alert, actor=OFFICE, now=NOW)

    def test_reaches_the_office_at_once_where_nobody_accompanies(self, client: PortalClient, session: Session) -> None:
        alert = actions.raise_alert(
            make_person().household_id, level=AlertLevel.CAUTION, silent_since=NOW, what="문", now=NOW
        )
        assert f"/alerts/{alert.id}" in read(client, "/inbox", make_staff(Role.OFFICE).id)


class TestTheSheet:
    def test_tells_who_comes_and_when_somebody_looks(self, client: PortalClient, case: CareCase) -> None:
        make_leave(case.coordinator, make_coordinator("박바다"), first=20, last=22)
        client.sign_in(case.coordinator_id)
        answer = client.get(f"/households/{case.household_id}/watch-sheet")
        assert answer.mimetype == "application/pdf"
        text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(answer.data)).pages)
        for words in (
            "홍길동 님께",
            "한지원 코디네이터",
            "119",
            "24시간 관제 센터가 아닙니다",
            "비상 연락처에 전화합니다",
            "다른 담당자(지금은 박바다 코디네이터)가",
        ):
            assert words in text


class TestFigures:
    def test_tell_how_alerts_ended_in_a_year_and_the_one_before(
        self, client: PortalClient, session: Session, case: CareCase
    ) -> None:
        door = actions.Tried(AttemptMeans.DOOR, AttemptResult.SEEN)
        opened = actions.Tried(AttemptMeans.DOOR_OPENED, AttemptResult.SEEN)
        for number in range(6):
            end_as(make_alert(case, now=NOW), now=NOW + timedelta(hours=number))
        end_as(make_alert(case, now=NOW), AlertEnding.OUT, door)
        end_as(make_alert(case, now=NOW), AlertEnding.EMERGENCY, opened)
        end_as(make_alert(case, now=NOW - timedelta(days=365)), now=NOW - timedelta(days=365))
        found = figures_of(TODAY.replace(month=1, day=1), TODAY, viewer=OFFICE)
        assert found.by_way == {Way.REMOTE: 6, Way.VISIT: 1, Way.OPENED: 1}
        assert (found.total, found.hours) == (8, 1.5)
        page = read(client, "/alerts/figures", make_staff(Role.OFFICE).id)
        assert "5 미만" in page
        assert client.get("/alerts/figures?year=1999").status_code == 404

    def test_are_no_coordinators(self, client: PortalClient, case: CareCase) -> None:
        client.sign_in(case.coordinator_id)
        assert client.get("/alerts/figures").status_code == 403
