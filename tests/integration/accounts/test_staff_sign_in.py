"""Staff sign in with e-mail, password and authenticator; failures slow down and tell nothing."""

from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.accounts.actions import renew_recovery_codes
from portal.accounts.models import FailedSignIn, Throttle, User
from portal.audit.models import AuditEntry
from portal.core import clock
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import PASSWORD, SECRET, make_resident, make_staff, shown_code

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
EMAIL = "office@example.kr"


def enter(client: PortalClient, password: str = PASSWORD, email: str = EMAIL, **where: str) -> tuple[int, str, str]:
    """Type e-mail and password; returns status, where it led, and the page."""
    answer = client.post("/sign-in/staff", data={"email": email, "password": password}, **where)
    return answer.status_code, answer.headers.get("Location", ""), answer.get_data(as_text=True)


def confirm(client: PortalClient, code: str, query: str = "") -> int:
    return client.post(f"/sign-in/authenticator{query}", data={"code": code}).status_code


class TestPassword:
    def test_the_right_one_signs_in_and_leads_on(self, session: Session, client: PortalClient) -> None:
        make_staff(email=EMAIL)
        assert enter(client)[:2] == (303, "/home")
        assert client.get("/account/security").status_code == 200

    def test_a_syllable_typed_in_parts_is_the_same_syllable(self, session: Session, client: PortalClient) -> None:
        user = make_staff(email=EMAIL)
        user.password_hash = _hash("한글로 쓰는 비밀번호")
        assert enter(client, "\u1112\u1161\u11ab글로 쓰는 비밀번호")[0] == 303

    def test_wrong_unknown_resident_closed_and_invited_are_told_alike(
        self, session: Session, client: PortalClient
    ) -> None:
        make_staff(email=EMAIL)
        make_staff(email="closed@example.kr").disabled_at = clock.now()
        make_resident(phone=None, email="resident@example.kr")
        pages = {
            _plain(enter(client, PASSWORD if email == "closed@example.kr" else "wrong password", email)[2], email)
            for email in (EMAIL, "closed@example.kr", "resident@example.kr", "nobody@example.kr")
        }
        assert len(pages) == 1

    def test_an_unknown_account_costs_as_much_hashing_as_a_known_one(
        self, session: Session, client: PortalClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_staff(email=EMAIL)
        work = Mock(return_value=True)
        monkeypatch.setattr("argon2.PasswordHasher.verify", work)
        assert enter(client, email="nobody@example.kr")[0] == 422
        assert work.call_count == 1

    def test_five_failures_slow_down_and_ten_lock_for_half_an_hour(
        self, session: Session, client: PortalClient
    ) -> None:
        make_staff(email=EMAIL)
        with time_machine.travel(NOON, tick=False) as traveller:
            for _ in range(5):
                enter(client, "wrong password")
            assert "30초 뒤에" in enter(client)[2]
            for _ in range(6):
                traveller.shift(30 * 60)
                enter(client, "wrong password")
            assert "30분 뒤에" in enter(client)[2]
            traveller.shift(30 * 60)
            assert enter(client)[0] == 303

    def test_an_unknown_account_is_slowed_alike(self, client: PortalClient) -> None:
        with time_machine.travel(NOON, tick=False):
            for _ in range(5):
                enter(client, "wrong password", "nobody@example.kr")
            assert "30초 뒤에" in enter(client, "wrong password", "nobody@example.kr")[2]

    def test_a_device_that_signed_in_before_is_not_locked_by_others(
        self, session: Session, app: Flask, client: PortalClient
    ) -> None:
        make_staff(email=EMAIL)
        enter(client)
        client.post("/sign-out")
        stranger = app.test_client()
        assert isinstance(stranger, PortalClient)
        for _ in range(6):
            enter(stranger, "wrong password")
        assert enter(stranger)[0] == 429
        assert enter(client)[0] == 303

    def test_success_forgets_the_failures(self, session: Session, client: PortalClient) -> None:
        make_staff(email=EMAIL)
        for _ in range(4):
            enter(client, "wrong password")
        enter(client)
        assert session.scalars(select(Throttle.attempts)).all() == [4]  # the address keeps them, less the right one
        assert [failed.times for failed in session.scalars(select(FailedSignIn))] == [4]

    def test_failures_are_in_the_audit_without_what_was_typed(self, session: Session, client: PortalClient) -> None:
        user = make_staff(email=EMAIL)
        enter(client, "wrong password")
        enter(client, "wrong password", "nobody@example.kr")
        entries = session.scalars(select(AuditEntry).where(AuditEntry.event == "account.sign_in_failed")).all()
        assert {(entry.subject_id, entry.details["reason"]) for entry in entries} == {
            (user.id, "wrong password"),
            (None, "unknown"),
        }
        assert len(entries) == 2

    def test_a_hash_of_older_parameters_is_made_anew(self, session: Session, client: PortalClient) -> None:
        user = make_staff(email=EMAIL)
        user.password_hash = _hash(PASSWORD, memory_kib=16)
        before = user.password_hash
        enter(client)
        session.refresh(user)
        assert user.password_hash != before
        assert enter(client)[0] == 303

    def test_the_sign_in_page_of_a_staff_device_is_the_one_for_staff(
        self, session: Session, client: PortalClient
    ) -> None:
        make_staff(email=EMAIL)
        enter(client)
        client.post("/sign-out")
        assert client.get("/sign-in?next=/staff").headers["Location"] == "/sign-in/staff?next=/staff"
        assert client.get("/sign-in?way=resident").status_code == 200


class TestAuthenticator:
    def test_the_password_alone_does_not_sign_in(self, session: Session, client: PortalClient) -> None:
        make_staff(email=EMAIL, authenticator=True)
        assert enter(client)[:2] == (303, "/sign-in/authenticator")
        assert client.get("/account/security").status_code == 302

    def test_the_code_signs_in(self, session: Session, client: PortalClient) -> None:
        make_staff(email=EMAIL, authenticator=True)
        enter(client)
        assert confirm(client, shown_code(clock.now())) == 303
        assert client.get("/account/security").status_code == 200

    def test_the_same_code_does_not_open_twice(self, session: Session, client: PortalClient) -> None:
        make_staff(email=EMAIL, authenticator=True)
        with time_machine.travel(NOON, tick=False) as traveller:
            enter(client)
            assert confirm(client, shown_code(NOON)) == 303
            enter(client)
            assert confirm(client, shown_code(NOON)) == 422
            traveller.shift(30)
            assert confirm(client, shown_code(clock.now())) == 303

    def test_a_clock_half_a_minute_off_is_forgiven_and_not_more(self, session: Session, client: PortalClient) -> None:
        make_staff(email=EMAIL, authenticator=True)
        with time_machine.travel(NOON, tick=False):
            enter(client)
            assert confirm(client, shown_code(NOON + timedelta(seconds=30 * -2))) == 422
            assert confirm(client, shown_code(NOON + timedelta(seconds=30 * -1))) == 303

    def test_guessing_codes_locks_too(self, session: Session, client: PortalClient) -> None:
        make_staff(email=EMAIL, authenticator=True)
        with time_machine.travel(NOON, tick=False):
            enter(client)
            for _ in range(5):
                confirm(client, shown_code(NOON + timedelta(seconds=30 * 10)))
            assert confirm(client, shown_code(NOON)) == 429

    def test_a_recovery_code_opens_once(self, session: Session, client: PortalClient) -> None:
        user = make_staff(email=EMAIL, authenticator=True)
        codes = renew_recovery_codes(user, now=clock.now())
        assert len(set(codes)) == 10
        enter(client)
        assert confirm(client, codes[3].upper().replace("-", " "), "?recovery=1") == 303
        enter(client)
        assert confirm(client, codes[3], "?recovery=1") == 422

    def test_the_half_way_ends_after_ten_minutes(self, session: Session, client: PortalClient) -> None:
        make_staff(email=EMAIL, authenticator=True)
        with time_machine.travel(NOON, tick=False) as traveller:
            enter(client)
            traveller.shift(601)
            assert client.get("/sign-in/authenticator").headers["Location"] == "/sign-in/staff"

    def test_the_secret_is_kept_encrypted_for_its_owner_alone(self, session: Session) -> None:
        one, other = make_staff(authenticator=True, email=EMAIL), make_staff()
        assert one.authenticator_secret is not None
        kept = session.execute(text('SELECT authenticator_secret FROM "user" WHERE email = :email'), {"email": EMAIL})
        assert SECRET not in kept.scalar_one()
        assert other.authenticator_secret is None


class TestTheWayBack:
    def test_a_page_that_needs_signing_in_is_shown_afterwards(self, session: Session, client: PortalClient) -> None:
        make_staff(email=EMAIL)
        asked = client.get("/staff?page=2").headers["Location"]
        assert asked == "/sign-in?next=/staff?page%3D2"
        answer = client.post(asked.replace("/sign-in", "/sign-in/staff"), data={"email": EMAIL, "password": PASSWORD})
        assert answer.headers["Location"] == "/staff?page=2"

    def test_after_a_form_it_is_the_page_on_which_the_form_stood(self, client: PortalClient) -> None:
        answer = client.post("/account/devices/end", headers={"Referer": "http://localhost/account/security"})
        assert answer.headers["Location"] == "/sign-in?next=/account/security"

    def test_a_form_on_another_site_leads_nowhere(self, client: PortalClient) -> None:
        answer = client.post("/account/devices/end", headers={"Referer": "https://evil.example/page"})
        assert answer.headers["Location"] == "/sign-in"


class TestHome:
    @pytest.mark.parametrize(
        ("role", "path"),
        [
            (Role.COORDINATOR, "/today"),
            (Role.OFFICE, "/inbox"),
            (Role.COOPERATIVE, "/referrals"),
            (Role.RESIDENT, "/my"),
            (Role.AUDITOR, "/audit"),
        ],
    )
    def test_each_role_begins_its_day_on_its_own_page(
        self, session: Session, client: PortalClient, role: Role, path: str
    ) -> None:
        client.sign_in(make_staff(role).id)
        assert client.get("/home").headers["Location"] == path

    def test_who_has_no_role_any_more_is_refused(self, session: Session, client: PortalClient) -> None:
        user = make_staff()
        client.sign_in(user.id)
        session.get_one(User, user.id).grants[0].revoked_at = clock.now()
        assert client.get("/home").status_code == 403


def _hash(password: str, memory_kib: int = 8) -> str:
    return PasswordHasher(time_cost=1, memory_cost=memory_kib, parallelism=1).hash(password)


def _plain(page: str, email: str) -> str:
    lines = page.replace(email, "").splitlines()
    return "\n".join(line for line in lines if "csrf_token" not in line and "form_key" not in line)
