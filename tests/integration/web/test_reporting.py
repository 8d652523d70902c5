"""An error service hears that something failed and where in the code, and nothing of anybody."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy.orm import Session

from portal import create_app
from portal.config import Mode, Settings
from portal.core import clock
from portal.extensions import db
from portal.jobs import Job, Worker
from portal.web.access import public

CANARY, PHONE = "김까나리", "01012345678"
KEY = "c" * 32


UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}
"""Sentry's library takes Brotli where it is installed, as WeasyPrint's fonts bring it."""


@dataclass
class Service:
    """What an error service was sent: heads and bodies."""

    port: int = 0
    sent: list[str] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def dsn(self) -> SecretStr:
        return SecretStr(f"http://{KEY}@127.0.0.1:{self.port}/7")

    def take(self, path: str, headers: str, body: bytes) -> None:
        """The envelope of one event: a head, and after it each item with its own."""
        lines = body.decode().splitlines()
        self.sent += [path, headers, body.decode()]
        heads = [json.loads(line) for line in lines[1::2]]
        self.events += [
            json.loads(line) for head, line in zip(heads, lines[2::2], strict=False) if head["type"] == "event"
        ]


@contextmanager
def listening() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.take(self.path, str(self.headers), UNPACK[self.headers["Content-Encoding"]](body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.port = server.server_address[1]
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def service() -> Iterator[Service]:
    with listening() as found:
        yield found


@pytest.fixture
def told(settings: Settings, service: Service, session: Session) -> Iterator[Flask]:
    app = create_app(settings.model_copy(update={"mode": Mode.DEMONSTRATION, "sentry_dsn": service.dsn}))
    app.view_functions["web.help_page"] = break_down
    yield app
    with app.app_context():
        db.engine.dispose()


@public("fails for this test")
def break_down() -> str:
    words = f"{CANARY} {PHONE}"
    try:
        return {"": words}[words]
    except KeyError as error:
        raise RuntimeError(f"nothing of {words}") from error


def flush(app: Flask) -> None:
    app.extensions["error service"].close()


def test_a_failed_request_is_told_without_anything_of_anybody(told: Flask, service: Service) -> None:
    client = told.test_client()
    client.set_cookie("portal", CANARY.encode().hex() + PHONE)
    answer = client.get(f"/help?q={PHONE}", headers={"X-Canary": PHONE, "Referer": f"http://localhost/{PHONE}"})
    flush(told)
    assert answer.status_code == 500
    (event,) = service.events
    kinds = [error["type"] for error in event["exception"]["values"]]
    assert (kinds, event["tags"], event["environment"]) == (
        ["KeyError", "RuntimeError"],
        {"where": "web.help_page"},
        "demonstration",
    )
    last = event["exception"]["values"][-1]["stacktrace"]["frames"][-1]
    assert (last["function"], last["lineno"] > 0) == ("break_down", True)
    assert [each for each in service.sent if CANARY in each or PHONE in each] == []


def test_nothing_but_what_is_known_to_name_nobody_is_sent(told: Flask, service: Service) -> None:
    told.test_client().get("/help")
    flush(told)
    (event,) = service.events
    frames = {name for error in event["exception"]["values"] for f in error["stacktrace"]["frames"] for name in f}
    assert event.keys() <= {"event_id", "timestamp", "level", "platform", "environment", "tags", "exception"}
    assert {name for error in event["exception"]["values"] for name in error} == {"type", "module", "stacktrace"}
    assert frames <= {"module", "function", "filename", "lineno", "in_app"}


def test_a_failed_job_is_told(told: Flask, service: Service) -> None:
    def fail(_now: object) -> None:
        break_down()

    with told.app_context():
        Worker().run(Job("test.fail", timedelta(days=1), fail, everywhere=True), clock.now())
    flush(told)
    assert [event["tags"] for event in service.events] == [{"where": "test.fail"}]
    assert [each for each in service.sent if CANARY in each or PHONE in each] == []


def test_a_refusal_is_no_failure(told: Flask, service: Service) -> None:
    assert told.test_client().get("/nowhere").status_code == 404
    flush(told)
    assert service.events == []


def test_a_service_that_is_away_costs_no_answer(settings: Settings, session: Session) -> None:
    nowhere = SecretStr(f"http://{KEY}@127.0.0.1:1/7")
    app = create_app(settings.model_copy(update={"mode": Mode.DEMONSTRATION, "sentry_dsn": nowhere}))
    app.view_functions["web.help_page"] = break_down
    assert app.test_client().get("/help").status_code == 500
    flush(app)
    with app.app_context():
        db.engine.dispose()


def test_without_a_service_nothing_is_told(app: Flask, session: Session) -> None:
    assert "error service" not in app.extensions
