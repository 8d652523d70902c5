"""Passwords are changed, and set anew by a link that works once."""

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import SignInSession
from portal.audit.models import AuditEntry
from portal.core import clock
from tests.client import PortalClient
from tests.factories.accounts import PASSWORD, make_resident, make_staff
from tests.integration.accounts.messages import last_link, sent

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
EMAIL = "office@example.kr"
NEW = "고양이 셋이 담을 넘는다"


def enter(client: PortalClient, password: str) -> int:
    return client.post("/sign-in/staff", data={"email": EMAIL, "password": password}).status_code


class TestReset:
    def test_the_mailed_link_sets_a_new_password_once_and_signs_out_everywhere(
        self, session: Session, app: Flask, client: PortalClient
    ) -> None:
        user = make_staff(email=EMAIL)
        client.sign_in(user.id)
        guest = app.test_client()
        assert isinstance(guest, PortalClient)
        assert guest.post("/reset", data={"email": EMAIL}).headers["Location"] == "/reset/sent"
        link = last_link("password_reset")
        assert guest.get(link).status_code == 200
        assert guest.post(link, data={"password": NEW}).status_code == 303
        assert guest.get(link).status_code == 404
        assert (enter(guest, PASSWORD), enter(guest, NEW)) == (422, 303)
        assert client.get("/account/security").status_code == 302
        assert "password.changed" in session.scalars(select(AuditEntry.event)).all()

    def test_the_link_ends_after_an_hour(self, session: Session, client: PortalClient) -> None:
        make_staff(email=EMAIL)
        with time_machine.travel(NOON, tick=False) as traveller:
            client.post("/reset", data={"email": EMAIL})
            traveller.shift(timedelta(minutes=59))
            assert client.get(last_link("password_reset")).status_code == 200
            traveller.shift(timedelta(minutes=1))
            assert client.get(last_link("password_reset")).status_code == 404

    def test_only_the_newest_link_opens(self, session: Session, client: PortalClient) -> None:
        make_staff(email=EMAIL)
        client.post("/reset", data={"email": EMAIL})
        old = last_link("password_reset")
        client.post("/reset", data={"email": EMAIL})
        assert client.get(old).status_code == 404
        assert client.get(last_link("password_reset")).status_code == 200

    def test_strangers_residents_and_closed_accounts_see_the_same_and_get_nothing(
        self, session: Session, client: PortalClient
    ) -> None:
        make_resident(phone=None, email="resident@example.kr")
        make_staff(email="closed@example.kr").disabled_at = clock.now()
        for email in ("nobody@example.kr", "resident@example.kr", "closed@example.kr"):
            assert client.post("/reset", data={"email": email}).headers["Location"] == "/reset/sent"
        assert sent("password_reset") == []
        asked = session.scalars(select(AuditEntry).where(AuditEntry.event == "password.reset_asked")).all()
        assert [entry.subject_id for entry in asked] == [None] * 3

    def test_a_weak_password_leaves_the_link_usable(self, session: Session, client: PortalClient) -> None:
        make_staff(email=EMAIL)
        client.post("/reset", data={"email": EMAIL})
        link = last_link("password_reset")
        assert client.post(link, data={"password": "qwertyuiop"}).status_code == 422
        assert client.post(link, data={"password": NEW}).status_code == 303

    def test_a_link_nobody_sent_is_not_found(self, client: PortalClient) -> None:
        assert client.get("/reset/made-up").status_code == 404


class TestChange:
    def test_it_needs_the_present_one_and_signs_out_the_others(
        self, session: Session, app: Flask, client: PortalClient
    ) -> None:
        user = make_staff(email=EMAIL)
        client.sign_in(user.id)
        other = app.test_client()
        assert isinstance(other, PortalClient)
        other.sign_in(user.id)
        wrong = client.post("/account/password", data={"present": "not this one", "password": NEW})
        assert wrong.status_code == 422
        assert client.post("/account/password", data={"present": PASSWORD, "password": NEW}).status_code == 303
        assert client.get("/account/security").status_code == 200
        assert other.get("/account/security").status_code == 302
        open_ones = select(SignInSession).where(SignInSession.ended_at.is_(None))
        assert len(session.scalars(open_ones).all()) == 1
