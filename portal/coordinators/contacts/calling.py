"""Households to contact, among those to telephone."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from portal.coordinators.calls.to_call import Answer, ToCall, reason
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import due_by
from portal.coordinators.caseload.scope import open_cases_in_scope
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.agenda import Desk


def _rows(desk: Desk) -> Select[Any]:
    columns = reason(
        id=CareCase.id,
        household_id=CareCase.household_id,
        person_id=CareCase.person_id,
        since=CareCase.opened_at,
        due_on=CareCase.next_contact_on,
    )
    due = select(*columns).where(open_cases_in_scope(desk.viewer), due_by(desk.day))
    return due.order_by(CareCase.next_contact_on, CareCase.id)


def _answered(_case_id: UUID, _answer: Answer) -> None:
    """The contact that was kept of the call has set the day of the next one."""


DUE = ToCall(N_("안부 전화"), Permission.CALL_MAKE, _rows, _answered, script=N_("안부 전화"))
