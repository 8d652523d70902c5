"""Reads of assessments, care plans and their lines."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.benefits.eligibility.queries import LinePayer, line_payers
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.plans.models import Assessment, CarePlan, PlanLine
from portal.coordinators.plans.states import PlanState
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.extensions import db


def assessment_of(case: CareCase) -> Assessment | None:
    """The newest assessment."""
    return db.session.scalars(_assessments(case).limit(1)).first()


def assessments_of(case: CareCase) -> Sequence[Assessment]:
    """All of them, the newest first."""
    return db.session.scalars(_assessments(case)).all()


def _assessments(case: CareCase) -> Select[Assessment]:
    return (
        select(Assessment)
        .where(Assessment.case_id == case.id)
        .order_by(Assessment.assessed_at.desc(), Assessment.id.desc())
    )


def agreed_plan_of(case: CareCase) -> CarePlan | None:
    return _plan_in(case, PlanState.AGREED)


def draft_of(case: CareCase) -> CarePlan | None:
    return _plan_in(case, PlanState.DRAFT)


def _plan_in(case: CareCase, state: PlanState) -> CarePlan | None:
    return db.session.scalars(_plans(case).where(CarePlan.state == state)).unique().first()


def first_agreed_at(agreed: CarePlan) -> datetime | None:
    """When the first plan of the same case was agreed to."""
    if agreed.number == 1:
        return agreed.agreed_at
    return db.session.scalar(select(func.min(CarePlan.agreed_at)).where(CarePlan.case_id == agreed.case_id))


class CurrentPlans(NamedTuple):
    """The plan that holds and the draft that waits for agreement."""

    agreed: CarePlan | None
    draft: CarePlan | None


def current_plans(case: CareCase) -> CurrentPlans:
    """`agreed_plan_of` and `draft_of` in one statement."""
    states = (PlanState.AGREED, PlanState.DRAFT)
    found = {plan.state: plan for plan in db.session.scalars(_plans(case).where(CarePlan.state.in_(states))).unique()}
    return CurrentPlans(*map(found.get, states))


def plans_of(case: CareCase) -> Sequence[CarePlan]:
    """Every plan there was, the newest first."""
    return db.session.scalars(_plans(case)).unique().all()


def _plans(case: CareCase) -> Select[CarePlan]:
    return (
        select(CarePlan)
        .where(CarePlan.case_id == case.id)
        .options(joinedload(CarePlan.lines).joinedload(PlanLine.service))
        .order_by(CarePlan.number.desc())
    )


def next_number_of(case: CareCase) -> int:
    last = db.session.scalar(select(func.max(CarePlan.number)).where(CarePlan.case_id == case.id))
    return (last or 0) + 1


def payers_of_plans(case: CareCase, plans: Sequence[CarePlan], day: date) -> dict[UUID, LinePayer]:
    """Who pays each line of the plans that hold or are drafts, on `day`; what other bodies do has no price."""
    current = [plan for plan in plans if plan.state in (PlanState.DRAFT, PlanState.AGREED)]
    lines = {line.id: line.service for plan in current for line in plan.lines if not line.service.is_linked}
    return line_payers(case.application.person, lines, day) if lines else {}


def line(line_id: UUID, viewer: Actor) -> PlanLine:
    """A line of a plan with its plan, case and service; outside the scope of `viewer` it does not exist."""
    statement = (
        select(PlanLine)
        .join(PlanLine.plan)
        .join(CarePlan.case)
        .options(
            contains_eager(PlanLine.plan).contains_eager(CarePlan.case).joinedload(CareCase.household),
            joinedload(PlanLine.service),
        )
        .where(PlanLine.id == line_id, cases_in_scope(viewer))
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found
