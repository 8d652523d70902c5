"""Figures for whoever brings the token, with names of our own alone; all processes of a server are told as one."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlalchemy.orm import Session

from portal import create_app
from portal.config import Settings
from portal.core import clock
from portal.db.job_runs import JobRun
from portal.extensions import db
from portal.notifications.actions import send_mail
from portal.notifications.states import Audience
from tests.factories.messages import ALWAYS
from tools.load.browser import Browser
from tools.load.server import portal, serving

pytestmark = pytest.mark.on_sqlite

TOKEN = "a-token-for-whoever-watches-over-it"
Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def watched(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings.model_copy(update={"metrics_token": SecretStr(TOKEN)}))
    yield app
    with app.app_context():
        db.engine.dispose()


def figures(text: str) -> Figures:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def told(client: FlaskClient) -> Figures:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return figures(answer.get_data(as_text=True))


def asked(endpoint: str, status: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    return "portal_requests_total", (("endpoint", endpoint), ("method", "GET"), ("status", str(status)))


class TestWhoSeesThem:
    @pytest.mark.parametrize("brought", ["", "Bearer ", "Bearer another", f"Bearer {TOKEN}x", TOKEN[:-1]])
    def test_nobody_without_the_token(self, watched: Flask, session: Session, brought: str) -> None:
        assert watched.test_client().get("/metrics", headers={"Authorization": brought}).status_code == 404

    @pytest.mark.parametrize("brought", ["", "Bearer ", f"Bearer {TOKEN}"])
    def test_nobody_where_none_is_set(self, app: Flask, session: Session, brought: str) -> None:
        assert app.test_client().get("/metrics", headers={"Authorization": brought}).status_code == 404


class TestWhatTheyTell:
    def test_requests_by_endpoint_and_status(self, watched: Flask, session: Session) -> None:
        client = watched.test_client()
        before = told(client)
        for _time in range(3):
            client.get("/help")
        client.get("/nowhere")
        after = told(client)
        assert after[asked("web.help_page", 200)] - before.get(asked("web.help_page", 200), 0) == 3
        assert after[asked("none", 404)] - before.get(asked("none", 404), 0) == 1
        assert after["portal_request_seconds_count", (("endpoint", "web.help_page"),)] >= 3

    def test_messages_and_jobs(self, watched: Flask, session: Session) -> None:
        now = clock.now()
        send_mail("hong@example.kr", "안내", "본문", audience=Audience.STAFF, kind="test", about=ALWAYS, now=now)
        session.add(JobRun(name="audit.seal", started_at=now - timedelta(seconds=90), last_error="gone"))
        session.commit()
        found = told(watched.test_client())
        assert found["portal_messages", (("state", "waiting"),)] == 1
        assert found["portal_messages", (("state", "unknown"),)] == 0
        assert found["portal_job_failed", (("job", "audit.seal"),)] == 1
        assert 90 <= found["portal_job_since_seconds", (("job", "audit.seal"),)] < 600

    def test_nothing_that_visitors_bring_becomes_a_label(self, watched: Flask, session: Session) -> None:
        client = watched.test_client()
        client.get("/help?q=김까나리")
        client.get("/까나리/010-1234-5678")
        client.open("/help", method="CANARY")
        labels = {value for _name, pairs in told(client) for _label, value in pairs}
        assert not [value for value in labels if re.search(r"[가-힣]|\d{4}|canary", value, re.IGNORECASE)]


class TestProcesses:
    def test_whichever_is_asked_tells_of_all(self, database_url: str, session: Session, tmp_path: Path) -> None:
        application = portal(database_url, tmp_path / "var", metrics_token=TOKEN)
        with serving(application, tmp_path / "log", workers=3) as running:
            for _visitor in range(12):
                browser = Browser(running.port)
                assert browser.get("/help").status == 200
                browser.close()
            seen = {figure(running.port) for _time in range(6)}
        assert seen == {12.0}


def figure(port: int) -> float:
    browser = Browser(port, headers={"Authorization": f"Bearer {TOKEN}"})
    answer = browser.get("/metrics")
    browser.close()
    return figures(answer.text)[asked("web.help_page", 200)]
