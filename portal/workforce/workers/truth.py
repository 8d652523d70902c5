"""Whether checks of a member's workers still end when the member was told."""

from datetime import datetime

from portal.core.clock import day_of
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.workforce.workers.queries import lacking

CHECKS = "worker_checks"


def untruth_of_checks(message: OutboxMessage, now: datetime) -> Unsent | None:
    """The next that end do so on the day that was told."""
    ids = [message.subject_id] if message.subject_id else []
    last_days = {each.last_day for each in lacking(day_of(now), organisation_ids=ids)}
    return None if message.says in {day.isoformat() for day in last_days if day} else Unsent.SUPERSEDED
