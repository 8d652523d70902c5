"""The portal as people meet it: migrated, seeded once, served by gunicorn; each server on a copy of its own."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
START_WITHIN_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, port: int, days: int = 0) -> dict[str, str]:
    """The environment of a demonstration that keeps everything in `folder`, and lives so many days later."""
    moved = {"MOVED_DAYS": str(days), "PYTHONPATH": str(ROOT / "tests/e2e/moved")} if days else {}
    return {
        **os.environ,
        "PORTAL_MODE": "demonstration",
        "PORTAL_VAR_DIR": str(folder),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite'}",
        "PORTAL_BIND": f"127.0.0.1:{port}",
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
        "PORTAL_ARGON2_MEMORY_KIB": "8",
        "PORTAL_ARGON2_PASSES": "1",
        **moved,
    }


def seed(folder: Path) -> None:
    """Migrate an empty database in `folder` and fill it with the demonstration consortium."""
    commands = [sys.executable, "-m", "tools.commands", "db upgrade", "seed"]
    subprocess.run(commands, cwd=ROOT, env=environment(folder, free_port()), check=True, stdout=subprocess.DEVNULL)


def seeded_once(shared: Path) -> Path:
    """The folder of the demonstration as seeded; whichever test process comes first makes it, the others wait."""
    ready = shared / "seeded"
    with (shared / "seeded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            making = shared / "seeding"
            making.mkdir()
            seed(making)
            making.rename(ready)
    return ready


@contextmanager
def demonstration(seeded: Path, folder: Path) -> Iterator[str]:
    """Serve a copy of the seeded demonstration from `folder`; yields the address."""
    shutil.copytree(seeded, folder, dirs_exist_ok=True)
    with served(folder) as address:
        yield address


@contextmanager
def served(folder: Path, *, days: int = 0) -> Iterator[str]:
    """Serve the demonstration that lies in `folder` as it will be so many days later; yields the address."""
    port = free_port()
    gunicorn = [str(PROGRAMS / "gunicorn"), "--config", str(ROOT / "deploy/gunicorn.conf.py"), "portal.wsgi:app"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(gunicorn, cwd=ROOT, env=environment(folder, port, days), stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_ready(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def run_job(name: str, folder: Path, *, days: int) -> None:
    """What the worker does for the demonstration in `folder`, so many days later."""
    command = [str(PROGRAMS / "flask"), "--app", "portal", "job", name]
    subprocess.run(command, cwd=ROOT, env=environment(folder, free_port(), days), check=True)


def wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return once `/readyz` answers 200; raises when the server ends or takes too long."""
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            if httpx.get(f"{address}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the server did not become ready")
