"""A provider that is away or names other machines, and production where one counts for a second factor."""

from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy.orm import Session

from portal.config import Mode, Settings
from portal.core.providers import SignInProvider
from tests.client import PortalClient
from tests.factories.accounts import PASSWORD, make_staff
from tests.integration.accounts.providing import (
    ENTER,
    KEY,
    START,
    browser_at,
    come,
    enter,
    is_refused,
    linked,
)
from tests.provider import Provider

pytestmark = pytest.mark.on_postgresql

OTHERWISE = "issuer나 주소가"
AWAY = "지금 닿지 않습니다"


class TestAway:
    def test_the_other_ways_stay(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        user = make_staff()
        provider.answers["/.well-known/openid-configuration"] = ("", 503)
        assert is_refused(browser, browser.get(START), AWAY)
        assert browser.post("/sign-in/staff", data={"email": user.email, "password": PASSWORD}).location == "/home"

    def test_nothing_listens_there(self, session: Session, settings: Settings, app: Flask) -> None:
        said = {"key": KEY, "name": "사무국", "issuer": "https://127.0.0.1:9", "client_id": "x"}
        browser = browser_at(settings, SignInProvider.model_validate(said | {"client_secret": "x" * 16}))
        assert is_refused(browser, browser.get(START), AWAY)

    def test_an_authority_that_nobody_knows(
        self, session: Session, settings: Settings, app: Flask, named: SignInProvider, provider: Provider
    ) -> None:
        browser = browser_at(settings, named.model_copy(update={"ca_file": None}))
        assert is_refused(browser, browser.get(START), AWAY)
        assert provider.asked == []

    @pytest.mark.parametrize("path", ["/token", "/keys"])
    def test_it_goes_while_somebody_comes(
        self, session: Session, browser: PortalClient, provider: Provider, path: str
    ) -> None:
        linked(provider, make_staff())
        provider.answers[path] = ("", 502)
        assert is_refused(browser, come(browser), AWAY)

    @pytest.mark.parametrize("answer", ["[]", "no JSON", '{"access_token": 1}', '{"id_token": "x"}', '{"keys": 3}'])
    @pytest.mark.parametrize("path", ["/token", "/keys"])
    def test_an_answer_of_another_kind(
        self, session: Session, browser: PortalClient, provider: Provider, path: str, answer: str
    ) -> None:
        linked(provider, make_staff())
        provider.answers[path] = (answer, 200, {"Content-Type": "application/json"})
        assert is_refused(browser, come(browser))


class TestItsOwnHosts:
    @pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
    @pytest.mark.parametrize(
        "address", ["https://10.0.0.1/x", "http://127.0.0.1/x", "file:///etc/passwd", "https://u@127.0.0.1/", "", 7]
    )
    def test_an_address_elsewhere_is_not_asked(
        self, browser: PortalClient, provider: Provider, name: str, address: object
    ) -> None:
        provider.told = {name: address}
        assert is_refused(browser, browser.get(START))
        assert provider.asked == ["/.well-known/openid-configuration"]

    @pytest.mark.parametrize("end", ["/", "/other", ""])
    def test_the_issuer_is_the_one_of_the_settings(self, browser: PortalClient, provider: Provider, end: str) -> None:
        provider.told = {"issuer": f"{provider.issuer}{end}" if end else None}
        assert is_refused(browser, browser.get(START))

    def test_a_redirect_is_not_followed(self, session: Session, browser: PortalClient, provider: Provider) -> None:
        provider.told = {"jwks_uri": f"{provider.issuer}/elsewhere"}
        linked(provider, make_staff())
        assert is_refused(browser, come(browser), AWAY)
        assert "/keys" not in provider.asked

    def test_nothing_that_it_tells_turns_off_what_is_checked(
        self, session: Session, browser: PortalClient, provider: Provider
    ) -> None:
        provider.told = {"verify": False, "proxies": {"https": "http://127.0.0.1:9"}, "nonce_supported": False}
        linked(provider, make_staff())
        assert enter(browser).location == "/home"


class TestCheck:
    """`portal check` tells before anybody stands at the door."""

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({}, ""),
            ({"issuer": "https://127.0.0.1/"}, "issuer나 주소가"),
            ({"jwks_uri": "http://x"}, "issuer나 주소가"),
        ],
        ids=str,
    )
    def test_it_compares_what_the_provider_tells(
        self, browser: PortalClient, provider: Provider, told: dict[str, Any], sentence: str
    ) -> None:
        provider.told = told
        output = browser.application.test_cli_runner().invoke(args=["check"]).output
        assert ("사무국 계정:" in output) == bool(sentence)
        assert sentence in output

    def test_it_tells_that_nobody_answers(self, browser: PortalClient, provider: Provider) -> None:
        provider.answers["/.well-known/openid-configuration"] = ("", 503)
        assert "닿지 않습니다" in browser.application.test_cli_runner().invoke(args=["check"]).output


class TestProduction:
    @pytest.mark.parametrize(("amr", "leads_to"), [(["pwd", "mfa"], None), (["pwd"], "/account/authenticator")])
    def test_two_factors_of_the_provider_stand_for_ours(
        self,
        session: Session,
        settings: Settings,
        app: Flask,
        named: SignInProvider,
        provider: Provider,
        tmp_path: Path,
        amr: list[str],
        leads_to: str | None,
    ) -> None:
        browser = browser_at(production(settings, tmp_path), named)
        browser.application.config["SESSION_COOKIE_SECURE"] = False  # the test client speaks no TLS
        provider.person.amr = amr
        linked(provider, make_staff())
        browser.environ_base |= {"HTTP_X_FORWARDED_FOR": "203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https"}
        come(browser)
        browser.post(ENTER, headers={"Referer": "https://localhost/sign-in"})
        assert browser.get("/staff").location == leads_to


def production(settings: Settings, folder: Path) -> Settings:
    values = settings.model_dump() | {
        "mode": Mode.PRODUCTION,
        "secret_key": SecretStr(token_urlsafe(48)),
        "base_url": "https://care.example.kr",
        "smtp_host": "mail.example.kr",
        "smtp_starttls": True,
        "trusted_proxies": 1,
        "allowed_hosts": ("care.example.kr", "localhost"),
        "var_dir": folder,
    }
    return Settings(_env_file=None, **values)
