"""A client that keeps its connection and its cookies, and costs little beside the server that it measures."""

import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

from tools.load.server import HOST

TIMEOUT_SECONDS = 120.0
RECEIVED_AT_ONCE = 262_144
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: *([^=;\r]+)=([^;\r]*)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
_CLOSING = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
_HIDDEN = re.compile(r"<input\b[^>]*\bname=\"(csrf_token|form_key|shown)\"[^>]*>")
_VALUE = re.compile(r"\bvalue=\"([^\"]*)\"")
Fields = Mapping[str, str | Sequence[str]]


class ConnectionLost(Exception):
    """The server ended the connection before it had answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `location` is the path of a redirect."""

    status: int
    head: bytes
    body: bytes

    @property
    def location(self) -> str:
        found = _LOCATION.search(self.head)
        if found is None:
            return ""
        parts = urlsplit(found[1].decode())
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def text(self) -> str:
        return self.body.decode()

    def hidden(self) -> dict[str, str]:
        """What the page's last form sends unseen; the page's own form stands below those of its head."""
        values: dict[str, str] = {}
        for tag in _HIDDEN.finditer(self.text):
            value = _VALUE.search(tag[0])
            values[tag[1]] = unescape(value[1]) if value else ""
        return values


@dataclass
class Browser:
    """One visitor of the server on `port`."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    host: str = HOST
    headers: Mapping[str, str] = field(default_factory=dict)
    _connection: socket.socket | None = None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"")

    def post(self, path: str, fields: Fields) -> Answer:
        return self._ask("POST", path, urlencode(fields, doseq=True).encode())

    def another(self) -> "Browser":
        """The same visitor on a connection of its own."""
        return Browser(self.port, dict(self.cookies), self.host)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def connect(self) -> socket.socket:
        """The connection, opened now so that the next request need not wait for it."""
        if self._connection is None:
            self._connection = socket.create_connection((self.host, self.port), timeout=TIMEOUT_SECONDS)
            self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._connection

    def _ask(self, method: str, path: str, body: bytes) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nAccept: text/html\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        if cookies:
            head += f"Cookie: {cookies}\r\n"
        if method == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        answer = self._exchange(head.encode() + b"\r\n" + body)
        for name, value in _COOKIE.findall(answer.head):
            self.cookies[name.decode()] = value.decode()
        if _CLOSING.search(answer.head):
            self.close()
        return answer

    def _exchange(self, message: bytes) -> Answer:
        kept = self._connection is not None
        try:
            return self._send(message)
        except (ConnectionLost, BrokenPipeError, ConnectionResetError):
            self.close()
            if not kept:
                raise
            return self._send(message)

    def _send(self, message: bytes) -> Answer:
        connection = self.connect()
        connection.sendall(message)
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += _more(connection)
        head = bytes(received[:end])
        length = _LENGTH.search(head)
        wanted = end + 4 + (int(length[1]) if length else 0)
        while len(received) < wanted:
            received += _more(connection)
        return Answer(int(head[9:12]), head, bytes(received[end + 4 :]))


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(RECEIVED_AT_ONCE)
    if not data:
        raise ConnectionLost
    return data
