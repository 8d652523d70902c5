"""While the database or the disk does not work a page says so, nothing is kept, and afterwards all goes on."""

import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, func, select

from portal import create_app
from portal.config import Settings
from portal.core import clock
from portal.db import engine as engines
from portal.db.away import MARK, check_writing, is_away
from portal.db.job_runs import JobRun
from portal.extensions import db
from portal.jobs import JOBS, Job, Worker
from portal.monitoring.worries.models import Worry
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import MANGWON
from tests.integration.backups.conftest import make_tables
from tests.pages import parse, text_of
from tests.sockets import filled_by
from tools.postgresql import Server, private_server

WORRY = {"dong": MANGWON, "whereabouts": "망원시장 옆", "what": "며칠째 불이 켜져 있습니다.", "form_key": "k" * 20}


def portal_on(url: str, settings: Settings, folder: Path) -> Flask:
    address = settings.model_copy(update={"database_url": url, "var_dir": folder})
    app = create_app(address)
    app.test_client_class = PortalClient
    return app


def browser_of(app: Flask) -> PortalClient:
    client = app.test_client()
    assert isinstance(client, PortalClient)
    return client


def worries(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Worry)) or 0


def report(client: PortalClient) -> int:
    """Somebody sends the same form again and again; 503 is told in Korean and says when to come again."""
    answer = client.post("/worry", data=WORRY)
    if answer.status_code == 503:
        assert answer.headers["Retry-After"] == "5"
        assert "잠시 쉬고 있습니다" in text_of(parse(answer.get_data(as_text=True)))
        assert WORRY["what"] in answer.get_data(as_text=True)
        assert "Content-Security-Policy" in answer.headers
    return answer.status_code


@pytest.mark.on_sqlite
class TestSqlite:
    @pytest.fixture
    def app(self, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
        app = portal_on(f"sqlite:///{tmp_path / 'portal.sqlite'}", settings, tmp_path)
        with app.app_context():
            make_tables(db.engine)
        yield app
        with app.app_context():
            db.engine.dispose()

    @pytest.mark.parametrize("trouble", ["full", "read only"])
    def test_nothing_is_kept_until_it_takes_again(self, app: Flask, trouble: str) -> None:
        client = browser_of(app)
        with app.app_context():
            engine = db.engine
        with full_disk() if trouble == "full" else only_reading(engine):
            assert client.get("/worry").status_code == 200
            assert report(client) == 503
            assert client.get("/readyz").status_code == 503
            assert client.get("/worry").status_code == 200
        assert worries(app) == 0
        assert (report(client), worries(app)) == (303, 1)
        assert client.get("/readyz").status_code == 200

    def test_whoever_only_reads_waits_a_little_for_a_writer_and_writes_once(
        self, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What a search looked at is kept, so it is not shown where that cannot be; it is told so soon."""
        monkeypatch.setattr(engines, "HURRIEDLY", "PRAGMA busy_timeout=50")
        client = browser_of(app)
        with app.app_context():
            staff_id = make_staff().id
            db.session.commit()
            engine = db.engine
        client.sign_in(staff_id)
        with transactions_of(engine) as begun, closing(connect(tmp_path / "portal.sqlite")) as writer:
            writer.execute("BEGIN IMMEDIATE")
            answer = client.get("/households?text=x")
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
            assert begun == ["PRAGMA busy_timeout=50", "BEGIN IMMEDIATE", "PRAGMA busy_timeout=20000"]
            writer.rollback()
            assert client.get("/households?text=x").status_code == 200
            assert begun[3:] == begun[:3]


def connect(path: Path) -> Any:
    return engines.sqlite_module().connect(path, isolation_level=None)


@contextmanager
def transactions_of(engine: Engine) -> Iterator[list[str]]:
    """What is asked of the database about writing and waiting."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("BEGIN IMMEDIATE", "PRAGMA busy_timeout")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file takes a byte more, as far as this process writes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def only_reading(engine: Engine) -> Iterator[None]:
    def have(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    engine.dispose()
    event.listen(engine, "connect", have)
    try:
        yield
    finally:
        event.remove(engine, "connect", have)
        engine.dispose()


@pytest.mark.on_postgresql
class TestPostgresql:
    @pytest.fixture
    def server(self) -> Iterator[Server]:
        with private_server(durable=True) as server:  # a stop at once loses what others have not yet on the disk
            yield server

    @pytest.fixture
    def app(self, server: Server, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
        app = portal_on(server.url("postgres"), settings, tmp_path)
        with app.app_context():
            make_tables(db.engine)
        yield app
        with app.app_context():
            db.engine.dispose()

    def test_a_server_that_was_stopped_and_comes_again(self, app: Flask, server: Server) -> None:
        client = browser_of(app)
        assert client.get("/worry").status_code == 200
        server.stop()
        assert (report(client), client.get("/readyz").status_code) == (503, 503)
        assert client.get("/worry").status_code in (200, 503)
        server.start()
        assert (client.get("/readyz").status_code, report(client), worries(app)) == (200, 303, 1)

    def test_connections_that_a_restart_broke_are_given_up_at_once(self, app: Flask, server: Server) -> None:
        client = browser_of(app)
        client.get("/worry")
        server.stop()
        server.start()
        answers = [report(client), report(client)]
        assert answers[1:] == [303], answers
        assert worries(app) == 1

    def test_a_server_that_only_reads(self, app: Flask, server: Server) -> None:
        client = browser_of(app)
        with create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("ALTER DATABASE postgres SET default_transaction_read_only = on")
            with app.app_context():
                db.engine.dispose()
            assert (report(client), client.get("/readyz").status_code) == (503, 503)
            connection.exec_driver_sql("SET default_transaction_read_only = off")
            connection.exec_driver_sql("ALTER DATABASE postgres SET default_transaction_read_only = off")
        assert (report(client), worries(app)) == (303, 1)

    def test_the_worker_waits_and_goes_on(self, app: Flask, server: Server) -> None:
        ran: list[datetime] = []
        job = Job("test.hourly", timedelta(hours=1), ran.append)
        worker = Worker()
        with filled_by(JOBS, job, key=job.name), app.app_context():
            server.stop()
            worker.look(clock.now())
            assert ran == []
            server.start()
            worker.look(clock.now())
        assert len(ran) == 1


class TestReadiness:
    def test_it_writes_for_real(self, app: Flask, client: PortalClient, tmp_path: Path) -> None:
        with app.app_context():
            check_writing(db.engine, tmp_path)
            assert db.session.get(JobRun, MARK) is not None
        assert list(tmp_path.iterdir()) == []

    def test_a_disk_that_takes_no_file_is_away(self, app: Flask, tmp_path: Path) -> None:
        with app.app_context(), full_disk(), pytest.raises(OSError, match="File too large") as failure:
            check_writing(db.engine, tmp_path)
        assert is_away(failure.value)

    def test_a_mistake_is_no_trouble_of_the_database(self) -> None:
        assert not is_away(ValueError("broken"))
        assert not is_away(FileNotFoundError(2, "No such file"))
