"""Silence as it passes by: the hours after NOW, the sweep, and what it leads to."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AlertLevel
from portal.monitoring.devices.models import Device
from portal.monitoring.watching.calling import BLIND
from portal.monitoring.watching.health import look_at_devices, look_at_suppliers
from portal.monitoring.watching.sweep import judge_due
from portal.monitoring.watching.unseen import tell_of_unseen
from portal.web.agenda import Desk
from tests.factories.consortium import NOW
from tests.factories.devices import OFFICE, take, told

MINUTE = timedelta(minutes=1)


def after(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def sweep(now: datetime) -> None:
    """As the job does."""
    look_at_suppliers(now)
    look_at_devices(now)
    judge_due(now)
    tell_of_unseen(now)


def levels(session: Session) -> list[AlertLevel]:
    return list(session.scalars(select(Alert.level).order_by(Alert.raised_at)))


def to_call(session: Session, now: datetime) -> list[object]:
    return [row.household_id for row in session.execute(BLIND.rows(Desk(OFFICE, now)))]


def move(device: Device, at: datetime, *, now: datetime | None = None) -> None:
    take(device.supplier, told(device, at, "motion"), now=now or at)
