"""Who telephones after the coordinator: whoever stands in for them, or is on call; else the office does.

While the office is closed nobody is there but whoever is on call, whose turn it may have been already.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.accounts.models import User
from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.caseload.queries import open_case_of_household, profile_of
from portal.core.clock import day_of
from portal.duty.models import Shift
from portal.duty.queries import on_call_alone, on_call_at, working
from portal.leave.queries import deputies_of


@dataclass(frozen=True, slots=True)
class Deputy:
    """The account, and the telephone that the roster or their profile has, "" where neither does."""

    user: User
    phone: str
    on_call: bool


def deputy_of(household_id: UUID, now: datetime) -> Deputy | None:
    """Another one than whose turn it was before; None where the office itself telephones.

    In office hours whoever is named for the coordinator's leaves knows the household best; at any other time only
    whoever is on call is there.
    """
    if not working().is_open(now):
        return _on_call(on_call_at(now))
    case = open_case_of_household(household_id)
    charge = in_charge(case, day_of(now)) if case else None
    before = charge.user if charge else None
    if case is not None:
        for user in deputies_of(case.coordinator_id, day_of(now)):
            if before is None or user.id != before.id:
                profile = profile_of(user.id)
                return Deputy(user, profile.phone if profile else "", on_call=False)
    shift = on_call_at(now)
    return None if before is not None and shift is not None and shift.user_id == before.id else _on_call(shift)


def _on_call(shift: Shift | None) -> Deputy | None:
    return Deputy(shift.user, shift.phone, on_call=True) if shift is not None else None


def has_nobody_else(household_id: UUID, since: datetime, now: datetime) -> bool:
    """Whether only whoever is on call is there, who has been asked already at the turn that began at `since`."""
    shift = on_call_alone(now)
    if shift is None:
        return False
    earlier = on_call_alone(since)
    if earlier is not None:
        return earlier.user_id == shift.user_id
    case = open_case_of_household(household_id)
    charge = in_charge(case, day_of(since)) if case else None
    return charge is not None and charge.user is not None and charge.user.id == shift.user_id
