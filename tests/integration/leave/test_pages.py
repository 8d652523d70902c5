"""The pages of leave: entered, answered, changed; the day of whoever stands in; the office's calendar."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core import clock
from portal.extensions import db
from portal.leave.models import Leave
from portal.leave.states import LeaveState
from tests.client import PortalClient
from tests.factories.coordinators import make_coordinator, make_office, make_paired
from tests.factories.leave import make_leave

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def people(session: Session) -> tuple[User, User]:
    return make_coordinator("한지원"), make_coordinator("김하늘")


def sent(deputy: User | None, first: int, last: int, **others: str) -> dict[str, str]:
    today = clock.day_of(clock.now())
    days = {"from_on": str(today + timedelta(days=first)), "until_on": str(today + timedelta(days=last))}
    return {**days, "kind": "holiday", "deputy_id": str(deputy.id) if deputy else "", **others}


def entered(user: User, deputy: User | None, first: int = 0, last: int = 2) -> Leave:
    now = clock.now()
    return make_leave(user, deputy, first=first, last=last, now=now, today=clock.day_of(now))


def state() -> LeaveState:
    return db.session.scalars(select(Leave.state)).one()


class TestOwn:
    def test_is_entered_and_what_was_typed_stays(self, people: tuple[User, User], client: PortalClient) -> None:
        user, deputy = people
        client.sign_in(user.id)
        refused = client.post("/leave", data=sent(None, 1, 3))
        assert refused.status_code == 422
        assert "대신할 분을 골라 주십시오." in refused.text
        assert sent(None, 1, 3)["until_on"] in refused.text
        assert client.post("/leave", data=sent(deputy, 1, 3)).status_code == 303
        again = client.post("/leave", data=sent(deputy, 3, 4))
        assert again.status_code == 422
        assert "이미 자리를 비운다고 적은 날" in again.text

    def test_is_changed_and_called_off(self, people: tuple[User, User], client: PortalClient) -> None:
        user, deputy = people
        leave = entered(user, deputy, 1, 3)
        client.sign_in(user.id)
        assert client.post(f"/leave/{leave.id}", data=sent(deputy, 1, 5)).status_code == 303
        assert client.post(f"/leave/{leave.id}/calling-off").status_code == 303
        assert state() is LeaveState.CALLED_OFF
        assert "취소함" in client.get("/leave").text

    def test_says_so_on_the_day_and_ends_with_a_button(self, people: tuple[User, User], client: PortalClient) -> None:
        user, deputy = people
        leave = entered(user, deputy)
        client.sign_in(user.id)
        assert "오늘 돌아왔습니다" in client.get("/today").text
        assert client.post(f"/leave/{leave.id}/return").status_code == 303
        assert "오늘 돌아왔습니다" not in client.get("/today").text


class TestDeputy:
    def test_answers(self, people: tuple[User, User], client: PortalClient) -> None:
        user, deputy = people
        leave = entered(user, deputy, 1, 3)
        client.sign_in(deputy.id)
        assert "대신해 달라는 부탁" in client.get("/today").text
        assert client.post(f"/leave/{leave.id}/agreement").status_code == 303
        assert client.get(f"/leave/{leave.id}/decline").status_code == 200
        assert client.post(f"/leave/{leave.id}/decline", data={"note": ""}).status_code == 422
        assert client.post(f"/leave/{leave.id}/decline", data={"note": "교육"}).status_code == 303
        assert state() is LeaveState.OPEN
        assert client.get(f"/leave/{leave.id}").status_code == 404

    def test_sees_whose_household_it_is(self, people: tuple[User, User], client: PortalClient) -> None:
        user, deputy = people
        case = make_paired(user, now=clock.now())
        entered(user, deputy)
        client.sign_in(deputy.id)
        for address in ("/today", "/households"):
            assert "한지원 님 가구" in client.get(address).text
        assert "대신 김하늘 코디네이터" in client.get(f"/households/{case.household_id}").text
        assert case.application.person.user_id is not None
        client.sign_in(case.application.person.user_id)
        assert "대신 김하늘 코디네이터" in client.get("/my").text

    def test_knows_their_own_households_from_those_of_somebody_of_the_same_name(
        self, session: Session, client: PortalClient
    ) -> None:
        away, deputy = make_coordinator("한지원"), make_coordinator("한지원")
        for user in (away, deputy):
            make_paired(user, now=clock.now())
        entered(away, deputy)
        client.sign_in(deputy.id)
        assert client.get("/households").text.count("한지원 님 가구") == 1

    def test_does_not_change_the_leave(self, people: tuple[User, User], client: PortalClient) -> None:
        user, deputy = people
        leave = entered(user, deputy, 1, 3)
        client.sign_in(deputy.id)
        assert client.post(f"/leave/{leave.id}", data=sent(deputy, 1, 9)).status_code == 403
        assert client.post(f"/leave/{leave.id}/calling-off").status_code == 403
        client.sign_in(make_coordinator("박바다").id)
        assert client.get(f"/leave/{leave.id}").status_code == 404


class TestOffice:
    def test_enters_it_for_somebody_and_names_a_deputy_later(
        self, people: tuple[User, User], client: PortalClient
    ) -> None:
        user, deputy = people
        case = make_paired(user, now=clock.now())
        client.sign_in(make_office().id)
        assert client.post("/absences", data=sent(None, 0, 2)).status_code == 422
        assert client.post("/absences", data=sent(None, 0, 2, user_id=str(user.id))).status_code == 303
        page = client.get("/absences").text
        assert "대신할 분이 정해지지 않았습니다" in page
        assert case.household.number in client.get("/coordinators").text.split("담당자가 없는 가구")[1]
        assert "대신할 분 정하기" in client.get("/inbox").text
        leave = db.session.scalars(select(Leave)).one()
        assert client.post(f"/leave/{leave.id}", data=sent(deputy, 0, 2)).status_code == 303
        assert "담당자가 없는 가구" not in client.get("/coordinators").text

    def test_looks_at_any_month(self, people: tuple[User, User], client: PortalClient) -> None:
        user, deputy = people
        leave = entered(user, deputy, 40, 41)
        month = f"{leave.from_on:%Y-%m}"
        client.sign_in(make_office().id)
        assert f"/leave/{leave.id}" in client.get(f"/absences?month={month}").text
        assert client.get("/absences?month=nonsense").status_code == 200
