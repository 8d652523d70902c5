"""The database and the server that the tests load, and how many clients ask at once."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Engine, create_engine

from portal.core import clock
from portal.db.engine import engine_options, prepare_engine
from tools.load.browser import Answer, Browser
from tools.load.people import browser_of, sign_in
from tools.load.server import Application, NotServing, Running, portal, serving, start

T = TypeVar("T")
PROCESSES = 8
RACERS, RACE_ROUNDS = int(os.environ.get("RACERS", "60")), int(os.environ.get("RACE_ROUNDS", "5"))
"""How many run for the same, and how often; `make drill` lets two hundred run twenty times."""
SECRET_KEY = "a-key-for-loading-the-portal-that-is-long-enough"


@dataclass(frozen=True)
class Place:
    """A database of its own and what is served on it."""

    url: str
    engine: Engine
    folder: Path

    @contextmanager
    def server(self) -> Iterator[Running]:
        """The portal in eight processes of four threads."""
        with serving(self.application, self.log, workers=PROCESSES) as running:
            yield running
        assert self.complaints() == []

    def start_server(self) -> Running:
        """The same, for those who kill it."""
        running = start(self.application, self.log, workers=PROCESSES)
        try:
            running.first_answer("/healthz")
        except NotServing:
            running.kill()
            raise
        return running

    @property
    def application(self) -> Application:
        """All clients ask from one address, which no household does."""
        everywhere = "127.0.0.0/8"
        return portal(self.url, self.folder / "var", secret_key=SECRET_KEY, trusted_addresses=everywhere)

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def complaints(self) -> list[str]:
        """What the server wrote of unexpected failures."""
        return [line for line in self.log.read_text("utf-8").splitlines() if "unexpected" in line or "Error" in line]

    def browsers(self, running: Running, users: Sequence[UUID]) -> list[Browser]:
        """A browser for each of `users`, signed in."""
        with self.engine.begin() as connection:
            cookies = sign_in(connection, users, secret_key=SECRET_KEY, now=clock.now())
        return [browser_of(running.port, cookie) for cookie in cookies]


def open_engine(url: str) -> Engine:
    """Connections that behave as the portal's do."""
    engine = create_engine(**engine_options(url, 4))
    prepare_engine(engine)
    return engine


def all_at_once(asks: Sequence[Callable[[], T]]) -> list[T]:
    """Let every client ask in the same moment; returns what each got, in their order."""
    barrier = Barrier(len(asks))

    def wait_and_ask(ask: Callable[[], T]) -> T:
        barrier.wait()
        return ask()

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(wait_and_ask, asks))


def statuses(answers: Sequence[Answer]) -> dict[int, int]:
    """How often each status was answered."""
    found = [answer.status for answer in answers]
    return {status: found.count(status) for status in sorted(set(found))}
