"""Whose alerts somebody sees: their households', all for whoever sees all, and open ones for whoever is on call."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from portal.coordinators.caseload.scope import households_accompanied
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.duty.models import Shift
from portal.monitoring.alerts.models import Alert, AlertAttempt

READ_AFTER = timedelta(days=1)
IS_OPEN = Alert.ended_at.is_(None)


def alerts_in_scope(viewer: Actor, moment: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    if not viewer.can(Permission.ALERT_HANDLE):
        return false()
    on_call = exists().where(Shift.user_id == viewer.user_id, Shift.starts_at <= moment, Shift.ends_at > moment)
    return or_(Alert.household_id.in_(households_accompanied(viewer)), and_(IS_OPEN, on_call))


def alerts_to_read(viewer: Actor, now: datetime) -> ColumnElement[bool]:
    """Those in scope, and what the viewer saw to within a day: who is on call reads how it ended."""
    if not viewer.can(Permission.ALERT_HANDLE):
        return false()
    own = and_(AlertAttempt.by_id == viewer.user_id, AlertAttempt.at > now - READ_AFTER)
    return or_(alerts_in_scope(viewer, now), exists().where(AlertAttempt.alert_id == Alert.id, own))
