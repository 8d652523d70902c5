"""Where a request ends is never in doubt: gunicorn as it is shipped refuses what could be read in two ways."""

import socket
from collections.abc import Iterator

import pytest

from tools.load.server import Running, portal, serving

HOST = b"Host: 127.0.0.1\r\n"
POST = b"POST /healthz HTTP/1.1\r\n" + HOST
HIDDEN = b"GET /help HTTP/1.1\r\n" + HOST + b"\r\n"
"""A second request, in what is the body to one server and the next request to another."""

IN_TWO_WAYS = {
    "two lengths": POST + b"Content-Length: 5\r\nContent-Length: 60\r\n\r\nabcde" + HIDDEN,
    "a length of two numbers": POST + b"Content-Length: 5, 60\r\n\r\nabcde" + HIDDEN,
    "a length with a sign": POST + b"Content-Length: +5\r\n\r\nabcde" + HIDDEN,
    "a length and chunks": POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "chunks and a length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + HIDDEN,
    "an encoding that nobody knows": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "an encoding after chunks": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a space before the colon": POST + b"Content-Length : 5\r\n\r\nabcde" + HIDDEN,
    "a folded header": POST + b"Content-Length:\r\n 5\r\n\r\nabcde" + HIDDEN,
    "chunks of an old protocol": (
        b"POST /healthz HTTP/1.0\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN
    ),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("boundaries")
    with serving(portal(f"sqlite:///{folder / 'portal.sqlite'}", folder), folder / "log", workers=1) as running:
        yield running


def answers(server: Running, sent: bytes) -> list[bytes]:
    """The first line of each answer until the server closes the connection."""
    with socket.create_connection((server.host, server.port), timeout=20) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while piece := connection.recv(65536):
            received += piece
    return [line for line in received.split(b"\r\n") if line.startswith(b"HTTP/1.")]


@pytest.mark.parametrize("name", IN_TWO_WAYS)
def test_a_request_with_two_ends_is_refused(server: Running, name: str) -> None:
    (only,) = answers(server, IN_TWO_WAYS[name])
    assert only.split()[1] in (b"400", b"501")


def test_a_request_with_one_end_is_answered(server: Running) -> None:
    assert [line.split()[1] for line in answers(server, HIDDEN)] == [b"200"]
