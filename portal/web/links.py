"""How things that lower layers know only as (kind, id) are shown and where they are opened."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import g

from portal.core.sockets import Socket, Takes


@dataclass(frozen=True)
class Link:
    text: str
    url: str


Show = Callable[[UUID], Link | None]
"""None for a thing that is gone or out of the viewer's scope."""

LINKS: Socket[Show] = Socket("links by kind", Takes.ONE)


def link_to(kind: str, thing_id: UUID) -> Link | None:
    """The link to a thing for the present viewer; a page that names it often looks it up once."""
    show = LINKS.find(kind)
    known: dict[tuple[str, UUID], Link | None] = g.setdefault("links", {})
    if show and (kind, thing_id) not in known:
        known[kind, thing_id] = show(thing_id)
    return known.get((kind, thing_id))
