"""How a gunicorn of our own is started on a free port, watched, killed and stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIGURATION = "deploy/gunicorn.conf.py"
HOST = "127.0.0.1"
BACKLOG = 2048
START_WITHIN_SECONDS = 60.0
"""Of processor time, of which a start takes four to nine: beside much other work that may be minutes on the clock."""
HANGS_AFTER_SECONDS = 600.0
STOP_WITHIN_SECONDS = 25.0
LOOK_EVERY_SECONDS = 0.01


class NotServing(Exception):
    """The server ended or did not answer in time; carries the end of its log."""


@dataclass(frozen=True)
class Application:
    """What is served: a WSGI application, the environment that it reads, and how gunicorn is told to serve it.

    `root` is the source tree that it is imported from.
    """

    wsgi: str
    environment: Mapping[str, str]
    options: Sequence[str] = ()
    root: Path = ROOT


def portal(database_url: str, folder: Path, *, root: Path = ROOT, **settings: str) -> Application:
    """The portal on `database_url`, with its files in `folder`; `settings` are further ones, such as `secret_key`."""
    given = {"mode": "demonstration", "database_url": database_url, "var_dir": str(folder), **settings}
    environment = {f"PORTAL_{name.upper()}": value for name, value in given.items()}
    return Application("portal.wsgi:app", environment, ("--config", str(root / CONFIGURATION)), root)


@dataclass
class Running:
    """A server that was started; `port` takes connections from the start."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    host: str = HOST

    def processes(self) -> list[psutil.Process]:
        """The arbiter and its workers."""
        arbiter = psutil.Process(self.process.pid)
        return [arbiter, *arbiter.children(recursive=True)]

    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def processor_seconds(self) -> float:
        """What arbiter and workers have used so far."""
        return sum(sum(process.cpu_times()[:2]) for process in self.processes())

    def first_answer(self, path: str) -> bytes:
        """Ask for `path` until the server answers; returns the answer's first line."""
        deadline = time.monotonic() + HANGS_AFTER_SECONDS
        with socket.create_connection((self.host, self.port), timeout=HANGS_AFTER_SECONDS) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nConnection: close\r\n\r\n".encode())
            connection.settimeout(LOOK_EVERY_SECONDS * 10)
            while time.monotonic() < deadline and self.process.poll() is None:
                try:
                    return connection.recv(200).split(b"\r\n", 1)[0]
                except TimeoutError:
                    if self.processor_seconds() > START_WITHIN_SECONDS:
                        break
        raise NotServing(self.log.read_text("utf-8", "replace")[-2000:])

    def kill(self) -> None:
        """`kill -9` of the arbiter and every worker at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end; whatever does not is killed."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()


def start(application: Application, log: Path, *, workers: int, threads: int = 4, host: str = HOST) -> Running:
    """Start gunicorn; it takes connections already, but may still be loading."""
    with socket.create_server((host, 0), backlog=BACKLOG) as listening, log.open("ab") as output:
        listening.set_inheritable(True)
        process = _spawn(application, listening.fileno(), output, workers=workers, threads=threads)
        return Running(process, listening.getsockname()[1], log, host)


def _spawn(
    application: Application, listening: int, output: IO[bytes], *, workers: int, threads: int
) -> subprocess.Popen[bytes]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    sizes = ("--bind", f"fd://{listening}", "--workers", str(workers), "--threads", str(threads))
    environment = inherited | dict(application.environment)
    command = [sys.executable, "-m", "gunicorn", *application.options, *sizes, application.wsgi]
    return subprocess.Popen(
        command,
        cwd=application.root,
        env=environment,
        pass_fds=(listening,),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


@contextmanager
def serving(
    application: Application,
    log: Path,
    *,
    workers: int,
    threads: int = 4,
    path: str = "/healthz",
    host: str = HOST,
) -> Iterator[Running]:
    """A server that answers at `path`, stopped afterwards."""
    running = start(application, log, workers=workers, threads=threads, host=host)
    try:
        running.first_answer(path)
        yield running
    finally:
        running.stop()
