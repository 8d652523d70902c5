"""Which workers somebody sees: the office all, a co-operative its own."""

from sqlalchemy import ColumnElement, false, true

from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.workforce.workers.models import Worker


def workers_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Worker`."""
    if viewer.can(Permission.WORKER_OWN):
        return Worker.organisation_id == viewer.organisation_id
    return true() if viewer.can(Permission.WORKER_READ) else false()
