"""The made-up sentences of the demonstration, dealt out so that none comes back before all the others were used."""

import tomllib
from importlib import resources
from random import Random
from typing import Any


def read_data(name: str) -> dict[str, Any]:
    """One of the files in `data`."""
    return tomllib.loads(resources.files("portal.demo").joinpath("data", name).read_text(encoding="utf-8"))


class Corpus:
    """Sentences by subject and kind ("visits", "cleaning"), in an order that `chance` decides."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.texts: dict[str, dict[str, list[str]]] = read_data("texts.toml")
        self._left: dict[tuple[str, str], list[str]] = {}

    def text(self, subject: str, kind: str) -> str:
        left = self._left.get((subject, kind))
        if not left:
            left = list(self.texts[subject][kind])
            self.chance.shuffle(left)
            self._left[subject, kind] = left
        return left.pop()
