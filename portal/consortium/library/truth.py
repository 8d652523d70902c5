"""Whether a consent to press and publicity still ends on the day that the office was told."""

from datetime import datetime

from portal.consortium.library.queries import ending_consents
from portal.core.clock import day_of
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

CONSENTS = "library_consents"


def untruth_of_consents(message: OutboxMessage, now: datetime) -> Unsent | None:
    ids = [message.subject_id] if message.subject_id else []
    last_days = {each.last_day.isoformat() for each in ending_consents(day_of(now), *ids)}
    return None if message.says in last_days else Unsent.SUPERSEDED
