"""Whoever asked to be called at a time, among those to telephone."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from portal.coordinators.calls.to_call import Answer, ToCall, reason
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.monitoring.calls.models import CallTurn
from portal.monitoring.calls.scope import promised
from portal.web.agenda import Desk


def _rows(desk: Desk) -> Select[Any]:
    columns = reason(
        id=CallTurn.id,
        household_id=CallTurn.household_id,
        since=CallTurn.changed_at,
        due_at=CallTurn.again_at,
    )
    return select(*columns).where(promised(desk.viewer)).order_by(CallTurn.again_at, CallTurn.id)


def _answered(_turn_id: UUID, _answer: Answer) -> None:
    """The call itself has said when the next one is."""


CALL_BACKS = ToCall(
    N_("다시 걸기로 한 전화"),
    Permission.CALL_MAKE,
    _rows,
    _answered,
    script=N_("다시 걸기로 한 전화"),
    rests=False,
)
