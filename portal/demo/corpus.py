"""What the data of the demonstration tells, and its made-up sentences, dealt out so that none comes back too soon."""

import tomllib
from collections import defaultdict
from collections.abc import Callable
from functools import cache, wraps
from importlib import resources
from random import Random
from typing import Any, TypeVar

from flask import has_app_context

from portal.config import MAIN_DEMONSTRATION
from portal.extensions import current_settings

T = TypeVar("T")


def whose() -> str:
    """Whose demonstration this is; outside an application the main one's."""
    return current_settings().demonstration if has_app_context() else MAIN_DEMONSTRATION


def is_main() -> bool:
    """Whether it is that of the consortium for which the portal was made, which tells most."""
    return whose() == MAIN_DEMONSTRATION


def read_data(name: str) -> dict[str, Any]:
    """A file of `data`, of another consortium in its folder there; what that one does not tell is empty."""
    if is_main():
        return _parsed(name)
    folder = whose()
    there = resources.files("portal.demo").joinpath("data", folder, name).is_file()
    return defaultdict(list, _parsed(folder, name) if there else {})


def told_once(read: Callable[[], T]) -> Callable[[], T]:
    """Keeps what `read` makes of the data, of each consortium its own."""

    @cache
    def of(_name: str) -> T:
        return read()

    @wraps(read)
    def told() -> T:
        return of(whose())

    return told


def _parsed(*parts: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("portal.demo").joinpath("data", *parts).read_text(encoding="utf-8"))


def read_texts() -> dict[str, dict[str, list[str]]]:
    """Sentences by subject and kind; another consortium adds those of its own services and workers to the main ones."""
    texts: dict[str, dict[str, list[str]]] = _parsed("texts.toml")
    if is_main():
        return texts
    more = read_data("texts.toml")
    return {subject: kinds | dict(more[subject]) for subject, kinds in texts.items()}


class Corpus:
    """Sentences by subject and kind ("visits", "cleaning"), in an order that `chance` decides."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.texts = read_texts()
        self._left: dict[tuple[str, str], list[str]] = {}

    def text(self, subject: str, kind: str) -> str:
        left = self._left.get((subject, kind))
        if not left:
            left = list(self.texts[subject][kind])
            self.chance.shuffle(left)
            self._left[subject, kind] = left
        return left.pop()
