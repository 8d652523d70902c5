"""A request that only reads cannot write; what is written beside it and what changes keep their transactions."""

from collections.abc import Callable
from contextvars import Context

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from portal.core import clock
from portal.db.engine import is_reading
from portal.db.job_runs import JobRun
from portal.db.session import ReadingWrites
from portal.db.transaction import afterwards
from portal.extensions import db
from portal.web.access import public
from tests.client import PortalClient
from tests.factories.consortium import NOW

Serve = Callable[[str, Callable[[], ResponseReturnValue]], None]


@pytest.fixture
def serve(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Let another view answer at an endpoint that everybody may open."""

    def put(endpoint: str, view: Callable[[], ResponseReturnValue]) -> None:
        monkeypatch.setitem(app.view_functions, endpoint, public("for this test")(view))

    return put


def run_named(name: str) -> JobRun:
    return JobRun(name=name, started_at=clock.now())


def runs(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(JobRun)) or 0


def runs_seen_by_others() -> int:
    """What another request that reads at this moment sees."""

    def count(engine: Engine) -> int:
        with engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(JobRun)) or 0

    return Context().run(count, db.engine)


class TestReading:
    def test_a_new_row_is_refused(self, client: PortalClient, session: Session, serve: Serve) -> None:
        def view() -> ResponseReturnValue:
            db.session.add(run_named("a row"))
            db.session.flush()
            return {}

        serve("web.healthz", view)
        with pytest.raises(ReadingWrites):
            client.get("/healthz")
        assert runs(session) == 0

    @pytest.mark.parametrize(
        "statement",
        [insert(JobRun).values(name="a row", started_at=NOW), update(JobRun).values(last_error="wrong")],
        ids=["insert", "update"],
    )
    def test_a_writing_statement_is_refused(
        self, client: PortalClient, session: Session, serve: Serve, statement: object
    ) -> None:
        def view() -> ResponseReturnValue:
            db.session.execute(statement)  # type: ignore[call-overload]
            return {}

        serve("web.healthz", view)
        with pytest.raises(ReadingWrites):
            client.get("/healthz")
        assert runs(session) == 0

    def test_what_is_queued_beside_it_is_written(self, client: PortalClient, session: Session, serve: Serve) -> None:
        def view() -> ResponseReturnValue:
            afterwards(lambda own: own.add(run_named("beside")))
            return {}

        serve("web.healthz", view)
        assert client.get("/healthz").status_code == 200
        assert session.scalars(select(JobRun.name)).all() == ["beside"]

    def test_sees_what_others_committed_meanwhile(self, client: PortalClient, session: Session, serve: Serve) -> None:
        seen: list[int] = []

        def view() -> ResponseReturnValue:
            seen.append(runs(db.session))
            return {}

        serve("web.healthz", view)
        client.get("/healthz")
        session.add(run_named("new"))
        session.commit()
        client.get("/healthz")
        assert seen == [0, 1]


class TestChanging:
    def test_is_one_transaction(self, client: PortalClient, session: Session, serve: Serve) -> None:
        seen: list[int] = []

        def view() -> ResponseReturnValue:
            assert not is_reading()
            db.session.add(run_named("first"))
            db.session.flush()
            seen.append(runs_seen_by_others())
            db.session.execute(insert(JobRun).values(name="second", started_at=clock.now()))
            seen.append(runs_seen_by_others())
            return "", 303, {"Location": "/"}

        serve("web.set_display", view)
        assert client.post("/display").status_code == 303
        assert seen == [0, 0]
        assert runs(session) == 2

    def test_keeps_nothing_when_it_fails_half_way(self, client: PortalClient, session: Session, serve: Serve) -> None:
        def view() -> ResponseReturnValue:
            db.session.add(run_named("first"))
            db.session.flush()
            raise LookupError

        serve("web.set_display", view)
        with pytest.raises(LookupError):
            client.post("/display")
        assert runs(session) == 0
