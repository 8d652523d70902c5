"""The server is killed again and again while applications come in: each that was answered is there afterwards."""

import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Lock, Thread

import pytest
from sqlalchemy import Connection, func, select

from portal.audit.models import AuditEntry
from portal.notifications.models import OutboxMessage
from portal.residents.applications.models import Application
from portal.residents.consents.models import Consent
from portal.residents.consents.states import WHEN_APPLYING
from portal.residents.households.models import Household, Person
from tests.never_broken.place import Place
from tools.load.applying import NotAccepted, send, shown_number
from tools.load.browser import Browser, ConnectionLost
from tools.load.server import Running

KILLS, CLIENTS = int(os.environ.get("SERVER_KILLS", "4")), 16
pytestmark = [pytest.mark.slow, pytest.mark.timeout(660 + 60 * KILLS)]
logger = logging.getLogger(__name__)

SUBMISSIONS = max(250, 10 * (KILLS + 1))
WAIT_SECONDS = 300


@dataclass
class Applicants:
    """Clients that apply one after another; what they were told is kept."""

    answered: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    enough: Event = field(default_factory=Event)
    goal: int = 0
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _lock: Lock = field(default_factory=Lock)

    def apply_until(self, running: Running, goal: int, *, kill: bool) -> None:
        """Let all clients apply until `goal` applications were answered, then kill the server under the others."""
        self.goal = goal
        self.enough.clear()
        clients = [Thread(target=self._apply, args=(running.port,)) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        assert self.enough.wait(WAIT_SECONDS)
        if kill:
            running.kill()
        for client in clients:
            client.join(WAIT_SECONDS)

    def _apply(self, port: int) -> None:
        """Until there are enough; a killed server ends the client."""
        browser = Browser(port)
        try:
            while not self.enough.is_set():
                self._send_one(browser)
        except (ConnectionLost, OSError):
            return
        except NotAccepted as error:
            self.refused.append(str(error))
            self.enough.set()
        finally:
            browser.close()

    def _send_one(self, browser: Browser) -> None:
        with self._lock:
            phone = f"010{next(self._numbers):08d}"
        browser.cookies.clear()
        send(browser, phone)
        self.note(phone, "")
        self.note(phone, shown_number(browser))

    def note(self, phone: str, number: str) -> None:
        with self._lock:
            self.answered[f"+82{phone[1:]}"] = number
            if len(self.answered) >= self.goal:
                self.enough.set()


def kept(connection: Connection) -> dict[str, list[str]]:
    """The numbers of the applications in the database by the person's telephone number."""
    rows = connection.execute(select(Person.phone, Application.number).join(Application.person))
    found: dict[str, list[str]] = {}
    for phone, number in rows:
        found.setdefault(phone or "", []).append(number)
    return found


def rows_of(connection: Connection, model: type) -> int:
    return connection.scalar(select(func.count()).select_from(model)) or 0


def test_what_was_answered_survives_kill_9(place: Place) -> None:
    applicants = Applicants()
    for goal in range(SUBMISSIONS // (KILLS + 1), SUBMISSIONS + 1, SUBMISSIONS // (KILLS + 1)):
        begun, running = time.monotonic(), place.start_server()
        took = time.monotonic() - begun, running.processor_seconds()
        logger.info("for %d applications: up after %.1f s, %.1f s of the processor", goal, *took)
        try:
            applicants.apply_until(running, goal, kill=goal < SUBMISSIONS)
        finally:
            running.stop()
        assert applicants.refused == [], place.complaints()
        with place.engine.connect() as connection:
            there = kept(connection)
        for phone, number in applicants.answered.items():
            assert len(there[phone]) == 1
            assert number in ("", *there[phone])
    assert len(applicants.answered) >= SUBMISSIONS


def test_no_application_is_there_by_halves(place: Place) -> None:
    """On what the kills left: each came with person, consents, message and audit, and the numbers have no gaps."""
    with place.engine.connect() as connection:
        numbers = sorted(connection.scalars(select(Application.number)))
        submitted = connection.scalar(
            select(func.count()).where(AuditEntry.event == "application.submit", AuditEntry.is_read.is_(False))
        )
        assert rows_of(connection, Person) == rows_of(connection, Household) == len(numbers)
        assert rows_of(connection, Consent) == len(WHEN_APPLYING) * len(numbers)
        assert rows_of(connection, OutboxMessage) == submitted == len(numbers)
    assert [int(number[5:]) for number in numbers] == list(range(1, len(numbers) + 1))
