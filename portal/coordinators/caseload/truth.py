"""Whether what was written about a household and its coordinator is still so."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_household
from portal.coordinators.caseload.states import ClosureReason
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.residents.applications.models import Application

CLOSED, REFUSED = "closed", "refused"
"""What a message says of a household beside the coordinator whom it names: care has ended, or did not begin."""


def untruth_of_household(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """A coordinator who is named is the one; care that has ended has not begun again."""
    if message.subject_id is None:
        return None
    case = open_case_of_household(message.subject_id)
    if message.says in (CLOSED, REFUSED):
        return Unsent.SUPERSEDED if case else None
    if case is None:
        return Unsent.ENDED
    return None if str(case.coordinator_id) == message.says else Unsent.SUPERSEDED


def died_in_care(person_id: UUID) -> bool:
    """Whether a case of this person ended by their death."""
    died = (CareCase.application_id == Application.id) & (CareCase.closure_reason == ClosureReason.DIED)
    return bool(db.session.scalar(select(exists().where(Application.person_id == person_id, died))))
