"""Whether what was written about a household and who is in charge of it is still so."""

from datetime import datetime

from portal.coordinators.caseload.charge import InCharge, in_charge
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_household
from portal.core.clock import day_of
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

CLOSED, REFUSED = "closed", "refused"
"""What a message says of a household beside the coordinator whom it names: care has ended, or did not begin."""


def says_of(charge: InCharge, case: CareCase) -> str:
    """Whom a message names: the coordinator of the household, or who stands in and until when."""
    if charge.user is not None and charge.until_on is not None:
        return f"{charge.user.id} {charge.until_on}"
    return str(case.coordinator_id)


def untruth_of_household(message: OutboxMessage, now: datetime) -> Unsent | None:
    """Who is named is its coordinator, or stands in today, as the message says; care that ended has not begun again.

    Whoever stands in is not told of as the coordinator, nor the other way round: the one goes on, the other ends.
    """
    if message.subject_id is None:
        return None
    case = open_case_of_household(message.subject_id)
    if message.says in (CLOSED, REFUSED):
        return Unsent.SUPERSEDED if case else None
    if case is None:
        return Unsent.ENDED
    if str(case.coordinator_id) == message.says:
        return None
    return None if says_of(in_charge(case, day_of(now)), case) == message.says else Unsent.SUPERSEDED
