"""The demonstration shows what would have been sent; nowhere else is there such a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal import create_app
from portal.config import Mode, Settings
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.accounts import make_resident
from tests.integration.accounts.messages import last_code


@pytest.fixture
def demonstration(session: Session, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The portal as it runs in demonstration, on the database of the tests."""
    app = create_app(settings.model_copy(update={"mode": Mode.DEMONSTRATION, "var_dir": tmp_path}))
    app.test_client_class = PortalClient
    yield app
    with app.app_context():
        db.engine.dispose()


class TestOutboxPage:
    def test_the_code_of_a_resident_is_read_there(self, session: Session, demonstration: Flask) -> None:
        make_resident()
        session.commit()
        client = demonstration.test_client()
        assert isinstance(client, PortalClient)
        client.post("/sign-in", data={"contact": "010-1234-5678"})
        assert "/demo/outbox" in client.get("/code").get_data(as_text=True)
        assert last_code() in client.get("/demo/outbox").get_data(as_text=True)

    def test_it_is_not_found_outside_the_demonstration(self, client: PortalClient) -> None:
        assert client.get("/demo/outbox").status_code == 404
