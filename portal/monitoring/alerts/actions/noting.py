"""Writes down with an open alert what is heard of the person meanwhile; none of it ends the alert."""

from datetime import datetime
from uuid import UUID

from portal.audit.steps import take
from portal.coordinators.caseload.met import Met
from portal.core.actors import SYSTEM, Actor
from portal.extensions import db
from portal.monitoring.alerts import notices
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.queries import open_alert_of, was_tried
from portal.monitoring.alerts.states import ALERT_STATES, AlertVerb


def note_activity(household_id: UUID, *, at: datetime, now: datetime) -> None:
    """A sign of life after an alert began: written down, the first one as a step; it ends nothing by itself."""
    alert = open_alert_of(household_id)
    if alert is None or at <= alert.silent_since:
        return
    if alert.last_activity_at is None:
        take(ALERT_STATES, alert, AlertVerb.NOTE_ACTIVITY, actor=SYSTEM, now=now)
    _heard_at(alert, at)


def note_absence(household_id: UUID, said: str, *, by: str, actor: Actor, now: datetime) -> None:
    """Somebody is announced to be away, or their care to rest or end, while they are looked for.

    Whoever looks hears `by` whom; it ends nothing.
    """
    alert = open_alert_of(household_id)
    if alert is None:
        return
    take(ALERT_STATES, alert, AlertVerb.NOTE_ABSENCE, actor=actor, now=now, note=f"{said}, {by}")
    db.session.flush()
    notices.tell_of_absence(alert, by, actor=actor, now=now)


def note_contact(met: Met, *, actor: Actor, now: datetime) -> None:
    """Staff met or called the person, or tried to: a step at whatever turn it is, and whoever looks hears who spoke.

    What the same call has told the alert as an attempt is not told twice, nor what was before the silence.
    """
    alert = open_alert_of(met.household_id)
    if alert is None or met.at < alert.silent_since or was_tried(alert, actor.user_id, now):
        return
    take(ALERT_STATES, alert, AlertVerb.NOTE_CONTACT, actor=actor, now=now, note=met.said)
    if met.spoke:
        _heard_at(alert, met.at)
        notices.tell_of_contact(alert, actor=actor, now=now)
    db.session.flush()


def _heard_at(alert: Alert, at: datetime) -> None:
    if alert.last_activity_at is None or alert.last_activity_at < at:
        alert.last_activity_at = at
    db.session.flush()
