"""Two workers that send, and a mail server that kills them in the middle of it, again and again."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from socket import socket
from threading import Condition
from typing import IO, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope

from tools.load.server import HOST, ROOT

WAIT_SECONDS = 600.0
"""Then a worker hangs; beside much other work one may take minutes to start."""
COMMAND = (sys.executable, "-m", "flask", "--app", "portal", "worker")


@dataclass
class Workers:
    """Processes of `flask worker`; whoever kills them starts them again."""

    environment: Mapping[str, str]
    log: Path
    number: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.running = [self._one(output) for _ in range(self.number)]

    def _one(self, output: IO[bytes]) -> subprocess.Popen[bytes]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        return subprocess.Popen(
            COMMAND, cwd=ROOT, env=inherited | dict(self.environment), stdout=output, stderr=subprocess.STDOUT
        )

    @contextmanager
    def at_work(self) -> Iterator[Self]:
        """Started, and none is left when this is over, whatever went wrong meanwhile."""
        try:
            self.start()
            yield self
        finally:
            self.kill()
            self.wait()

    def kill(self) -> bool:
        """`kill -9` of those that run, and of nobody who has their number by now; tells whether any did."""
        alive = [process for process in self.running if process.poll() is None]
        for process in alive:
            process.kill()
        return bool(alive)

    def wait(self) -> None:
        """Until all have ended."""
        for process in self.running:
            process.wait(WAIT_SECONDS)

    def stop(self) -> list[int]:
        """Ask them to end; returns their exit codes."""
        for process in self.running:
            process.terminate()
        return [process.wait(WAIT_SECONDS) for process in self.running]


@dataclass
class Letterbox:
    """Takes every mail; with every `every`-th it kills the workers before it has answered."""

    workers: Workers
    every: int
    kills: int
    taken: Counter[str] = field(default_factory=Counter)
    killed: int = 0
    changed: Condition = field(default_factory=Condition)

    async def handle_DATA(  # noqa: N802 the name that the server calls
        self, _server: SMTP, _session: object, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)  # noqa: S101 what the server hands over
        with self.changed:
            self.taken[str(message_from_bytes(content)["Message-ID"])] += 1
            is_turn = self.killed < self.kills and self.taken.total() % self.every == 0
            if is_turn and self.workers.kill():
                self.killed += 1
            self.changed.notify_all()
        return "250 OK"

    def wait_for_mail(self, number: int) -> None:
        with self.changed:
            if not self.changed.wait_for(lambda: self.taken.total() >= number, WAIT_SECONDS):
                raise TimeoutError(f"{self.taken.total()} mails")


def free_port() -> int:
    with socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def mail_server(letterbox: Letterbox, port: int) -> Iterator[None]:
    controller = Controller(letterbox, hostname=HOST, port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def send_and_kill(letterbox: Letterbox) -> None:
    """Start the workers anew until they were killed as often as asked, then let them end by themselves."""
    while letterbox.killed < letterbox.kills:
        letterbox.workers.start()
        letterbox.workers.wait()


def twice(taken: Mapping[str, int]) -> Sequence[str]:
    """The messages that arrived more than once."""
    return [message for message, times in taken.items() if times > 1]
