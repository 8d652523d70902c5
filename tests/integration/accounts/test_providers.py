"""Staff sign in by the provider of their organisation, which runs here for real."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import disable_user, end_sessions
from portal.accounts.models import FailedSignIn, SignInSession, User
from portal.audit.models import AuditEntry
from portal.config import Settings
from portal.core import clock
from portal.core.actors import SYSTEM
from portal.core.providers import SignInProvider
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff, shown_code
from tests.integration.accounts.providing import (
    ENTER,
    NOBODY,
    START,
    browser_at,
    come,
    enter,
    is_in,
    is_refused,
    linked,
)
from tests.provider import Provider, moment

pytestmark = pytest.mark.on_postgresql


class TestSignIn:
    def test_whoever_is_linked_presses_a_button_and_is_in(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff())
        page = browser.get("/sign-in/staff").get_data(as_text=True)
        assert START in page
        shown = come(browser)
        assert "로그인하기" in shown.get_data(as_text=True)
        assert not is_in(browser)
        assert browser.post(ENTER).location == "/home"
        assert is_in(browser)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "account.signed_in")).one()
        assert entry.details["issuer"] == provider.issuer

    def test_it_asks_by_code_with_state_nonce_and_challenge(self, browser: PortalClient, provider: Provider) -> None:
        asked = parse_qs(urlsplit(browser.get(START).location).query)
        assert asked["response_type"] == ["code"]
        assert asked["scope"] == ["openid"]
        assert asked["code_challenge_method"] == ["S256"]
        assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))

    def test_it_leads_to_where_somebody_was_going(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff())
        shown = come(browser, f"{START}?next=/staff").get_data(as_text=True)
        assert "/sign-in/provider/enter?next=/staff" in shown
        assert browser.post(f"{ENTER}?next=/staff").location == "/staff"

    def test_nobody_gets_an_account_by_coming(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        make_staff(email="same@example.kr")
        provider.claims = {"email": "same@example.kr", "email_verified": True}
        assert is_refused(browser, come(browser), NOBODY)
        assert len(session.scalars(select(User)).all()) == 1
        assert session.scalars(select(FailedSignIn.reason)).all() == ["unknown"]

    def test_the_same_subject_of_another_issuer_is_somebody_else(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff()).issuer = "https://other.example.kr"
        session.flush()
        assert is_refused(browser, come(browser), NOBODY)

    def test_a_closed_account_stays_closed(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        user = make_staff()
        linked(provider, user)
        shown = come(browser)
        assert shown.status_code == 200
        disable_user(user, actor=make_staff().actor, now=clock.now())
        session.commit()
        assert is_refused(browser, browser.post(ENTER), NOBODY)
        assert session.scalars(select(FailedSignIn.reason)).all() == ["closed"]

    def test_a_resident_does_not_come_this_way(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_resident())
        assert come(browser).status_code == 200
        assert is_refused(browser, browser.post(ENTER), NOBODY)

    def test_what_the_provider_said_opens_once(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff())
        come(browser)
        with browser.session_transaction() as cookie:
            kept = dict(cookie)
        browser.post(ENTER)
        browser.post("/sign-out")
        with browser.session_transaction() as cookie:
            cookie.update(kept)
        answer = browser.post(ENTER)
        assert answer.status_code == 409
        assert not is_in(browser)

    def test_an_ended_session_stays_ended_while_the_provider_s_goes_on(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        user = make_staff()
        linked(provider, user)
        enter(browser)
        end_sessions(user.id, actor=SYSTEM, now=clock.now())
        session.commit()
        assert not is_in(browser)
        assert come(browser).status_code == 200
        assert not is_in(browser)


class TestSecondFactor:
    def test_ours_is_asked_where_the_provider_asked_for_none(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff(authenticator=True))
        assert enter(browser).location == "/sign-in/authenticator"
        assert not is_in(browser)
        assert browser.post("/sign-in/authenticator", data={"code": shown_code(clock.now())}).location == "/home"
        row = session.scalars(select(SignInSession)).one()
        assert (row.issuer, row.second_factor_at is not None) == (provider.issuer, True)

    def test_two_of_the_provider_are_enough(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        provider.person.amr = ["pwd", "mfa"]
        linked(provider, make_staff(authenticator=True))
        assert enter(browser).location == "/home"
        assert session.scalars(select(SignInSession.second_factor_at)).one() is not None

    def test_acr_counts_as_the_settings_say(
        self, session: Session, settings: Settings, provider: Provider, named: SignInProvider
    ) -> None:
        browser = browser_at(settings, named.model_copy(update={"second_factor": ("urn:kr:loa:2",)}))
        provider.claims = {"acr": "urn:kr:loa:2"}
        linked(provider, make_staff(authenticator=True))
        assert enter(browser).location == "/home"

    def test_whoever_signed_in_there_half_a_day_ago_is_asked_again(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff())
        provider.person.signed_in_at = moment() - 13 * 3600
        again = come(browser)
        assert parse_qs(urlsplit(again.location).query)["prompt"] == ["login"]
        assert again.location.startswith(provider.issuer)
