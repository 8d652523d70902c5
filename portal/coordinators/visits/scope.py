"""Whose visits somebody sees."""

from sqlalchemy import ColumnElement, false, or_, select, true

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.referrals.models import Referral
from portal.coordinators.visits.models import Visit
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.residents.helpers.scope import people_seen_by
from portal.residents.households.models import Person


def visits_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Visit`: of one's own co-operative, of the cases that one sees, of one's own household."""
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    allowed: list[ColumnElement[bool]] = [false()]
    if viewer.can(Permission.VISIT_RECORD) and viewer.organisation_id is not None:
        allowed.append(Visit.organisation_id == viewer.organisation_id)
    if viewer.can(Permission.CASELOAD_OWN):
        cases = select(CareCase.id).where(cases_in_scope(viewer))
        allowed.append(Visit.referral_id.in_(select(Referral.id).where(Referral.case_id.in_(cases))))
    if viewer.can(Permission.MY_CASE):
        allowed.append(Visit.household_id.in_(select(Person.household_id).where(Person.id.in_(people_seen_by(viewer)))))
    return or_(*allowed)
