"""Which exemptions are in force, bounded by who looks."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN, cases_in_scope
from portal.core.actors import Actor
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.monitoring.duties.models import DutyExemption
from portal.monitoring.duties.scope import exempts_on
from portal.monitoring.duties.states import DutyAct

PAGE_SIZE = 50


def exemptions(viewer: Actor, day: date, number: int, *, coordinator_id: UUID | None = None) -> Page[DutyExemption]:
    """Those of households in care that hold on `day`, the first to end first."""
    viewer.require(Permission.DUTY_READ)
    found = select(DutyExemption).join(DutyExemption.case).where(OPEN, exempts_on(day))
    if not viewer.can(Permission.HOUSEHOLD_ALL):
        found = found.where(cases_in_scope(viewer))
    if coordinator_id is not None:
        found = found.where(CareCase.coordinator_id == coordinator_id)
    case = contains_eager(DutyExemption.case)
    told = [case.joinedload(each) for each in (CareCase.household, CareCase.person, CareCase.coordinator)]
    shown = found.options(*told).order_by(DutyExemption.until_on, DutyExemption.id)
    return page_of(db.session, shown, number, PAGE_SIZE)


def exempt_until(case_ids: Collection[UUID], day: date) -> Mapping[tuple[UUID, DutyAct], date]:
    """Until when each of these cases is not asked for acts of a kind; those that are asked are left out."""
    held = select(DutyExemption.case_id, DutyExemption.act, DutyExemption.until_on)
    rows = db.session.execute(held.where(DutyExemption.case_id.in_(case_ids), exempts_on(day)))
    found: dict[tuple[UUID, DutyAct], date] = {}
    for case_id, act, until_on in rows:
        found[case_id, act] = max(until_on, found.get((case_id, act), until_on))
    return found
