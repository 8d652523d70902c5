"""Whether checks of a member's workers still end when the member was told."""

from datetime import datetime

from portal.core.clock import day_of
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.workforce.workers.queries import lacking

CHECKS = "worker_checks"


def untruth_of_checks(message: OutboxMessage, now: datetime) -> Unsent | None:
    """Some end on the day that was told."""
    ids = [message.subject_id] if message.subject_id else []
    found = lacking(day_of(now), organisation_ids=ids)
    last_days = {day.isoformat() for each in found for day in each.last_days}
    return None if message.says in last_days else Unsent.SUPERSEDED
