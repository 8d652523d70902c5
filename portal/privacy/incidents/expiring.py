"""When what was done about a leak is over its time."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from portal.core.clock import day_of
from portal.core.keeping import Retention, surely_over_before
from portal.db.expiring import Expiring
from portal.privacy.incidents.models import Incident, TouchedPerson
from portal.privacy.incidents.states import INCIDENT_STATES


def _is_over(now: datetime) -> ColumnElement[bool]:
    return Incident.closed_at < surely_over_before(Retention.INCIDENT, day_of(now))


EXPIRING_ROWS = (
    Expiring(TouchedPerson, lambda now: TouchedPerson.incident_id.in_(select(Incident.id).where(_is_over(now)))),
    Expiring(Incident, _is_over, INCIDENT_STATES),
)
"""Those whom it touched first."""
