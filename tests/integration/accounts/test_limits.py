"""A limit costs who guesses, never who sits beside them behind the same address."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.accounts.models import FailedSignIn
from portal.accounts.rules import CODES_A_DAY, FAILURES_FROM_ADDRESS, MISSES, SEARCHES
from portal.audit.models import AuditEntry
from portal.core.ids import new_id
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import PASSWORD, make_resident, make_staff
from tests.integration.accounts.messages import last_code, sent

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
NEIGHBOURS = 8


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def browser(app: Flask) -> PortalClient:
    """A new one, behind the one address that all tests come from."""
    client = app.test_client()
    assert isinstance(client, PortalClient)
    return client


def enter(client: PortalClient, email: str, password: str = PASSWORD) -> TestResponse:
    return client.post("/sign-in/staff", data={"email": email, "password": password})


def guess_widely(app: Flask, times: int = FAILURES_FROM_ADDRESS.free + 10) -> None:
    guesser = browser(app)
    for number in range(times):
        enter(guesser, f"person-{number}@example.kr", "guessed password")


class TestBesideAGuesser:
    def test_eight_right_passwords_of_eight_enter_from_new_browsers(self, session: Session, app: Flask) -> None:
        emails = [make_staff(email=f"colleague-{number}@example.kr").email or "" for number in range(NEIGHBOURS)]
        guess_widely(app)
        assert [enter(browser(app), email).status_code for email in emails] == [303] * NEIGHBOURS

    def test_eight_residents_get_and_type_their_codes(self, session: Session, app: Flask) -> None:
        phones = [f"010-2222-{number:04d}" for number in range(NEIGHBOURS)]
        for phone in phones:
            make_resident(phone=f"+8210{phone[4:].replace('-', '')}")
        guesser = browser(app)
        for number in range(FAILURES_FROM_ADDRESS.free + 10):
            guesser.post("/sign-in", data={"contact": f"010-3333-{number:04d}"})
            guesser.post("/code", data={"code": "000000"})
        entered = []
        for phone in phones:
            client = browser(app)
            client.post("/sign-in", data={"contact": phone})
            entered.append(client.post("/code", data={"code": last_code()}).status_code)
        assert entered == [303] * NEIGHBOURS

    def test_a_wrong_guess_costs_the_account_there_more(self, session: Session, app: Flask) -> None:
        make_staff(email="colleague@example.kr")
        guess_widely(app)
        client = browser(app)
        assert enter(client, "colleague@example.kr", "guessed password").status_code == 422
        stopped = enter(client, "colleague@example.kr", "guessed password")
        assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, "30")

    def test_the_account_is_stopped_for_that_address_alone(self, session: Session, app: Flask) -> None:
        make_staff(email="colleague@example.kr")
        here, elsewhere = browser(app), browser(app)
        elsewhere.environ_base["REMOTE_ADDR"] = "203.0.113.9"
        for _ in range(6):
            enter(here, "colleague@example.kr", "guessed password")
        assert enter(here, "colleague@example.kr").status_code == 429
        assert enter(elsewhere, "colleague@example.kr").status_code == 303


class TestTheDay:
    def test_no_number_gets_more_codes_than_it_may_a_day(
        self, session: Session, app: Flask, noon: time_machine.Traveller
    ) -> None:
        make_resident()
        for _ in range(CODES_A_DAY.free + 5):
            browser(app).post("/sign-in", data={"contact": "010-1234-5678"})
            noon.shift(timedelta(minutes=61))
        assert len(sent("sign_in_code")) <= CODES_A_DAY.free + 5
        noon.move_to(NOON + timedelta(hours=10, minutes=30))
        assert browser(app).post("/sign-in", data={"contact": "010-1234-5678"}).status_code == 429

    def test_an_account_is_guessed_at_from_everywhere_a_hundred_times(self, session: Session, app: Flask) -> None:
        make_staff(email="colleague@example.kr")
        for number in range(100):
            client = browser(app)
            client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
            enter(client, "colleague@example.kr", "guessed password")
        late = browser(app)
        late.environ_base["REMOTE_ADDR"] = "198.51.100.7"
        assert enter(late, "colleague@example.kr").status_code == 429


class TestFailuresAreCounted:
    def test_in_one_row_and_once_in_the_audit(self, session: Session, app: Flask) -> None:
        user = make_staff(email="colleague@example.kr")
        client = browser(app)
        for _ in range(4):
            enter(client, "colleague@example.kr", "guessed password")
        (row,) = session.scalars(select(FailedSignIn))
        assert (row.user_id, row.way, row.reason, row.times) == (user.id, "staff", "wrong password", 4)
        failed = select(func.count()).where(AuditEntry.event == "account.sign_in_failed")
        assert session.scalar(failed) == 1


class TestTheOfficeUnlocks:
    def test_an_account_that_somebody_guessed_at(self, session: Session, app: Flask, client: PortalClient) -> None:
        make_staff(email="colleague@example.kr", name="박동료")
        office = make_staff(Role.OFFICE)
        guesser = browser(app)
        for _ in range(6):
            enter(guesser, "colleague@example.kr", "guessed password")
        assert enter(browser(app), "colleague@example.kr").status_code == 429
        client.sign_in(office.id)
        page = client.get("/staff/throttled").get_data(as_text=True)
        assert "박동료" in page
        assert "여러 번 틀려 멈춤" in page
        assert client.post("/staff/throttled", data={"contact": "colleague@example.kr"}).status_code == 303
        assert enter(browser(app), "colleague@example.kr").status_code == 303
        unlocked = select(AuditEntry.actor_id).where(AuditEntry.event == "account.throttle_lifted")
        assert session.scalars(unlocked).all() == [office.id]

    def test_and_signs_out_every_device_of_a_lost_one(self, session: Session, app: Flask, client: PortalClient) -> None:
        resident, office = make_resident(), make_staff(Role.OFFICE)
        lost = browser(app)
        lost.sign_in(resident.id)
        client.sign_in(office.id)
        typed = {"contact": "010-1234-5678", "sign_out": "yes"}
        assert client.post("/staff/throttled", data=typed).status_code == 303
        assert lost.get("/account/security").status_code == 302
        assert client.post("/staff/throttled", data=typed).status_code == 422

    def test_says_so_where_nothing_is_locked(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.OFFICE).id)
        answer = client.post("/staff/throttled", data={"contact": "010-1234-5678"})
        assert answer.status_code == 422
        assert "막힌 로그인이 없습니다" in answer.get_data(as_text=True)


class TestPrograms:
    def test_searches_are_answered_429_with_a_korean_page(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.OFFICE).id)
        for number in range(SEARCHES.free):
            assert client.get(f"/households?text={number}").status_code == 200
        stopped = client.get("/households?text=x")
        assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, "20")
        assert "잠시 멈추었습니다" in stopped.get_data(as_text=True)
        assert client.get("/households").status_code == 200

    def test_walking_through_ids_ends_and_stands_in_the_audit(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.OFFICE).id)
        statuses = [client.get(f"/households/{new_id()}").status_code for _ in range(MISSES.free + 3)]
        assert statuses == [404] * MISSES.free + [429] * 3
        assert session.scalar(select(func.count()).where(AuditEntry.event == "account.ids_walked")) == 1
        assert client.get("/households").status_code == 200
