"""Alerts come along when two files turn out to be of one person; two open ones are one."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.extensions import db
from portal.monitoring.alerts.actions import merge_alert, part_alert
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.queries import open_alert_of
from portal.residents.households.joining import Carrier, Joining
from portal.residents.households.models import Person

ALERTS, MERGED = "alerts", "alerts merged"


def carry(joining: Joining) -> None:
    theirs, ours = open_alert_of(joining.gone.household_id), open_alert_of(joining.kept.household_id)
    if theirs is not None and ours is not None:
        merge_alert(theirs, ours, actor=joining.actor, now=joining.now)
        joining.note(MERGED, [theirs.id])
    found = db.session.scalars(select(Alert).where(Alert.household_id == joining.gone.household_id)).all()
    joining.note(ALERTS, (alert.id for alert in found))
    _move(found, joining.kept)


def give_back(joining: Joining) -> None:
    noted = db.session.scalars(select(Alert).where(Alert.id.in_(joining.noted(ALERTS)))).all()
    _move(noted, joining.gone)
    for alert in db.session.scalars(select(Alert).where(Alert.id.in_(joining.noted(MERGED)))):
        part_alert(alert, actor=joining.actor, now=joining.now)


def _move(alerts: Sequence[Alert], person: Person) -> None:
    for alert in alerts:
        alert.household_id = person.household_id
    db.session.flush()


CARRIER = Carrier(carry, give_back)
