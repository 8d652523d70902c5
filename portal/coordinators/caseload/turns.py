"""What is due to a household follows each turn of its care; a higher feature may bring its days forward."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_household
from portal.core.sockets import Socket, Takes
from portal.extensions import db

Follow = Callable[[CareCase, datetime, bool], None]
TURNS: Socket[Follow] = Socket("what follows a turn of a household's care", Takes.MANY)
"""Called in the transaction of the act with (case, now, whether the act has chosen a day that the case keeps)."""

Latest = Callable[[CareCase, datetime], date | None]
LATEST_CONTACT: Socket[Latest] = Socket("the latest day of a household's next contact", Takes.ONE)
"""Called with (case, now); None where nothing asks for more than the targets."""


def follow_turn(case: CareCase, now: datetime, *, is_day_chosen: bool) -> None:
    """Once the case says what it is to say."""
    db.session.flush()
    for follow in TURNS:
        follow(case, now, is_day_chosen)


def follow_turn_at_home(household_id: UUID, now: datetime) -> None:
    """Something that its care depends on has changed at a household; one that is not in care is asked for nothing."""
    case = open_case_of_household(household_id)
    if case is not None:
        follow_turn(case, now, is_day_chosen=False)


def latest_contact_on(case: CareCase, now: datetime) -> date | None:
    """By when a household is contacted at the latest, contacts of this moment counted, where a policy says so."""
    latest = LATEST_CONTACT.find()
    if latest is None:
        return None
    db.session.flush()
    return latest(case, now)
