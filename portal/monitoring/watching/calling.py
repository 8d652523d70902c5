"""People whom no device sees, because each is broken or its supplier at fault, among those to telephone."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from portal.coordinators.calls.states import CallResult
from portal.coordinators.calls.to_call import Answer, ToCall, reason
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.monitoring.watching.actions import hear_by_call
from portal.monitoring.watching.models import Watch
from portal.monitoring.watching.scope import is_watched, watches_in_scope
from portal.web.agenda import Desk


def _rows(desk: Desk) -> Select[Any]:
    columns = reason(
        weight=Weight.ALARM,
        id=Watch.household_id,
        household_id=Watch.household_id,
        person_id=Watch.person_id,
        since=Watch.to_call_since,
        due_at=Watch.to_call_since,
    )
    blind = select(*columns).where(Watch.to_call_since.is_not(None), is_watched(), watches_in_scope(desk.viewer))
    return blind.order_by(Watch.to_call_since, Watch.household_id)


def _answered(household_id: UUID, answer: Answer) -> None:
    """Only who was spoken to leaves the list: whatever else came of a call says nothing of how they are."""
    if answer.result is CallResult.SPOKE:
        hear_by_call(household_id, actor=answer.actor, now=answer.now)


BLIND = ToCall(N_("기기로 볼 수 없는 분"), Permission.CALL_MAKE, _rows, _answered, script=N_("안부 전화"))
