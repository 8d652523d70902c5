"""What somebody does who comes by the provider of their organisation."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from flask import Flask
from werkzeug.test import TestResponse

from portal import create_app
from portal.accounts.models import User
from portal.accounts.providers.models import ProviderLink
from portal.config import Settings
from portal.core import clock
from portal.core.providers import SignInProvider
from portal.extensions import db
from tests.client import PortalClient
from tests.provider import CLIENT_ID, CLIENT_SECRET, Provider

KEY = "office"
START = f"/sign-in/provider/{KEY}"
BACK = f"/sign-in/provider/{KEY}/back"
ENTER = "/sign-in/provider/enter"
NOT_PROVED = "확인하지 못했습니다"
APPS: list[Flask] = []
"""The portals of one test, whose connections are closed after it."""
NOBODY = "직원 계정이 없습니다"


def named_as(provider: Provider, authority: Path, **otherwise: Any) -> SignInProvider:
    said: dict[str, Any] = {"key": KEY, "name": "사무국 계정", "issuer": provider.issuer, "client_id": CLIENT_ID}
    said |= {"client_secret": CLIENT_SECRET, "ca_file": authority}
    return SignInProvider.model_validate(said | otherwise)


def browser_at(settings: Settings, *named: SignInProvider) -> PortalClient:
    """A browser at a portal whose settings name these providers, on the database of the test."""
    other = create_app(settings.model_copy(update={"sign_in_providers": named}))
    APPS.append(other)
    other.test_client_class = PortalClient
    browser = other.test_client()
    assert isinstance(browser, PortalClient)
    return browser


def linked(provider: Provider, user: User) -> ProviderLink:
    """A link that somebody made yesterday."""
    yesterday = clock.now() - timedelta(days=1)
    link = ProviderLink(
        user_id=user.id,
        issuer=provider.issuer,
        subject=provider.person.subject,
        linked_at=yesterday,
        shown_at=yesterday,
    )
    db.session.add(link)
    db.session.flush()
    return link


def go(browser: PortalClient, start: str = START) -> str:
    """Where the provider sends the browser back to."""
    way = browser.get(start)
    assert way.status_code == 302, way.get_data(as_text=True)
    urllib3.disable_warnings()  # the person's own browser knows the authority
    answer = requests.get(way.location, allow_redirects=False, verify=False, timeout=10)  # noqa: S501 as above
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def come(browser: PortalClient, start: str = START) -> TestResponse:
    return browser.get(go(browser, start))


def enter(browser: PortalClient, start: str = START) -> TestResponse:
    assert come(browser, start).status_code == 200
    return browser.post(ENTER)


def is_in(browser: PortalClient) -> bool:
    return browser.get("/account/security").status_code == 200


def told(browser: PortalClient, answer: TestResponse) -> str:
    """The page to which an answer leads."""
    assert answer.status_code in {302, 303}, answer.get_data(as_text=True)
    return browser.get(answer.location).get_data(as_text=True)


def is_refused(browser: PortalClient, answer: TestResponse, sentence: str = NOT_PROVED) -> bool:
    return sentence in told(browser, answer) and not is_in(browser)
