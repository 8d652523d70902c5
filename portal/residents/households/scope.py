"""Whose households someone may open: all, or those that a higher feature answers for."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.core.sockets import Socket, Takes
from portal.extensions import db
from portal.residents.households.models import Household

Scope = Callable[[Actor], Select[UUID]]
"""The ids of households that belong to a viewer, for instance by pairing."""

SCOPES: Socket[Scope] = Socket("scopes of households", Takes.MANY)


def households_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Household`: `viewer` works with it."""
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    if not viewer.can(Permission.HOUSEHOLD_READ):
        return false()
    return or_(false(), *(Household.id.in_(scope(viewer)) for scope in SCOPES))


def is_in_scope(household_id: UUID, viewer: Actor) -> bool:
    """Whether `viewer` works with this household; those who see all are not asked about it."""
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return True
    found = select(Household.id).where(Household.id == household_id, households_in_scope(viewer))
    return db.session.scalar(found) is not None


def require_scope(household_id: UUID, viewer: Actor) -> None:
    """Raise `NotFound` for a household outside the scope of `viewer`: it does not even exist for them."""
    if not is_in_scope(household_id, viewer):
        raise NotFound
