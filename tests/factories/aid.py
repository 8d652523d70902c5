"""Benefits asked for on somebody's behalf."""

from typing import Any

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase
from portal.core.clock import day_of
from portal.monitoring.aid.actions import Asking, ask_for_aid
from portal.monitoring.aid.models import Aid
from portal.monitoring.aid.states import AidKind
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_paired


def make_aid(coordinator: User | None = None, *, case: CareCase | None = None, **values: Any) -> Aid:
    """An emergency's living costs, asked for today at the community centre."""
    case = case or make_paired(coordinator)
    given: dict[str, Any] = {
        "kind": AidKind.EMERGENCY_LIVING,
        "agency": "망원1동 주민센터",
        "asked_on": day_of(NOW),
        "words": "일을 잃으심",
    }
    asking = Asking(**(given | values))
    return ask_for_aid(case, case.household.person, asking, actor=case.coordinator.actor, now=NOW)
