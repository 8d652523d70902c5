"""nginx as it is shipped, with its TLS, before one gunicorn: what it takes, refuses and says. JSON by figure."""

import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

from tests.provider import self_signed
from tools.drill import tell
from tools.load.ends import HIDDEN, IN_TWO_WAYS, first_lines
from tools.load.sending import free_port
from tools.load.server import HOST, ROOT, portal, serving

OLD = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
EVERYTHING = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"
PATIENCE_SECONDS = 3.0
START_WITHIN_SECONDS = 10.0


@dataclass(frozen=True)
class Front:
    """Where nginx listens, in the clear and by TLS."""

    plain: int
    secure: int

    def connect(self, context: ssl.SSLContext) -> ssl.SSLSocket:
        return context.wrap_socket(socket.create_connection((HOST, self.secure), timeout=PATIENCE_SECONDS))

    def get(self, path: str) -> tuple[int, dict[str, str], str]:
        with self.connect(client()) as connection:
            return asked(connection, path)


def client(version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2, ciphers: str = EVERYTHING) -> ssl.SSLContext:
    """Somebody who takes this version and these ciphers, and whoever answers: the certificate is made for the hour."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers(ciphers)
    context.minimum_version = context.maximum_version = version
    return context


def asked(connection: socket.socket, path: str) -> tuple[int, dict[str, str], str]:
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
    answer = HTTPResponse(connection)
    answer.begin()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()


def agreed(front: Front, context: ssl.SSLContext) -> str | None:
    """The cipher on which both agree; None where nginx refuses."""
    with suppress(OSError), front.connect(context) as connection:
        return (connection.cipher() or ("",))[0]
    return None


def ciphers(front: Front) -> bool:
    """What nginx takes of everything that OpenSSL knows, offered one by one, and then the weakest first."""
    known = [each["name"] for each in client().get_ciphers() if each["protocol"] != "TLSv1.3"]
    taken = [name for name in known if agreed(front, client(ciphers=f"{name}:@SECLEVEL=0"))]
    first = agreed(front, client(ciphers=":".join([*reversed(taken), "@SECLEVEL=0"])))
    old = [version.name for version in OLD if agreed(front, client(version))]
    newest = agreed(front, client(ssl.TLSVersion.TLSv1_3))
    tell("ciphers of TLS 1.2", offered=len(known), taken=taken, preferred=first, tls_1_3=newest, older=old)
    sealed = all(name.startswith("ECDHE-") and ("GCM" in name or "POLY1305" in name) for name in taken)
    return sealed and first == "ECDHE-ECDSA-AES256-GCM-SHA384" and newest is not None and not old


def ends(front: Front) -> bool:
    """No request that hides in another one is answered; one that stands alone is."""
    answered = {}
    for name, sent in {**IN_TWO_WAYS, "one end": HIDDEN}.items():
        with front.connect(client()) as connection:
            connection.sendall(sent)
            answered[name] = [int(line.split()[1]) for line in first_lines(connection)]
    tell("requests with two ends", answered=answered)
    return [name for name, statuses in answered.items() if 200 in statuses] == ["one end"]


def refusals(front: Front) -> bool:
    """What nobody asks from outside is closed, and whoever comes in the clear is led to https."""
    closed = {path: front.get(path)[0] for path in ("/readyz", "/metrics")}
    with socket.create_connection((HOST, front.plain), timeout=PATIENCE_SECONDS) as connection:
        status, headers, _page = asked(connection, "/help?a=b")
    tell("closed and led on", closed=closed, plain=status, to=headers.get("location"))
    led = (status, headers.get("location")) == (301, "https://care.example.kr/help?a=b")
    return led and set(closed.values()) == {404}


def away(front: Front) -> bool:
    """gunicorn is gone: the page is ours."""
    status, headers, page = front.get("/")
    ours = {"retry-after", "strict-transport-security", "content-security-policy", "x-content-type-options"}
    tell("gunicorn is away", status=status, korean="119" in page, headers=sorted(ours & headers.keys()))
    return status == 502 and "잠시 쉬고 있습니다" in page and ours <= headers.keys()


def configuration(folder: Path, front: Front, behind: int) -> Path:
    """`deploy/nginx.conf` but for places and ports; raises `ValueError` where one moved."""
    certificate, key = self_signed(folder)
    shipped = (ROOT / "deploy/nginx.conf").read_text("utf-8")
    for old, new in {
        "listen 80;": f"listen {HOST}:{front.plain};",
        "listen 443 ssl http2;": f"listen {HOST}:{front.secure} ssl http2;",
        "/etc/ssl/portal/fullchain.pem": str(certificate),
        "/etc/ssl/portal/key.pem": str(key),
        "/var/log/nginx/portal.log": f"{folder}/front.log",
        "/usr/share/portal/errors/": f"{ROOT}/deploy/errors/",
        "http://127.0.0.1:8000": f"http://{HOST}:{behind}",
    }.items():
        if old not in shipped:
            raise ValueError(f"deploy/nginx.conf has no {old}")
        shipped = shipped.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    written = folder / "nginx.conf"
    written.write_text(
        f"daemon off; user root; worker_processes 1; pid {folder}/nginx.pid;\nevents {{}}\n"
        f"http {{\n{temporary}\n{shipped}\n}}\n",
        "utf-8",
    )
    return written


@contextmanager
def nginx(folder: Path, behind: int) -> Iterator[Front]:
    front = Front(free_port(), free_port())
    command = ["nginx", "-c", str(configuration(folder, front, behind)), "-e", str(folder / "errors.log")]
    started = subprocess.Popen(command)
    try:
        until = time.monotonic() + START_WITHIN_SECONDS
        while agreed(front, client()) is None:
            if started.poll() is not None or time.monotonic() > until:
                raise TimeoutError((folder / "errors.log").read_text("utf-8"))
            time.sleep(0.05)
        yield front
    finally:
        started.terminate()
        started.wait()


def main() -> int:
    if shutil.which("nginx") is None:
        tell("nginx", not_tried=["nginx"])
        return 1
    warnings.simplefilter("ignore", DeprecationWarning)  # TLS 1.0 and 1.1 are named to see that nobody takes them
    with tempfile.TemporaryDirectory(prefix="portal-front-") as name:
        folder = Path(name)
        served = portal(f"sqlite:///{folder / 'portal.sqlite'}", folder)
        with serving(served, folder / "log", workers=1) as running, nginx(folder, running.port) as front:
            kept = [ask(front) for ask in (ciphers, ends, refusals)]
            running.stop()
            kept.append(away(front))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
