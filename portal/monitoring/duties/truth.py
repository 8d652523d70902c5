"""Whether what staff were told about duties is still so."""

from datetime import datetime

from sqlalchemy import select

from portal.core.clock import day_of
from portal.extensions import db
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.scope import IS_OPEN, OF_COORDINATORS, OF_OFFICE, overdue_at, warning_horizon, week_ends
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

SUBJECT = "duties"
"""The duties of one coordinator, by whose id it is known; where the office's own are told, the first of them."""
SOON, OVERDUE, OF_THE_OFFICE = "soon", "overdue", "office"


def untruth_of_duties(message: OutboxMessage, now: datetime) -> Unsent | None:
    """Nobody is told of what was done, exempted or moved since."""
    soon_until = max(week_ends(day_of(now)), warning_horizon(now))
    told = overdue_at(now) if message.says == OVERDUE else IS_OPEN & (CareDuty.due_at <= soon_until)
    if message.says == OF_THE_OFFICE:
        found = select(CareDuty.id).where(OF_OFFICE, overdue_at(now))
    else:
        found = select(CareDuty.id).where(CareDuty.coordinator_id == message.subject_id, OF_COORDINATORS, told)
    return None if db.session.scalar(found.limit(1)) else Unsent.ENDED
