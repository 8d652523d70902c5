"""Who telephones after the coordinator: whoever stands in for them, or is on call; else the office does."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.accounts.models import User
from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.caseload.queries import open_case_of_household, profile_of
from portal.core.clock import day_of
from portal.duty.queries import on_call_at, working
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
    case = open_case_of_household(household_id)
    charge = in_charge(case, day_of(now)) if case else None
    before = charge.user if charge else None
    if case is not None and working().is_open(now):
        for user in deputies_of(case.coordinator_id, day_of(now)):
            if before is None or user.id != before.id:
                profile = profile_of(user.id)
                return Deputy(user, profile.phone if profile else "", on_call=False)
    shift = on_call_at(now)
    if shift is None or (before is not None and shift.user_id == before.id):
        return None
    return Deputy(shift.user, shift.phone, on_call=True)
