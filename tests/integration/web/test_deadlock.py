"""Two requests that wait for each other: PostgreSQL ends one of them, which then acts once more."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask, flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, create_engine, text
from werkzeug.test import Client

from portal import create_app
from portal.audit.actions import record_whatever_happens
from portal.audit.models import AuditEntry
from portal.config import Settings
from portal.core import clock
from portal.core.permissions import ANONYMOUS
from portal.db.numbers import NumberSeries
from portal.extensions import csrf, db
from portal.tables import metadata
from portal.web.access import public
from portal.web.once import repeatable
from tests.databases import fresh_database_url

COUNT_ON = text("UPDATE number_series SET last = last + 1 WHERE kind = :kind")


@pytest.fixture
def url() -> Iterator[str]:
    """A database of PostgreSQL, whichever the other tests run on: SQLite has one writer at a time."""
    with fresh_database_url("postgresql") as address:
        yield address


class Meeting:
    """Where the request and the other transaction meet: each holds what the other asks for next."""

    def __init__(self) -> None:
        self.read: list[bytes] = []
        self.request_holds, self.other_holds = Event(), Event()


@pytest.fixture
def meeting() -> Meeting:
    return Meeting()


@pytest.fixture
def app(url: str, tmp_path: Path, meeting: Meeting) -> Iterator[Flask]:
    app = create_app(Settings(_env_file=None, database_url=url, var_dir=tmp_path, secret_key="of-this-test-only" * 3))

    @csrf.exempt
    @public("only here, for this test")
    @repeatable("counts on each time, for this test")
    def count_both() -> ResponseReturnValue:
        meeting.read.append(b"".join(upload.stream.read() for upload in request.files.getlist("photos")))
        record_whatever_happens("test.tried", actor=ANONYMOUS, now=clock.now())
        flash("counted")
        db.session.execute(COUNT_ON, {"kind": "first"})
        meeting.request_holds.set()
        assert meeting.other_holds.wait(10)
        db.session.execute(COUNT_ON, {"kind": "second"})
        return redirect("/")

    app.add_url_rule("/count-both", view_func=count_both, methods=["POST"])
    with app.app_context():
        metadata.create_all(db.engine)
        db.session.add_all([NumberSeries(kind=kind, year=2026, last=0) for kind in ("first", "second")])
        db.session.commit()
        yield app
        db.session.close()
        db.engine.dispose()


def count_the_other_way_round(url: str, meeting: Meeting) -> None:
    """Waits longer than the request before it looks for a deadlock, so that the request is ended and not this."""

    def count(connection: Connection) -> None:
        connection.execute(text("SET LOCAL deadlock_timeout = '20s'"))
        connection.execute(COUNT_ON, {"kind": "second"})
        assert meeting.request_holds.wait(10)
        meeting.other_holds.set()
        connection.execute(COUNT_ON, {"kind": "first"})

    engine = create_engine(url)
    with engine.begin() as connection:
        count(connection)
    engine.dispose()


def test_who_lost_acts_once_more(app: Flask, url: str, meeting: Meeting) -> None:
    other = Thread(target=count_the_other_way_round, args=(url, meeting))
    other.start()
    client = Client(app)
    photos = [(BytesIO(content), f"{place}.jpg") for place, content in enumerate((b"first", b"second"))]
    answer = client.post("/count-both", data={"photos": photos}, base_url="http://localhost")
    other.join(20)
    assert (answer.status_code, meeting.read) == (303, [b"firstsecond"] * 2)
    counted = {row.kind: row.last for row in db.session.query(NumberSeries)}
    assert counted == {"first": 2, "second": 2}
    assert client.get("/", base_url="http://localhost").get_data(as_text=True).count("counted") == 1
    assert db.session.query(AuditEntry).filter_by(event="test.tried").count() == 1
