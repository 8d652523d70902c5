"""Whether what was written about a household and who is in charge of it is still so."""

from datetime import datetime

from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.caseload.queries import open_case_of_household
from portal.core.clock import day_of
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

CLOSED, REFUSED = "closed", "refused"
"""What a message says of a household beside the coordinator whom it names: care has ended, or did not begin."""


def untruth_of_household(message: OutboxMessage, now: datetime) -> Unsent | None:
    """Who is named is its coordinator, or stands in today; care that has ended has not begun again."""
    if message.subject_id is None:
        return None
    case = open_case_of_household(message.subject_id)
    if message.says in (CLOSED, REFUSED):
        return Unsent.SUPERSEDED if case else None
    if case is None:
        return Unsent.ENDED
    if str(case.coordinator_id) == message.says:
        return None
    acting = in_charge(case, day_of(now)).user
    return None if acting and str(acting.id) == message.says else Unsent.SUPERSEDED
