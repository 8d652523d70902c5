"""Whether what was written about a visit is still so."""

from datetime import datetime

from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import CANCELLED, VisitState
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

_REPLACED = CANCELLED | {VisitState.MOVED}


def says_of(visit: Visit) -> str:
    """What a message says of a visit: how it stands, and when it is."""
    stands = "cancelled" if visit.state in CANCELLED else visit.state.value
    return f"{stands} {visit.starts_at.isoformat()}"


def untruth_of_visit(message: OutboxMessage, now: datetime) -> Unsent | None:
    """It stands as it did and is at the time that was told; what is still to come has not begun."""
    visit = db.session.get(Visit, message.subject_id)
    if visit is None:
        return Unsent.ENDED
    if says_of(visit) != message.says:
        return Unsent.SUPERSEDED if visit.state in _REPLACED or visit.state is VisitState.BOOKED else Unsent.ENDED
    return Unsent.LATE if visit.state is VisitState.BOOKED and visit.starts_at <= now else None
