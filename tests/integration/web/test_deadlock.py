"""Two requests that wait for each other: PostgreSQL ends one of them, which then acts again."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask, flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import create_engine, text
from werkzeug.test import Client

from portal import create_app
from portal.audit.actions import record_whatever_happens
from portal.audit.models import AuditEntry
from portal.config import Mode, Settings
from portal.core import clock
from portal.core.actors import ANONYMOUS
from portal.db.numbers import NumberSeries
from portal.extensions import csrf, db
from portal.tables import metadata
from portal.web.access import public
from portal.web.application import WAITS_AFTER_DEADLOCK
from portal.web.once import repeatable
from tests.databases import fresh_database_url

pytestmark = pytest.mark.on_postgresql

COUNT_ON = text("UPDATE number_series SET last = last + 1 WHERE kind = :kind")


@pytest.fixture
def url() -> Iterator[str]:
    """A database of PostgreSQL, whichever the other tests run on: SQLite has one writer at a time."""
    with fresh_database_url("postgresql") as address:
        yield address


class Round:
    """One deadlock: each holds what the other asks for next."""

    def __init__(self) -> None:
        self.request_holds, self.other_holds, self.other_is_done = Event(), Event(), Event()


class Meeting:
    """How often the request and the other one meet, and what the request read at each of its tries."""

    def __init__(self, rounds: int) -> None:
        self.rounds = [Round() for _round in range(rounds)]
        self.read: list[bytes] = []


@pytest.fixture
def meeting(request: pytest.FixtureRequest) -> Meeting:
    return Meeting(request.param)


@pytest.fixture
def app(url: str, tmp_path: Path, meeting: Meeting) -> Iterator[Flask]:
    settings = Settings(
        _env_file=None,
        mode=Mode.DEMONSTRATION,
        database_url=url,
        var_dir=tmp_path,
        secret_key="of-this-test-only" * 3,
    )
    app = create_app(settings)

    @csrf.exempt
    @public("only here, for this test")
    @repeatable("counts on each time, for this test")
    def count_both() -> ResponseReturnValue:
        tried = len(meeting.read)
        meeting.read.append(b"".join(upload.stream.read() for upload in request.files.getlist("photos")))
        record_whatever_happens("test.tried", actor=ANONYMOUS, now=clock.now())
        flash("counted")
        if tried:
            assert meeting.rounds[tried - 1].other_is_done.wait(10)
        db.session.execute(COUNT_ON, {"kind": "first"})
        for this in meeting.rounds[tried : tried + 1]:
            this.request_holds.set()
            assert this.other_holds.wait(10)
            db.session.execute(text("SET LOCAL deadlock_timeout = '100ms'"))
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
    engine = create_engine(url)
    for this in meeting.rounds:
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL deadlock_timeout = '20s'"))
            connection.execute(COUNT_ON, {"kind": "second"})
            this.other_holds.set()
            assert this.request_holds.wait(10)
            connection.execute(COUNT_ON, {"kind": "first"})
        this.other_is_done.set()
    engine.dispose()


@pytest.fixture
def browser(app: Flask) -> Client:
    return Client(app)


def sent(browser: Client, url: str, meeting: Meeting) -> int:
    """The status of the answer, while the other one counts as often as the two meet."""
    other = Thread(target=count_the_other_way_round, args=(url, meeting))
    other.start()
    photos = [(BytesIO(content), f"{place}.jpg") for place, content in enumerate((b"first", b"second"))]
    answer = browser.post("/count-both", data={"photos": photos}, base_url="http://localhost")
    other.join(20)
    return answer.status_code


def counted() -> dict[str, int]:
    return {row.kind: row.last for row in db.session.query(NumberSeries)}


@pytest.mark.parametrize("meeting", [1, 2], indirect=True)
def test_who_lost_acts_again(browser: Client, url: str, meeting: Meeting) -> None:
    tries = len(meeting.rounds) + 1
    assert (sent(browser, url, meeting), meeting.read) == (303, [b"firstsecond"] * tries)
    assert counted() == {"first": tries, "second": tries}
    assert browser.get("/", base_url="http://localhost").get_data(as_text=True).count("counted") == 1
    assert db.session.query(AuditEntry).filter_by(event="test.tried").count() == 1


@pytest.mark.parametrize("meeting", [len(WAITS_AFTER_DEADLOCK) + 1], indirect=True)
def test_who_loses_every_time_is_told_and_changes_nothing(browser: Client, url: str, meeting: Meeting) -> None:
    assert sent(browser, url, meeting) == 500
    assert counted() == {"first": len(meeting.read), "second": len(meeting.read)}
