"""Whether what was written about regular visits is still so."""

from datetime import datetime

from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.states import SeriesState
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent


def untruth_of_series(message: OutboxMessage, now: datetime) -> Unsent | None:
    """It stands as the message says; who is asked for an answer can still give one."""
    series = db.session.get(CareSeries, message.subject_id)
    if series is None:
        return Unsent.ENDED
    if message.says != series.state.value:
        return Unsent.SUPERSEDED
    return Unsent.LATE if series.state is SeriesState.ASKED and series.answer_due_at <= now else None
