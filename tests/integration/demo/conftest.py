"""The demonstration, seeded once for all tests that look at it; none of them changes it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from portal import create_app
from portal.config import Mode, Settings
from portal.demo.seeding import seed_demonstration
from portal.extensions import db
from tests.databases import copied_database_url, fresh_database_url, selected_kind
from tests.integration.backups.conftest import make_tables

NOW = datetime(2026, 11, 23, 0, 20, tzinfo=UTC)
"""Monday 23 November 2026, 09:20 in Seoul."""


@contextmanager
def empty_demonstration(kind: str, folder: Path, **named: str) -> Iterator[Flask]:
    """The portal in demonstration mode on a new, empty database; `named` is what else the settings say."""
    with fresh_database_url(kind) as url:
        settings = Settings(
            _env_file=None,
            mode=Mode.DEMONSTRATION,
            database_url=url,
            var_dir=folder,
            argon2_memory_kib=8,
            argon2_passes=1,
            **named,  # type: ignore[arg-type]
        )
        app = create_app(settings)
        with app.app_context():
            engine = db.engine
        make_tables(engine)
        yield app
        engine.dispose()


@contextmanager
def copy_of(app: Flask, folder: Path, **settings: object) -> Iterator[Flask]:
    """The portal with the same data once more, for whoever changes it, with other `settings` where given."""
    own: Settings = app.extensions["settings"]
    with app.app_context():
        db.engine.dispose()
    shutil.copytree(own.var_dir, folder, dirs_exist_ok=True)
    with copied_database_url(selected_kind(), make_url(own.database_url)) as url:
        address = Settings(_env_file=None, mode=Mode.TEST, database_url=url).database_url
        copy = create_app(own.model_copy(update={"database_url": address, "var_dir": folder, **settings}))
        yield copy
        with copy.app_context():
            db.engine.dispose()


def seed(app: Flask) -> list[str]:
    """Seed as of `NOW`; answers what was said meanwhile."""
    said: list[str] = []
    with app.app_context():
        seed_demonstration(now=NOW, say=said.append)
    return said


@pytest.fixture(scope="package")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with empty_demonstration(selected_kind(), tmp_path_factory.mktemp("demonstration")) as app:
        seed(app)
        yield app


@pytest.fixture
def seeded(demonstration: Flask) -> Iterator[Session]:
    """The session of the seeded demonstration, in an application context."""
    with demonstration.app_context():
        yield db.session
        db.session.rollback()
