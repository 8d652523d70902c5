"""How things that lower layers know only as (kind, id) are shown and where they are opened."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

from flask import g

from portal.core.actors import Actor
from portal.core.errors import Forbidden, NotFound
from portal.core.sockets import Socket, Takes
from portal.web.access import current_actor


@dataclass(frozen=True)
class Link:
    text: str
    url: str


Show = Callable[[UUID], Link | None]
"""None for a thing that is gone or out of the viewer's scope."""

T_co = TypeVar("T_co", covariant=True)


class LookUp(Protocol[T_co]):
    """A query of one thing that asks who looks."""

    def __call__(self, thing_id: UUID, /, *, viewer: Actor) -> T_co: ...


LINKS: Socket[Show] = Socket("links by kind", Takes.ONE)


def seen(look_up: LookUp[T_co], thing_id: UUID) -> T_co | None:
    """The thing as the present viewer may see it; None for one that is gone or out of their scope."""
    try:
        return look_up(thing_id, viewer=current_actor())
    except (Forbidden, NotFound):
        return None


def link_to(kind: str, thing_id: UUID) -> Link | None:
    """The link to a thing for the present viewer; a page that names it often looks it up once."""
    show = LINKS.find(kind)
    known: dict[tuple[str, UUID], Link | None] = g.setdefault("links", {})
    if show and (kind, thing_id) not in known:
        known[kind, thing_id] = show(thing_id)
    return known.get((kind, thing_id))
