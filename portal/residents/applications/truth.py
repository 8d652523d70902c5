"""Whether what was written about an application is still so."""

from datetime import datetime

from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.notifications.truth import has_died
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState

STILL_COMING = frozenset({ApplicationState.RECEIVED, ApplicationState.PAIRED})


def untruth_of_application(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """It stands as the message says; without such words somebody will call until it is decided otherwise."""
    application = db.session.get(Application, message.subject_id)
    stands_for = {message.says} if message.says else STILL_COMING
    if application is None or application.state not in stands_for:
        return Unsent.ENDED
    return Unsent.DIED if has_died(application.person_id) else None
