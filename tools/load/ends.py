"""Requests that end in two ways: what one server takes for a body the next takes for another request."""

import socket
from contextlib import suppress

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


def first_lines(connection: socket.socket) -> list[bytes]:
    """The first line of each answer until the server closes the connection, or says nothing more."""
    received = b""
    with suppress(TimeoutError):
        while piece := connection.recv(65536):
            received += piece
    return [line for line in received.split(b"\r\n") if line.startswith(b"HTTP/1.")]
