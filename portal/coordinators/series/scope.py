"""Whose regular visits somebody sees."""

from sqlalchemy import ColumnElement, false, or_, select, true

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.series.models import CareSeries
from portal.core.actors import Actor
from portal.core.permissions import Permission


def series_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `CareSeries`: those asked of the viewer's own co-operative, those of the cases that the viewer sees."""
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    allowed: list[ColumnElement[bool]] = [false()]
    if viewer.can(Permission.REFERRAL_ANSWER) and viewer.organisation_id is not None:
        allowed.append(CareSeries.organisation_id == viewer.organisation_id)
    if viewer.can(Permission.CASELOAD_OWN):
        allowed.append(CareSeries.case_id.in_(select(CareCase.id).where(cases_in_scope(viewer))))
    return or_(*allowed)
