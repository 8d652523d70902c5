"""Which consulting records somebody sees: the office all, a member its own."""

from sqlalchemy import ColumnElement, true

from portal.consortium.consulting.models import Consulting
from portal.core.actors import Actor
from portal.core.permissions import Permission


def consultings_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Consulting`."""
    if viewer.can(Permission.CONSULTING_MANAGE):
        return true()
    return Consulting.organisation_id == viewer.organisation_id
