"""Whose requests to go over a cap somebody sees."""

from sqlalchemy import ColumnElement, true

from portal.benefits.ledger.models import CapOverride
from portal.core.actors import Actor
from portal.core.permissions import Permission


def overrides_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `CapOverride`: whoever decides sees all, whoever asked their own."""
    return true() if viewer.can(Permission.OVERRIDE_DECIDE) else CapOverride.requested_by_id == viewer.user_id
