"""Reads of alerts, each bounded by who looks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.duty.queries import shift_spans
from portal.extensions import current_settings, db
from portal.monitoring.alerts.models import Alert, AlertAttempt
from portal.monitoring.alerts.rules import Attendance

OPEN = Alert.ended_at.is_(None)


def open_alert_of(household_id: UUID) -> Alert | None:
    """Whoever looks."""
    return db.session.scalars(select(Alert).where(Alert.household_id == household_id, OPEN)).one_or_none()


def last_attempt_of(alert: Alert) -> AlertAttempt:
    """The portal's own question is the first one, so there is always one."""
    tried = select(AlertAttempt).where(AlertAttempt.alert_id == alert.id)
    return db.session.scalars(tried.order_by(AlertAttempt.at.desc(), AlertAttempt.id.desc()).limit(1)).one()


def due_alerts(now: datetime, *, limit: int) -> Sequence[Alert]:
    """Open ones whose turn is over, or that seem to have begun later than now; the longest due first."""
    due = select(Alert).where(OPEN, or_(Alert.due_at <= now, Alert.rung_at > now)).options(joinedload(Alert.household))
    return db.session.scalars(due.order_by(Alert.due_at, Alert.id).limit(limit)).all()


def attendance(now: datetime) -> Attendance:
    """When somebody looks, from `now` on."""
    settings = current_settings()
    return Attendance(settings.office_opens, settings.office_closes, shift_spans(now))
