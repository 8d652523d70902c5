"""A provider of sign-ins that runs, and a browser at a portal whose settings name it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.config import Settings
from portal.core.providers import SignInProvider
from portal.extensions import db
from tests.client import PortalClient
from tests.integration.accounts.providing import APPS, browser_at, named_as
from tests.provider import Provider, running


@pytest.fixture(autouse=True)
def close_connections() -> Iterator[None]:
    yield
    for portal in APPS:
        with portal.app_context():
            db.engine.dispose()
    APPS.clear()


@pytest.fixture
def provider_and_authority(tmp_path: Path) -> Iterator[tuple[Provider, Path]]:
    with running(tmp_path) as both:
        yield both


@pytest.fixture
def provider(provider_and_authority: tuple[Provider, Path]) -> Provider:
    return provider_and_authority[0]


@pytest.fixture
def named(provider_and_authority: tuple[Provider, Path]) -> SignInProvider:
    """The provider as the settings of the portal name it."""
    return named_as(*provider_and_authority)


@pytest.fixture
def browser(app: Flask, settings: Settings, named: SignInProvider) -> PortalClient:
    return browser_at(settings, named)
