"""Whose devices somebody sees: those of the households that they work with."""

from sqlalchemy import ColumnElement, select, true

from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.monitoring.devices.models import Device
from portal.residents.households.models import Household
from portal.residents.households.scope import households_in_scope


def devices_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Device`."""
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    return Device.household_id.in_(select(Household.id).where(households_in_scope(viewer)))
