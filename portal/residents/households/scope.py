"""Whose households someone may open: the office all, others those that a higher feature answers for."""

from collections.abc import Callable
from uuid import UUID

from portal.core.errors import NotFound
from portal.core.permissions import Actor, Permission, Role
from portal.core.sockets import Socket, Takes

Scope = Callable[[UUID, Actor], bool]

SCOPES: Socket[Scope] = Socket("scopes of households", Takes.MANY)
"""Tell whether a household belongs to a viewer, for instance by pairing."""


def is_in_scope(household_id: UUID, viewer: Actor) -> bool:
    """Whether `viewer` works with this household."""
    if viewer.has(Role.OFFICE):
        return True
    return viewer.can(Permission.HOUSEHOLD_READ) and any(scope(household_id, viewer) for scope in SCOPES)


def require_scope(household_id: UUID, viewer: Actor) -> None:
    """Raise `NotFound` for a household outside the scope of `viewer`: it does not even exist for them."""
    if not is_in_scope(household_id, viewer):
        raise NotFound
