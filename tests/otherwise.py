"""A second portal beside that of the tests: the same database, other settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from portal import create_app
from portal.config import Settings
from portal.extensions import db
from tests.client import PortalClient


@contextmanager
def portal_with(settings: Settings, folder: Path, **changes: object) -> Iterator[Flask]:
    app = create_app(settings.model_copy(update={**changes, "var_dir": folder}))
    app.test_client_class = PortalClient
    yield app
    with app.app_context():
        db.engine.dispose()


@contextmanager
def browser_at(app: Flask) -> Iterator[PortalClient]:
    """A browser at `app`, inside its context; what was not committed is gone afterwards."""
    with app.app_context():
        client = app.test_client()
        assert isinstance(client, PortalClient)
        yield client
        db.session.rollback()
