"""Whether minutes that somebody was asked to confirm are still out."""

from datetime import datetime

from portal.consortium.minutes.models import Minutes
from portal.consortium.minutes.states import MinutesState
from portal.core.clock import day_of
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent


def untruth_of_minutes(message: OutboxMessage, now: datetime) -> Unsent | None:
    minutes = db.session.get(Minutes, message.subject_id)
    if minutes is None or minutes.state is not MinutesState.OUT:
        return Unsent.ENDED
    return Unsent.LATE if day_of(now) > minutes.until else None
