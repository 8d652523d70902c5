"""Two machines and a proxy before them, each in a network namespace of its own, on one bridge with the database."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tools.load.browser import Browser
from tools.load.server import CONFIGURATION, ROOT, Running
from tools.postgresql import SUPERUSER, Server, private_server

NETWORK = "10.77.0"
GATE, ONE, OTHER, FRONT = (f"{NETWORK}.{last}" for last in (1, 11, 12, 20))
"""The gate is this machine, with database, mail server and visitors."""
BRIDGE = "pt-gate"
WEB_PORT, FRONT_PORT = 8000, 8080
VISITORS = range(101, 121)
"""Addresses of visitors, who are counted apart as in life."""
START_WITHIN_SECONDS = 60
NEEDED = ("ip", "nginx", "runuser")


def missing() -> list[str]:
    """Programs, or rights, without which no host can be made here."""
    programs = [name for name in NEEDED if shutil.which(name) is None]
    return programs if os.geteuid() == 0 else [*programs, "root"]


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


@dataclass
class Host:
    """A machine; what runs on it was started by `run`, and all of it dies together."""

    name: str
    address: str
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def cable(self) -> str:
        """The end of its line that lies on the bridge."""
        return f"{self.name}-line"

    def join(self) -> None:
        ip("netns", "add", self.name)
        ip("link", "add", self.cable, "type", "veth", "peer", "name", "line", "netns", self.name)
        ip("link", "set", self.cable, "master", BRIDGE, "up")
        ip("-n", self.name, "addr", "add", f"{self.address}/24", "dev", "line")
        for device in ("lo", "line"):
            ip("-n", self.name, "link", "set", device, "up")

    def leave(self) -> None:
        """However far it came in joining."""
        self.kill()
        subprocess.run(["ip", "netns", "del", self.name], check=False, capture_output=True)

    def run(self, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        with log.open("ab") as output:
            started = subprocess.Popen(
                ["ip", "netns", "exec", self.name, *command],
                cwd=ROOT,
                env=inherited | dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.running.append(started)
        return started

    def die(self) -> None:
        """As a machine that loses its power: its line is silent, and nothing of it says good-bye."""
        ip("link", "set", self.cable, "down")
        self.kill()

    def kill(self) -> None:
        for process in self.running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()


@contextmanager
def network(hosts: Sequence[Host]) -> Iterator[None]:
    """A bridge with this machine and all hosts on it."""
    with ExitStack() as after:
        ip("link", "add", BRIDGE, "type", "bridge")
        after.callback(ip, "link", "del", BRIDGE)
        for last in (1, *VISITORS):
            ip("addr", "add", f"{NETWORK}.{last}/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        for host in hosts:
            after.callback(host.leave)
            host.join()
        yield


@contextmanager
def reached_database() -> Iterator[tuple[Server, str]]:
    """A durable server and the address by which every host reaches it."""
    with private_server(durable=True) as server:
        server.stop()
        options = server.folder / "options"
        told = options.read_text("utf-8").replace("listen_addresses=''", f"listen_addresses='{GATE}'")
        options.write_text(told, "utf-8")
        with (server.folder / "data/pg_hba.conf").open("a", encoding="utf-8") as rights:
            rights.write(f"host all all {NETWORK}.0/24 trust\n")
        server.start()
        yield server, f"postgresql+psycopg://{SUPERUSER}@{GATE}/postgres"


def serve(host: Host, folder: Path, environment: Mapping[str, str]) -> Running:
    """The portal on a host: web and worker."""
    python, log = sys.executable, folder / f"{host.name}.log"
    bound = ("--config", CONFIGURATION, "--bind", f"{host.address}:{WEB_PORT}", "portal.wsgi:app")
    web = host.run((python, "-m", "gunicorn", *bound), log, environment)
    host.run((python, "-m", "flask", "--app", "portal", "worker"), folder / f"{host.name}-worker.log", environment)
    running = Running(web, WEB_PORT, log, host.address)
    answered(running.host, running.port)
    return running


def answered(host: str, port: int, path: str = "/healthz") -> None:
    """Wait until somebody answers there; raises `TimeoutError`."""
    until = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < until:
        browser = Browser(port, host=host)
        try:
            if browser.get(path).status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            browser.close()
    raise TimeoutError(f"{host}:{port}")


def proxy(front: Host, folder: Path) -> None:
    """nginx by the shipped configuration, without TLS and with both hosts behind it (docs/operating.md)."""
    configuration = folder / "nginx.conf"
    configuration.write_text(_nginx((ROOT / "deploy/nginx.conf").read_text("utf-8"), folder), "utf-8")
    front.run(("nginx", "-c", str(configuration), "-e", str(folder / "nginx-errors.log")), folder / "nginx.log", {})
    answered(FRONT, FRONT_PORT)


def _nginx(shipped: str, folder: Path) -> str:
    """The server that ends TLS, as it stands, but for what is replaced by name; raises `ValueError` where it moved."""
    begin = shipped.index("server {\n    listen 443")
    zones = "\n".join(line for line in shipped.splitlines() if line.startswith(("limit_", "log_format")))
    server = "\n".join(line for line in shipped[begin:].splitlines() if not line.strip().startswith("ssl_"))
    for old, new in {
        "listen 443 ssl http2;": f"listen {FRONT_PORT};",
        "server_name care.example.kr;": "server_name _;",
        "/var/log/nginx/portal.log portal;": f"{folder}/front.log portal;",
        "/usr/share/portal/errors/": f"{ROOT}/deploy/errors/",
        "proxy_pass http://127.0.0.1:8000;": "proxy_pass http://portal;",
        "proxy_next_upstream off;": "proxy_next_upstream error timeout;",
    }.items():
        if old not in server:
            raise ValueError(f"deploy/nginx.conf has no {old}")
        server = server.replace(old, new)
    both = "".join(f"server {address}:{WEB_PORT} max_fails=1 fail_timeout=10s; " for address in (ONE, OTHER))
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    told = zones.replace("$request_id'", "$request_id $upstream_addr'")
    return (
        f"daemon off; user root; worker_processes 1; pid {folder}/nginx.pid;\nevents {{}}\n"
        f"http {{\n{temporary}\n{told}\nupstream portal {{ {both}}}\n{server}\n}}\n"
    )
