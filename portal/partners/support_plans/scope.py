"""Whose individual support plans somebody sees: those of the cases that they see."""

from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.core.actors import Actor
from portal.partners.support_plans.models import SupportPlan


def support_plans_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `SupportPlan`."""
    seen = select(CareCase.id).where(cases_in_scope(viewer))
    return SupportPlan.case_id.in_(seen)


def of_person(person_id: UUID) -> ColumnElement[bool]:
    """SQL on `SupportPlan`: of any case of the person."""
    return SupportPlan.case_id.in_(select(CareCase.id).where(CareCase.person_id == person_id))
