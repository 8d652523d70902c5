"""What a provider, or somebody between, could bring that proves nobody."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import FailedSignIn
from portal.core import clock
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.integration.accounts.providing import BACK, ENTER, START, come, enter, go, is_in, is_refused, linked
from tests.provider import CLIENT_ID, Provider, new_key

pytestmark = pytest.mark.on_postgresql


def forged(claims: dict[str, Any], algorithm: str, provider: Provider) -> str:
    """A token without a signature, or signed with the public key as if it were a secret that both have."""

    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    head = part(json.dumps({"alg": algorithm, "kid": provider.keys[0].kid}).encode())
    body = f"{head}.{part(json.dumps(claims).encode())}"
    known = provider.keys[0].as_pem(private=False)
    return f"{body}.{part(hmac.new(known, body.encode(), hashlib.sha256).digest()) if algorithm == 'HS256' else ''}"


class TestRefused:
    @pytest.mark.parametrize(
        "claims",
        [
            {"nonce": "another"},
            {"nonce": None},
            {"aud": "another-client"},
            {"aud": ["another-client", "third"], "azp": CLIENT_ID},
            {"aud": [CLIENT_ID, "another-client"], "azp": "another-client"},
            {"aud": None},
            {"exp": 1_000_000_000},
            {"exp": None},
            {"iat": 4_000_000_000},
            {"iss": "https://other.example.kr"},
            {"iss": None},
            {"sub": None},
            {"sub": 17},
            {"at_hash": "another"},
            {"auth_time": "yesterday"},
        ],
        ids=str,
    )
    def test_a_token_that_says_something_else(
        self, session: Session, browser: PortalClient, provider: Provider, claims: dict[str, Any]
    ) -> None:
        linked(provider, make_staff())
        provider.claims = claims
        assert is_refused(browser, come(browser))
        assert session.scalars(select(FailedSignIn.reason)).all() == ["not proved"]

    def test_a_key_that_nobody_published(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        linked(provider, make_staff())
        provider.signs_by = new_key()
        assert is_refused(browser, come(browser))

    def test_the_right_name_of_a_key_and_another_key(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff())
        provider.signs_by = new_key(provider.keys[0].kid)
        assert is_refused(browser, come(browser))

    def test_a_rotated_key_is_asked_for(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        linked(provider, make_staff())
        enter(browser)
        browser.post("/sign-out")
        provider.rotate()
        assert enter(browser).location == "/home"
        assert provider.asked.count("/keys") == 2

    @pytest.mark.parametrize("algorithm", ["none", "HS256"])
    def test_no_signature_and_a_signature_by_what_everybody_knows(
        self,
        session: Session,
        browser: PortalClient,
        provider: Provider,
        algorithm: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        linked(provider, make_staff())
        monkeypatch.setattr(provider, "signed", lambda claims: forged(claims, algorithm, provider))
        assert is_refused(browser, come(browser))

    @pytest.mark.filterwarnings("ignore:Key size should be")
    def test_a_short_key_that_the_provider_publishes(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff())
        provider.keys = [new_key(bits=1024)]
        assert is_refused(browser, come(browser))

    def test_a_key_that_the_token_brings_along(
        self, session: Session, browser: PortalClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        linked(provider, make_staff())
        own = new_key()
        header = {"alg": "RS256", "jwk": own.as_dict(private=False), "jku": f"{provider.issuer}/elsewhere"}
        provider.signs_by = own
        signed = provider.signed
        monkeypatch.setattr(provider, "signed", lambda claims: signed(claims, header=header))
        assert is_refused(browser, come(browser))
        assert "/elsewhere" not in provider.asked

    def test_a_code_used_a_second_time(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        linked(provider, make_staff())
        back = go(browser)
        with browser.session_transaction() as cookie:
            kept = dict(cookie)
        assert browser.get(back).status_code == 200
        with browser.session_transaction() as cookie:
            cookie.clear()
            cookie.update(kept)
        assert is_refused(browser, browser.get(back))

    def test_a_state_used_a_second_time(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        linked(provider, make_staff())
        back = go(browser)
        assert browser.get(back).status_code == 200
        assert is_refused(browser, browser.get(back))

    def test_an_answer_that_another_browser_asked_for(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff())
        back = go(browser)
        other = browser.application.test_client()
        assert isinstance(other, PortalClient)
        assert is_refused(other, other.get(back))
        assert "/token" not in provider.asked

    def test_another_challenge(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        linked(provider, make_staff())
        back = go(browser)
        with browser.session_transaction() as cookie:
            state = next(value for name, value in cookie.items() if name.startswith("_state_"))
            state["data"]["code_verifier"] = "x" * 48
            cookie.modified = True
        assert is_refused(browser, browser.get(back))

    def test_the_name_of_another_issuer_beside_the_code(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff())
        assert is_refused(browser, browser.get(f"{go(browser)}&iss=https://other.example.kr"))

    @pytest.mark.parametrize("query", ["", "?state=x", "?code=x", "?error=access_denied", "?code=x&state=%EF%BC%9C"])
    def test_an_answer_to_nothing(self, browser: PortalClient, provider: Provider, query: str) -> None:
        assert is_refused(browser, browser.get(BACK + query))

    def test_a_denial_at_the_provider(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        state = parse_qs(urlsplit(browser.get(START).location).query)["state"][0]
        assert is_refused(browser, browser.get(f"{BACK}?error=access_denied&state={state}"))

    def test_a_button_without_an_answer_before_it(self, browser: PortalClient, provider: Provider) -> None:
        assert browser.post(ENTER).status_code == 422
        assert not is_in(browser)

    def test_an_answer_that_is_old(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        linked(provider, make_staff())
        assert come(browser).status_code == 200
        with time_machine.travel(clock.now() + timedelta(minutes=6)):
            assert browser.post(ENTER).status_code == 422

    def test_nothing_of_a_token_is_kept_in_the_browser(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        linked(provider, make_staff())
        page = come(browser).get_data(as_text=True)
        with browser.session_transaction() as cookie:
            assert provider.person.subject not in str(dict(cookie))
            assert "eyJ" not in str(dict(cookie)) + page
