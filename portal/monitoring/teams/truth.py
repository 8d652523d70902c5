"""Whether what staff were told about the end of a charge is still so."""

from datetime import datetime

from portal.extensions import db
from portal.monitoring.teams.models import Assignment
from portal.monitoring.teams.queries import is_left_alone
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent


def untruth_of_gap(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """Somebody looks after the household again, or its care has ended."""
    ended = db.session.get(Assignment, message.subject_id)
    return None if ended is not None and is_left_alone(ended) else Unsent.ENDED
