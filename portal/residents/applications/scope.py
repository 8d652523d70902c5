"""Who sees which applications as whoever sent them in for a dong office."""

from sqlalchemy import ColumnElement, and_, false

from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.residents.applications.models import Application
from portal.residents.applications.states import Intake


def referred_by(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Application`: the viewer sent it in themselves; what colleagues of the same office sent is theirs."""
    if not viewer.can(Permission.APPLICATION_REFER):
        return false()
    return and_(Application.intake == Intake.DONG_OFFICE, Application.entered_by_id == viewer.user_id)
