"""A portal in a place of its own with a back-up key, some data and a file, and empty places to restore it into."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import Result
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import Engine

from portal import create_app
from portal.accounts.models import User
from portal.audit.actions import record
from portal.audit.sealing import seal_entries
from portal.backups.keys import new_key
from portal.config import Mode, Settings
from portal.core import clock
from portal.core.ids import new_id
from portal.db import migrations
from portal.db.engine import writing
from portal.documents.actions import MadeDocument, keep_document, made_document
from portal.extensions import db
from portal.notifications.actions import send_mail
from portal.notifications.states import Audience
from portal.tables import metadata
from tests.databases import fresh_database_url, selected_kind
from tests.factories.accounts import make_staff
from tests.factories.messages import ALWAYS

WORDS = b"%PDF-1.7 a document of the portal"


@dataclass(frozen=True)
class Place:
    """A portal, or where one may be restored."""

    app: Flask
    settings: Settings

    def run(self, *command: str) -> Result:
        return self.app.test_cli_runner().invoke(args=command)

    def backup(self) -> Path:
        """Make a back-up and tell where it is."""
        made = self.run("backup")
        assert made.exit_code == 0, made.output
        return Path(made.output.split(" (")[0])

    def files(self) -> list[Path]:
        return [path for path in self.settings.var_dir.glob("documents/**/*") if path.is_file()]


Make = Callable[..., Place]


@pytest.fixture
def make_place(settings: Settings, tmp_path: Path) -> Iterator[Make]:
    """Makes empty places; all have the same keys unless told otherwise."""
    key = SecretStr(new_key())
    with ExitStack() as stack:

        def make(name: str, **values: object) -> Place:
            return stack.enter_context(place(settings, tmp_path / name, {"backup_key": key, **values}))

        yield make


@contextmanager
def place(settings: Settings, folder: Path, values: dict[str, object]) -> Iterator[Place]:
    with fresh_database_url(selected_kind()) as url:
        address = Settings(_env_file=None, mode=Mode.TEST, database_url=url).database_url
        own = settings.model_copy(update={"database_url": address, "var_dir": folder, **values})
        app = create_app(own)
        yield Place(app, own)
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def portal(make_place: Make) -> Place:
    """A portal in use: somebody works there, a message waits, a document is kept, the audit is sealed."""
    found = make_place("portal")
    with found.app.app_context():
        make_tables(db.engine)
        made, user = made_document(WORDS), make_staff(name="박사무")
        with writing():
            use(user, made, clock.now())
            db.session.commit()
    return found


def make_tables(engine: Engine) -> None:
    """All at once, as the migrations would, which a test of their own compares."""
    metadata.create_all(engine)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection)
        context.stamp(ScriptDirectory(str(migrations.FOLDER)), "head")


def use(user: User, made: MadeDocument, moment: datetime) -> None:
    send_mail("hong@example.kr", "안내", "본문", audience=Audience.STAFF, kind="test", about=ALWAYS, now=moment)
    keep_document("test", ("user", user.id), "digest", made, now=moment)
    record("account.created", actor=user.actor, now=moment, subject=("user", new_id()))
    db.session.flush()
    seal_entries(moment)
