"""Hands several households of one coordinator over to another at once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from portal.coordinators.caseload.actions import change_coordinator
from portal.coordinators.caseload.handed import tell_handed_over
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import cases_accompanied_by
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission


def hand_over_households(
    from_id: UUID,
    household_ids: Collection[UUID],
    to_id: UUID,
    *,
    reason: str,
    handover_note: str,
    actor: Actor,
    now: datetime,
) -> Sequence[CareCase]:
    """All or none: every resident is told once who accompanies them from now on, and staff get one mail for all."""
    actor.require(Permission.APPLICATION_PAIR)
    chosen = set(household_ids)
    if not chosen:
        raise DomainError(N_("넘길 가구를 하나 이상 골라 주십시오."), "households")
    cases = [case for case in cases_accompanied_by(from_id) if case.household_id in chosen]
    if len(cases) != len(chosen):
        raise Conflict(N_("그사이 담당이 바뀐 가구가 있습니다. 화면을 새로 고쳐 주십시오."), "households")
    words = {"reason": reason, "handover_note": handover_note}
    handed = [change_coordinator(case, to_id, **words, actor=actor, now=now) for case in cases]
    tell_handed_over(handed, actor=actor, now=now)
    return cases
