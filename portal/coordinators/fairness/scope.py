"""Whose figures somebody sees in full: the office everybody's, a member its own."""

from uuid import UUID

from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission


def sees_all(viewer: Actor) -> bool:
    return viewer.can(Permission.FIGURES_READ)


def member_seen(viewer: Actor, asked: UUID | None) -> UUID | None:
    """The member whose figures are shown one by one; None for all of them.

    Raises `Forbidden` for whoever has nothing to do with shares, `NotFound` for another member's.
    """
    viewer.require(Permission.SHARE_READ)
    if sees_all(viewer):
        return asked
    if viewer.organisation_id is None or asked not in (None, viewer.organisation_id):
        raise NotFound
    return viewer.organisation_id
