"""What the office looks at of privacy: emergencies."""

from datetime import datetime

from portal.accounts.models import User
from portal.privacy.emergency.actions import open_household
from portal.privacy.emergency.models import EmergencyAccess
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator, make_paired


def make_access(user: User | None = None, *, now: datetime = NOW) -> EmergencyAccess:
    """A household of another coordinator, opened by `user`."""
    user = user or make_coordinator("박바다")
    case = make_paired(make_coordinator("남나무"), now=now)
    return open_household(f"가구 {case.household.number}", "이웃이 걱정된다고 전화함", actor=user.actor, now=now)
