"""How long it takes to be back: after a restart of the database, and from a back-up. One line of JSON a figure."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from pydantic import SecretStr

from portal import create_app
from portal.backups.keys import new_key
from portal.backups.making import make_backup
from portal.backups.restoring import restore
from portal.backups.verifying import faults
from portal.config import Mode, Settings
from portal.core import clock
from portal.core.ids import new_id
from portal.db import migrations
from portal.db.engine import writing
from portal.documents.actions import keep_document, made_document
from portal.extensions import db
from tests.databases import KINDS, fresh_database_url
from tools.archiving import restored_to_a_moment
from tools.load.browser import Browser
from tools.load.server import portal, serving
from tools.postgresql import Server, private_server

FILES, FILE_BYTES = int(os.environ.get("FILES", "500")), 1024 * 1024
SECRET_KEY = "a-key-for-the-drill-that-is-long-enough-for-it"  # noqa: S105 of a portal that lives for a minute
RESTARTS = 5
LOOK_EVERY_SECONDS = 0.02


def tell(figure: str, **values: object) -> None:
    sys.stdout.write(json.dumps({"figure": figure, **values}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


@contextmanager
def place(url: str, folder: Path, **more: Any) -> Iterator[tuple[Flask, Settings]]:
    """The portal in this process, with `more` settings."""
    settings = Settings(
        _env_file=None,
        mode=Mode.TEST,
        database_url=url,
        var_dir=folder,
        secret_key=SecretStr(SECRET_KEY),
        **more,
    )
    app = create_app(settings)
    with app.app_context():
        yield app, settings
        db.session.rollback()
        db.engine.dispose()


def fill(now: datetime) -> None:
    """Documents of random bytes, which nothing makes smaller."""
    for number in range(FILES):
        made = made_document(os.urandom(FILE_BYTES))
        with writing():
            keep_document("drill", ("drill", new_id()), str(number), made, now=now)
            db.session.commit()


def back_up_and_restore(kind: str, folder: Path) -> None:
    """Of a portal with many files, into another folder and another database."""
    key, now = SecretStr(new_key()), clock.now()
    with (
        fresh_database_url(kind) as url,
        place(url, folder / f"{kind}-here", backup_key=key) as (_app, settings),
    ):
        migrations.upgrade(settings.resolved_database_url)
        fill(now)
        begun = time.monotonic()
        made = make_backup(settings, now=now)
        seconds, size = time.monotonic() - begun, made.path.stat().st_size
    tell("back-up", database=kind, bytes=size, seconds=round(seconds, 1))
    begun = time.monotonic()
    with (
        fresh_database_url(kind) as url,
        place(url, folder / f"{kind}-there", backup_key=key) as (_app, settings),
    ):
        restore(made.path, settings, now=clock.now())
        wrong = list(faults(settings))
    tell("restored and verified", database=kind, seconds=round(time.monotonic() - begun, 1), faults=len(wrong))


def restart(server: Server, folder: Path) -> None:
    """The database is killed and started under a server of the portal that goes on."""
    url = server.url("postgres")
    migrations.upgrade(url)
    application = portal(url, folder / "var", secret_key=SECRET_KEY)
    with serving(application, folder / "server.log", workers=2, path="/readyz") as running:
        browser = Browser(running.port)
        for _round in range(RESTARTS):
            server.stop()
            away = browser.get("/readyz").status
            server.start()
            begun = time.monotonic()
            while browser.get("/readyz").status != 200:
                time.sleep(LOOK_EVERY_SECONDS)
            tell("ready after a restart", away=away, milliseconds=round((time.monotonic() - begun) * 1000))
        browser.close()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portal-drill-") as name:
        for kind in KINDS:
            back_up_and_restore(kind, Path(name))
        with private_server(durable=True) as server:
            restart(server, Path(name))
        with private_server(durable=True) as server:
            rows, seconds = restored_to_a_moment(server)
            tell("restored to a moment from the archive", rows=rows, seconds=round(seconds, 1))


if __name__ == "__main__":
    main()
