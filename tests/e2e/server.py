"""The portal as people meet it: migrated, seeded and served by gunicorn on a free port."""

import os
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
START_WITHIN_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, port: int) -> dict[str, str]:
    """The environment of a demonstration that keeps everything in `folder`."""
    return {
        **os.environ,
        "PORTAL_MODE": "demonstration",
        "PORTAL_VAR_DIR": str(folder),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite'}",
        "PORTAL_BIND": f"127.0.0.1:{port}",
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
        "PORTAL_ARGON2_MEMORY_KIB": "8",
        "PORTAL_ARGON2_PASSES": "1",
    }


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """Seed the demonstration consortium into `folder` and serve it; yields the address."""
    port = free_port()
    settings = environment(folder, port)
    flask = [str(PROGRAMS / "flask"), "--app", "portal"]
    for command in (["db", "upgrade"], ["seed"]):
        subprocess.run([*flask, *command], cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)
    gunicorn = [str(PROGRAMS / "gunicorn"), "--config", str(ROOT / "deploy/gunicorn.conf.py"), "portal.wsgi:app"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(gunicorn, cwd=ROOT, env=settings, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_ready(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


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
