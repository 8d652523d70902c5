"""A real server of eight processes on a durable database."""

from collections.abc import Iterator

import pytest

from portal.tables import metadata
from tests.databases import fresh_database_url, selected_kind
from tests.never_broken.place import Place, open_engine


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An empty database that survives a power cut, and a folder for the server's files."""
    with fresh_database_url(selected_kind(), durable=True) as url:
        engine = open_engine(url)
        metadata.create_all(engine)
        yield Place(url, engine, tmp_path_factory.mktemp("server"))
        engine.dispose()
