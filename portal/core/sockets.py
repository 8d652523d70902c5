"""A place that a lower feature offers and higher ones fill with their code, each filler once."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Filler = TypeVar("Filler")


class Takes(StrEnum):
    """How many different fillers a socket takes under one key."""

    MANY = "many"
    ONE = "one"


class Taken(Exception):
    """Another filler came where only one fits: the application does not start."""


class Unfilled(Exception):
    """Nothing fills a socket that is asked for its only filler."""


class Socket(Generic[Filler]):
    """Fillers are code, so a process fills its sockets once, however many applications it makes.

    The same filler under the same key is one, however often it comes. They are asked in the order in which they came.
    A socket that needs no keys leaves them out.
    """

    def __init__(self, name: str, takes: Takes) -> None:
        self.name = name
        self.takes = takes
        self._fillers: dict[str, tuple[Filler, ...]] = {}

    def fill(self, filler: Filler, key: str = "") -> None:
        """Raises `Taken`."""
        there = self.under(key)
        if filler in there:
            return
        if there and self.takes is Takes.ONE:
            raise Taken(f"{self.name} {key}".strip() + f": {there[0]!r} is there, {filler!r} does not fit beside it")
        self._fillers[key] = (*there, filler)

    def under(self, key: str) -> tuple[Filler, ...]:
        return self._fillers.get(key, ())

    def find(self, key: str = "") -> Filler | None:
        """The first one under `key`, which is the only one where one is taken."""
        return next(iter(self.under(key)), None)

    def only(self) -> Filler:
        """The filler of a socket that is always filled; raises `Unfilled`."""
        found = self.find()
        if found is None:
            raise Unfilled(self.name)
        return found

    def items(self) -> Iterator[tuple[str, Filler]]:
        return ((key, filler) for key, fillers in self._fillers.items() for filler in fillers)

    def __iter__(self) -> Iterator[Filler]:
        return (filler for _key, filler in self.items())


@dataclass(frozen=True)
class Fill(Generic[Filler]):
    """What a feature puts into a socket of a lower one."""

    socket: Socket[Filler]
    filler: Filler
    key: str = ""

    def plug(self) -> None:
        """Raises `Taken`."""
        self.socket.fill(self.filler, self.key)
