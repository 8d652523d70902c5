"""Two workers are killed again and again while they send: each message arrives once or is known to be unknown."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal import create_app
from portal.config import Mode, Settings
from portal.core import clock
from portal.db.engine import writing
from portal.extensions import db
from portal.notifications.actions import send_mail
from portal.notifications.carriers import carriers_of
from portal.notifications.models import OutboxMessage
from portal.notifications.rules import LEASE
from portal.notifications.states import Audience, Channel, Delivery
from portal.notifications.tasks import drain
from tests.factories.messages import ALWAYS
from tests.never_broken.place import Place
from tools.load.sending import Letterbox, Workers, free_port, mail_server, send_and_kill, twice

KILLS, EVERY = int(os.environ.get("WORKER_KILLS", "4")), 5
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1440 + 60 * KILLS)]
MESSAGES = KILLS * EVERY + 40


@pytest.fixture
def settings(place: Place, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        mode=Mode.TEST,
        database_url=place.url,
        var_dir=tmp_path,
        smtp_host="127.0.0.1",
        smtp_port=free_port(),
        base_url="https://care.example.kr",
        secret_key="a-key-for-sending-that-is-long-enough-for-it",
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        with writing():
            for number in range(MESSAGES):
                send_mail(
                    f"person-{number}@example.kr", "안내", "본문", audience=Audience.STAFF, kind="test",
                    about=ALWAYS, now=clock.now(),
                )  # fmt: skip
            db.session.commit()
        yield app
        db.engine.dispose()


@pytest.fixture
def workers(settings: Settings, tmp_path: Path) -> Iterator[Workers]:
    names = ("mode", "database_url", "var_dir", "smtp_host", "smtp_port", "base_url")
    environment = {f"PORTAL_{name.upper()}": str(getattr(settings, name)) for name in names}
    found = Workers(environment | {"PORTAL_SECRET_KEY": settings.secret_key.get_secret_value()}, tmp_path / "log", 2)
    yield found
    found.kill()
    found.wait()


def outbox() -> dict[str, Delivery]:
    rows = db.session.execute(select(OutboxMessage.id, OutboxMessage.state))
    return {f"<{row.id}@care.example.kr>": row.state for row in rows}


def test_none_is_sent_twice_and_none_is_lost(app: Flask, settings: Settings, workers: Workers) -> None:
    letterbox = Letterbox(workers, EVERY, KILLS)
    with mail_server(letterbox, settings.smtp_port):
        send_and_kill(letterbox)
        workers.start()
        letterbox.wait_for_mail(KILLS * EVERY + 2)
        workers.stop()
        later = clock.now() + LEASE + timedelta(seconds=1)
        drain(carriers_of(settings), lambda: later)
    found = outbox()
    assert twice(letterbox.taken) == []
    assert set(found.values()) <= {Delivery.SENT, Delivery.UNKNOWN}
    arrived = {message for message, state in found.items() if state is Delivery.SENT}
    assert arrived <= letterbox.taken.keys()
    unknown = found.keys() - arrived
    assert letterbox.taken.keys() - arrived <= unknown
    assert KILLS / 2 <= len(unknown) <= 2 * KILLS, "each kill hit a worker in the middle of sending"


def test_a_worker_ends_soon_though_the_outbox_is_full(app: Flask, settings: Settings, workers: Workers) -> None:
    workers.number = 1
    letterbox = Letterbox(workers, EVERY, kills=0)
    with mail_server(letterbox, settings.smtp_port):
        workers.start()
        letterbox.wait_for_mail(1)
        assert workers.stop() == [0], workers.log.read_text()
    states = list(outbox().values())
    assert Delivery.SENDING not in states
    assert Delivery.WAITING in states
    assert Channel.MAIL in carriers_of(settings)
