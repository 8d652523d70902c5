"""Whose places somebody sees."""

from uuid import UUID

from portal.core.actors import Actor
from portal.core.permissions import Permission


def sees_places_of(organisation_id: UUID, viewer: Actor) -> bool:
    """The staff of a member see its own places, those who read capacity see all."""
    return viewer.can(Permission.CAPACITY_READ) or viewer.organisation_id == organisation_id
