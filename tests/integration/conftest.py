"""A database that the migrations made, made once and copied for whoever works on it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import make_url

from portal.config import Mode, Settings
from portal.db import migrations
from tests.databases import copied_database_url, fresh_database_url, selected_kind


def resolved(address: str) -> str:
    """The address as the settings read it."""
    return Settings(_env_file=None, mode=Mode.TEST, database_url=address).resolved_database_url


@pytest.fixture(scope="session")
def migrated_once() -> Iterator[str]:
    with fresh_database_url(selected_kind()) as address:
        url = resolved(address)
        migrations.upgrade(url)
        yield url


@pytest.fixture
def migrated_url(migrated_once: str) -> Iterator[str]:
    """The address of a database of one's own that the migrations made."""
    with copied_database_url(selected_kind(), make_url(migrated_once)) as address:
        yield resolved(address)
