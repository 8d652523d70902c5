"""A real server of eight processes on a durable database."""

from collections.abc import Iterator

import pytest
from flask import Flask
from pydantic import SecretStr

from portal.config import Mode, Settings
from portal.db import keyring
from portal.tables import metadata
from tests.databases import fresh_database_url, selected_kind
from tests.never_broken.place import SECRET_KEY, Place, open_engine


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An empty database that survives a power cut, and a folder for the server's files."""
    with fresh_database_url(selected_kind(), durable=True) as url:
        engine = open_engine(url)
        metadata.create_all(engine)
        with _keys().app_context():
            yield Place(url, engine, tmp_path_factory.mktemp("server"))
        engine.dispose()


def _keys() -> Flask:
    """What seals rows that the tests write as the server seals its own."""
    app = Flask(__name__)
    keyring.install(app, Settings(_env_file=None, mode=Mode.TEST, secret_key=SecretStr(SECRET_KEY)))
    return app
