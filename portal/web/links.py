"""How things that lower layers know only as (kind, id) are shown and where they are opened."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Link:
    text: str
    url: str


_SHOWN: dict[str, Callable[[UUID], Link | None]] = {}


def register(kind: str, show: Callable[[UUID], Link | None]) -> None:
    """Let `show` present things of `kind`; it answers None for one that is gone or out of the viewer's scope."""
    _SHOWN[kind] = show


def link_to(kind: str, thing_id: UUID) -> Link | None:
    show = _SHOWN.get(kind)
    return show(thing_id) if show else None
