"""An account and somebody at a provider: linked after proof or by an invitation, proving, leaving."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import invite_staff
from portal.accounts.models import SignInSession, User
from portal.accounts.providers.models import ProviderLink
from portal.audit.models import AuditEntry
from portal.config import Settings
from portal.core import clock
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import PASSWORD, make_staff
from tests.factories.consortium import make_organisation
from tests.integration.accounts.messages import last_link
from tests.integration.accounts.providing import (
    KEY,
    browser_at,
    come,
    enter,
    is_in,
    is_refused,
    linked,
    named_as,
    told,
)
from tests.provider import Person, Provider, moment

pytestmark = pytest.mark.on_postgresql

LINK = f"/account/provider/{KEY}"
PROVE = f"/account/prove/provider/{KEY}"
ENDED = f"/sign-in/provider/{KEY}/ended"
LATER = timedelta(minutes=11)


class TestLink:
    def test_whoever_is_signed_in_links_their_own(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        user = make_staff()
        browser.sign_in(user.id)
        assert LINK in browser.get("/account/security").get_data(as_text=True)
        assert "내 계정에 잇기" in come(browser, LINK).get_data(as_text=True)
        assert browser.post("/account/provider/link").location == "/account/security"
        assert session.scalars(select(ProviderLink.subject)).one() == provider.person.subject
        assert LINK not in browser.get("/account/security").get_data(as_text=True)
        browser.post("/sign-out")
        assert enter(browser).location == "/home"
        assert session.scalars(select(AuditEntry.event).where(AuditEntry.event.like("provider.%"))).all() == [
            "provider.linked"
        ]

    def test_the_password_is_asked_before(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        browser.sign_in(make_staff().id)
        with time_machine.travel(clock.now() + LATER):
            assert browser.get(LINK).location.startswith("/account/prove")

    def test_one_of_there_enters_one_account_here(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff())
        browser.sign_in(make_staff().id)
        come(browser, LINK)
        assert "다른 직원의 계정과 이어져" in told(
            browser, browser.post("/account/provider/link", headers={"Referer": "http://localhost/account/security"})
        )
        assert len(session.scalars(select(ProviderLink)).all()) == 1

    def test_what_was_shown_to_sign_in_is_not_taken_from_somebody_else_s_device(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        browser.sign_in(make_staff().id)
        assert browser.post("/account/provider/link").status_code == 422

    def test_the_provider_of_a_member_is_for_its_staff(
        self,
        session: Session,
        app: Flask,
        settings: Settings,
        provider_and_authority: tuple[Provider, Path],
    ) -> None:
        own = make_organisation()
        browser = browser_at(settings, named_as(*provider_and_authority, organisation=own.name))
        browser.sign_in(make_staff().id)
        assert LINK not in browser.get("/account/security").get_data(as_text=True)
        come(browser, LINK)
        assert browser.post("/account/provider/link").status_code == 422
        browser.sign_in(make_staff(Role.COOPERATIVE, organisation_id=own.id).id)
        come(browser, LINK)
        assert browser.post("/account/provider/link").status_code == 303

    def test_it_is_cut(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        user = make_staff()
        link = linked(provider, user)
        browser.sign_in(user.id)
        assert browser.post(f"/account/provider/{link.id}/unlink").status_code == 303
        browser.post("/sign-out")
        assert is_refused(browser, come(browser), "직원 계정이 없습니다")

    def test_nobody_cuts_another_one_s(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        link = linked(provider, make_staff())
        browser.sign_in(make_staff().id)
        assert browser.post(f"/account/provider/{link.id}/unlink").status_code == 404


class TestInvitation:
    def test_it_opens_an_account_that_has_no_password(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        invite_staff("new@example.kr", "이새봄", Role.OFFICE, None, actor=make_staff().actor, now=clock.now())
        path = last_link("staff_invitation")
        assert f"{path}/provider/{KEY}" in browser.get(path).get_data(as_text=True)
        assert come(browser, f"{path}/provider/{KEY}").status_code == 200
        assert browser.post(f"{path}/provider").location == "/sign-in/staff"
        user = session.scalars(select(User).where(User.email == "new@example.kr")).one()
        assert enter(browser).location == "/home"
        assert "정하지 않았습니다." in browser.get("/account/security").get_data(as_text=True)
        link = session.scalars(select(ProviderLink.id)).one()
        assert browser.post(f"/account/provider/{link}/unlink").status_code == 422
        browser.post("/sign-out")
        for typed in ("-", "nobody signs in with this", PASSWORD):
            sent = browser.post("/sign-in/staff", data={"email": user.email, "password": typed})
            assert sent.status_code == 422
        browser.post("/reset", data={"email": user.email})
        assert browser.post(last_link("password_reset"), data={"password": PASSWORD}).status_code == 303
        assert browser.post("/sign-in/staff", data={"email": user.email, "password": PASSWORD}).location == "/home"

    def test_a_link_that_was_withdrawn_leads_nowhere(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        assert browser.get(f"/invitation/nothing/provider/{KEY}").status_code == 404
        assert browser.post("/invitation/nothing/provider").status_code == 404


class TestProof:
    def test_the_provider_asks_anew_and_that_proves(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        user = make_staff()
        linked(provider, user)
        provider.person.signed_in_at = moment() - 3600
        browser.sign_in(user.id)
        with time_machine.travel(clock.now() + LATER):
            wanted = browser.get("/account/passkeys").location
            assert PROVE in browser.get(wanted).get_data(as_text=True)
            way = browser.get(f"{PROVE}?next=/account/passkeys").location
            assert "prompt=login" in way
            assert "max_age=0" in way
            come(browser, f"{PROVE}?next=/account/passkeys")
            assert browser.post("/account/prove/provider?next=/account/passkeys").location == "/account/passkeys"
            assert browser.get("/account/passkeys").status_code == 200

    @pytest.mark.parametrize("claims", [{"auth_time": 1_700_000_000}, {"auth_time": None}], ids=str)
    def test_an_old_session_there_proves_nothing(
        self, session: Session, browser: PortalClient, provider: Provider, claims: dict[str, Any]
    ) -> None:
        user = make_staff()
        linked(provider, user)
        provider.claims = claims
        browser.sign_in(user.id)
        come(browser, PROVE)
        assert browser.post("/account/prove/provider").status_code == 422

    def test_somebody_else_of_there_proves_nothing(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        user = make_staff()
        linked(provider, user)
        provider.person = Person(subject="staff-18")
        browser.sign_in(user.id)
        come(browser, PROVE)
        assert browser.post("/account/prove/provider").status_code == 422


class TestLeaving:
    def test_signing_out_tells_that_the_provider_may_still_know_them(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff())
        enter(browser)
        page = told(browser, browser.post("/sign-out"))
        assert f"{provider.issuer}/leave?" in page
        assert not is_in(browser)

    def test_whoever_leaves_there_leaves_here(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff())
        enter(browser)
        assert leave(browser, provider.logout_token()) == 204
        assert not is_in(browser)

    def test_by_the_session_alone(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        linked(provider, make_staff())
        enter(browser)
        assert leave(browser, provider.logout_token(sub=None, sid="session-2")) == 204
        assert is_in(browser)
        assert leave(browser, provider.logout_token(sub=None, sid="session-1")) == 204
        assert not is_in(browser)

    def test_devices_that_came_by_password_stay(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        user = make_staff()
        linked(provider, user)
        browser.sign_in(user.id)
        assert leave(browser, provider.logout_token()) == 204
        assert is_in(browser)

    @pytest.mark.parametrize(
        "claims",
        [
            {"events": None},
            {"events": {"other": {}}},
            {"nonce": "x"},
            {"aud": "another-client"},
            {"iss": "https://other.example.kr"},
            {"exp": 1_700_000_000},
            {"jti": None},
            {"sub": None, "sid": None},
        ],
        ids=str,
    )
    def test_a_token_that_says_something_else(
        self, session: Session, browser: PortalClient, provider: Provider, claims: dict[str, Any]
    ) -> None:
        linked(provider, make_staff())
        enter(browser)
        assert leave(browser, provider.logout_token(**claims)) == 400
        assert leave(browser, "") == 400
        assert is_in(browser)
        assert session.scalars(select(SignInSession.ended_at)).all() == [None]


def leave(browser: PortalClient, token: str) -> int:
    """As the provider tells it: from its own machine, with neither cookie nor form."""
    machine = browser.application.test_client()
    assert isinstance(machine, PortalClient)
    return super(PortalClient, machine).post(ENDED, data={"logout_token": token}).status_code
