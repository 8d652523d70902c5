"""Sockets filled otherwise, for the length of a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from portal.core.sockets import Socket

Filler = TypeVar("Filler")


@contextmanager
def filled_by(socket: Socket[Filler], *fillers: Filler, key: str = "") -> Iterator[None]:
    """Nothing but `fillers` in `socket`; what was there before comes back."""
    before = socket._fillers
    socket._fillers = {}
    for filler in fillers:
        socket.fill(filler, key)
    yield
    socket._fillers = before
