"""Which signals that lie apart somebody sees: all whoever works with suppliers, open calls for help who is on call."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, true

from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.duty.scope import is_on_call
from portal.monitoring.signals.models import ApartSignal
from portal.monitoring.signals.states import Apart


def is_open_call() -> ColumnElement[bool]:
    """Nobody has found out yet whose call for help it is."""
    return and_(ApartSignal.settled_at.is_(None), ApartSignal.why == Apart.HELP)


def apart_in_scope(viewer: Actor, moment: datetime) -> ColumnElement[bool]:
    if viewer.can(Permission.SUPPLIER_MANAGE):
        return true()
    if not viewer.can(Permission.ALERT_HANDLE):
        return false()
    return and_(is_open_call(), is_on_call(viewer.user_id, moment))
