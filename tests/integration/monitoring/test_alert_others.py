"""Who telephones after the coordinator, and the worry that an alert came from: beside the ladder itself."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.steps import history
from portal.coordinators.caseload.models import CareCase
from portal.core.errors import DomainError
from portal.core.permissions import Role
from portal.duty.models import StaffNotice
from portal.monitoring.alerts import actions
from portal.monitoring.alerts.deputies import deputy_of
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import ALERT_STATES, AlertLevel, Rung
from portal.monitoring.worries.actions import handle_worry, report_worry
from portal.monitoring.worries.assigning import Given, finish_task, give_task
from portal.monitoring.worries.states import AFTER_THE_ALERT, WorryState, WorryTaskKind, WorryTaskState
from portal.privacy.requests.actions.stopping import stop
from portal.privacy.requests.states import RightsKind, StopWhat
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.alerts import end_as, make_alert
from tests.factories.consortium import MANGWON, NOW, OFFICE, TODAY
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.leave import make_leave
from tests.factories.messages import make_shift
from tests.factories.privacy import make_rights_request
from tests.factories.referrals import make_person

HOUR, NIGHT = timedelta(hours=1), NOW + timedelta(hours=14)


@pytest.fixture
def case(session: Session) -> CareCase:
    return make_paired(person=make_person("홍길동"))


@pytest.fixture(autouse=True)
def monday_at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def told(session: Session) -> list[str]:
    """Who heard of an alert, in order."""
    notices = select(StaffNotice).where(StaffNotice.subject_kind == "alert").order_by(StaffNotice.at, StaffNotice.id)
    return [notice.user.name for notice in session.scalars(notices)]


class TestTheDeputy:
    def test_names_whoever_telephones_after_the_coordinator(self, session: Session, case: CareCase) -> None:
        """Whoever stands in for them and is here; by night whoever is on call; else the office."""
        away, deputy, on_call = make_coordinator("이강산"), make_coordinator("박바다"), make_coordinator("최하늘")
        make_leave(case.coordinator, deputy, first=10, last=12)
        make_leave(case.coordinator, away, first=20, last=22)
        make_leave(away, None)
        alert = make_alert(case)
        for _turn in range(2):
            actions.go_on(alert, actor=OFFICE, now=NOW)
        assert alert.deputy_id == deputy.id
        assert told(session) == [case.coordinator.name, "박바다", case.coordinator.name]
        words = session.scalars(
            select(StaffNotice.words).where(StaffNotice.subject_kind == "alert", StaffNotice.user_id == deputy.id)
        ).all()
        assert words == ["안부 경보(주의): 다른 담당자 전화 차례입니다. 전화할 분: 박바다"]
        night = deputy_of(case.household_id, NIGHT)
        assert night is None
        make_shift(on_call, NIGHT, NIGHT + 8 * HOUR)
        shift = deputy_of(case.household_id, NIGHT)
        assert shift is not None
        assert (shift.user, shift.on_call) == (on_call, True)

    def test_the_deputy_is_another_one_than_who_stood_in_already(self, session: Session, case: CareCase) -> None:
        deputy, earlier = make_coordinator("박바다"), make_coordinator("이강산")
        make_leave(case.coordinator, deputy)
        assert deputy_of(case.household_id, NOW) is None, "it was their turn as whoever is in charge"
        make_leave(case.coordinator, earlier, first=10, last=12)
        found = deputy_of(case.household_id, NOW)
        assert found is not None
        assert found.user == earlier

    def test_is_skipped_where_whoever_is_on_call_alone_was_asked_already(
        self, session: Session, case: CareCase
    ) -> None:
        """By night nobody else is there; somebody who came on call since, or was asked in office hours, is another."""
        first, second = make_coordinator("박바다"), make_coordinator("최하늘")
        make_shift(first, NIGHT, NIGHT + 4 * HOUR)
        make_shift(second, NIGHT + 4 * HOUR, NIGHT + 8 * HOUR)
        alert, later = make_alert(case, now=NIGHT), make_alert(make_paired(case.coordinator), now=NIGHT + 3 * HOUR)
        for hours in range(2):
            actions.go_on(alert, actor=first.actor, now=NIGHT + hours * HOUR)
            actions.go_on(later, actor=first.actor, now=NIGHT + (3 + hours) * HOUR)
        assert (alert.rung, alert.deputy_id) == (Rung.DOOR, None)
        note = history(ALERT_STATES, alert.id)[-1].note
        assert note == "찾아가서 확인. 앞 차례를 맡은 당직 말고는 전화할 분이 없어 건너뜀: 다른 담당자 전화"
        assert (later.rung, later.deputy_id) == (Rung.DEPUTY, second.id)
        own = make_alert(make_paired(first), now=NOW + 8 * HOUR)
        for moment in (NOW + 8 * HOUR, NIGHT):
            actions.go_on(own, actor=first.actor, now=moment)
        assert own.rung is Rung.DOOR, "as the coordinator, before the office closed"

    def test_names_the_deputy_who_may_open_it_then(self, client: PortalClient, case: CareCase) -> None:
        alert, deputy = make_alert(case), make_coordinator("박바다")
        make_leave(case.coordinator, deputy, first=20, last=22)
        actions.go_on(alert, actor=OFFICE, now=NOW)
        client.sign_in(deputy.id)
        assert client.get(f"/alerts/{alert.id}").status_code == 404
        actions.go_on(alert, actor=OFFICE, now=NOW)
        assert "차례: 박바다 코디네이터" in client.get(f"/alerts/{alert.id}").text
        assert f"/alerts/{alert.id}" in client.get("/today").text
        assert f"/households/{case.household_id}" not in client.get("/today").text


class TestWhoStoppedMessages:
    @pytest.mark.parametrize("level", [AlertLevel.CAUTION, AlertLevel.DANGER])
    def test_is_asked_by_no_text_that_never_goes(self, session: Session, case: CareCase, level: AlertLevel) -> None:
        stop(make_rights_request(RightsKind.STOP, case.person), [StopWhat.MESSAGES], actor=OFFICE, now=NOW)
        alert = make_alert(case, level=level)
        assert (alert.rung, alert.attempts, told(session)) == (Rung.COORDINATOR, [], [case.coordinator.name])
        note = history(ALERT_STATES, alert.id)[-1].note
        assert "문자나 메일을 보낼 수 없어 건너뜀: 자동 문자나 전화" in note


class TestTheWorry:
    def test_that_became_an_alert_is_written_up_after_it(
        self, client: PortalClient, session: Session, case: CareCase
    ) -> None:
        told = {"dong_code": MANGWON, "whereabouts": "망원동", "what": "우유가 쌓임"}
        worry = report_worry(**told, reporter_name="", reporter_phone="", may_ask=False, now=NOW)
        client.sign_in(case.coordinator_id)
        address = f"/worries/{worry.id}/alert"
        assert address in client.get(f"/worries/{worry.id}").text
        typed = {"what": "우유가 쌓임", "level": "danger"}
        assert client.post(address, data=typed | {"household": "가구 2026-999999"}).status_code == 422
        number = f"가구 {case.household.number}"
        assert client.post(address, data=typed | {"household": number}).status_code == 303
        assert session.scalars(select(Alert.household_id)).one() == case.household_id
        for verb in AFTER_THE_ALERT:
            assert f'value="{verb}"' not in client.get(f"/worries/{worry.id}").text
            with pytest.raises(DomainError, match="경보가 끝난 뒤"):
                handle_worry(worry, verb, "찾아가 봄", actor=case.coordinator.actor, now=NOW)
        visit = give_task(worry, Given(WorryTaskKind.VISIT, case.coordinator_id, TODAY), actor=OFFICE, now=NOW)
        finish_task(visit, "문을 열지 않으심", actor=case.coordinator.actor, now=NOW)
        assert visit.state is WorryTaskState.DONE
        assert worry.state is WorryState.REPORTED, "nobody has seen them yet"
        end_as(session.scalars(select(Alert)).one())
        client.sign_in(make_staff(Role.OFFICE).id)
        assert (worry.state, worry.outcome) == (WorryState.SEEN, "")
        for path in ("/worries", "/inbox"):
            assert f"/worries/{worry.id}" in client.get(path).text, "until its outcome is written"
        assert "걱정 소식의 결과 적기" in client.get("/inbox").text
        with client.session_transaction() as kept:
            kept["worry_followed"] = [str(worry.id), (NOW + timedelta(minutes=5)).timestamp()]
        assert "확인했습니다" in client.get("/worry/followed").text
        client.post(f"/worries/{worry.id}", data={"verb": "end", "outcome": "여행을 다녀오심"})
        assert (worry.state, worry.outcome) == (WorryState.NO_NEED, "여행을 다녀오심")
        assert f"/worries/{worry.id}" not in client.get("/inbox").text


class TestThePages:
    def test_say_to_whoever_is_on_call_what_follows_and_who_does_it(self, client: PortalClient, case: CareCase) -> None:
        alert, on_call = make_alert(case), make_coordinator("박바다")
        make_shift(on_call)
        client.sign_in(on_call.id)
        typed = {"means": "call", "result": "spoke", "whom": "본인", "note": "병원", "then": "hospital"}
        typed |= {"begun_by": "us", "next_look_at": "1", "until_on": "2026-11-25"}
        assert client.post(f"/alerts/{alert.id}", data=typed).status_code == 303
        household, page = f'"/households/{case.household_id}"', client.get(f"/alerts/{alert.id}").text
        assert household not in page
        for words in ("돌봄을 멈출지 정하고", "이 일은 담당자가 이어서 합니다", 'href="tel:+821055550000"'):
            assert words in page
        client.sign_in(case.coordinator_id)
        own = client.get(f"/alerts/{alert.id}").text
        assert "돌봄을 멈출지 정하고" in own
        assert own.count(household) == 2

    def test_of_a_contact_name_the_open_alert(self, client: PortalClient, case: CareCase) -> None:
        alert, address = make_alert(case), f"/households/{case.household_id}/contacts"
        client.sign_in(case.coordinator_id)
        page = client.get(address).text
        assert f"/alerts/{alert.id}" in page
        assert "여기에 적은 연락은 경보에도 남지만 경보를 끝내지 않습니다." in page
        end_as(alert)
        assert f"/alerts/{alert.id}" not in client.get(address).text
