"""What people in care asked for, among the reasons to telephone: a word by telephone answers it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from portal.coordinators.calls.states import CallResult
from portal.coordinators.calls.to_call import Answer, ToCall, reason
from portal.coordinators.requests.actions import answer_request
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.requests.queries import OPEN, get_request
from portal.coordinators.requests.scope import requests_in_scope
from portal.coordinators.requests.states import RequestKind
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.plain import plain
from portal.web.agenda import Desk

BY_TELEPHONE = N_("전화로 말씀 나누었습니다.")
"""What the resident reads; what was said on the telephone stays with the staff."""


def _rows(desk: Desk) -> Select[Any]:
    """Who wishes for another coordinator is called by whoever answers that, not from a list."""
    columns = reason(
        id=CareRequest.id,
        household_id=CareRequest.household_id,
        person_id=CareRequest.person_id,
        since=CareRequest.asked_at,
        due_at=CareRequest.due_at,
    )
    told = CareRequest.kind != plain(RequestKind.OTHER_COORDINATOR)
    return (
        select(*columns).where(requests_in_scope(desk.viewer), OPEN, told).order_by(CareRequest.due_at, CareRequest.id)
    )


def _answered(request_id: UUID, answer: Answer) -> None:
    if answer.result is CallResult.SPOKE:
        request = get_request(request_id, viewer=answer.actor)
        answer_request(request, BY_TELEPHONE, actor=answer.actor, now=answer.now)


ASKED = ToCall(N_("부탁하신 것"), Permission.REQUEST_ANSWER, _rows, _answered, script=N_("부탁하신 것"))
