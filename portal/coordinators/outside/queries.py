"""Reads of what was passed on to other bodies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import IS_NEWEST, cases_in_scope
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.states import OutsideState, WithdrawnFor
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.queries import agreed_plan_of
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.residents.applications.models import Application

PAGE_SIZE = 30
RUNS = OutsideLink.closed_on.is_(None)
TO_TELL = OutsideLink.tell_by.is_not(None) & OutsideLink.told_on.is_(None)
"""Bodies that have yet to hear that they shall not use any more what they were told."""
COUNTS = func.coalesce(OutsideLink.withdrawn_for != WithdrawnFor.MISTAKE, true())
"""A service link is one line that one body was asked for; what was written by mistake is none."""
TAKEN_ON = and_(COUNTS, OutsideLink.answered_on.is_not(None), OutsideLink.state != OutsideState.DECLINED)
"""Of these a body took the line on, on `answered_on`: what every figure calls a service link that was made."""


@dataclass(frozen=True, slots=True)
class LinksOfService:
    """Of a year and a service: people, service links, how many were taken on, came to an end, and wait too long."""

    service: str
    people: int
    links: int
    taken: int
    done: int
    late: int


def _links() -> Select[OutsideLink]:
    return (
        select(OutsideLink)
        .join(OutsideLink.case)
        .options(
            contains_eager(OutsideLink.case).options(
                joinedload(CareCase.household),
                joinedload(CareCase.application).joinedload(Application.person),
            ),
            joinedload(OutsideLink.line).joinedload(PlanLine.service),
        )
    )


def links_for(viewer: Actor, number: int, *, only_running: bool = True) -> Page[OutsideLink]:
    """What runs or is to be told, by when to look again, or all, the newest first."""
    viewer.require(Permission.HOUSEHOLD_READ)
    found = _links().where(cases_in_scope(viewer))
    if only_running:
        found = found.where(RUNS | TO_TELL).order_by(OutsideLink.look_again_on, OutsideLink.id)
    else:
        found = found.order_by(OutsideLink.asked_on.desc(), OutsideLink.id)
    return page_of(db.session, found, number, PAGE_SIZE)


def get_link(link_id: UUID, *, viewer: Actor) -> OutsideLink:
    """Raises `NotFound` for one that the viewer does not see."""
    viewer.require(Permission.HOUSEHOLD_READ)
    found = db.session.scalar(_links().where(OutsideLink.id == link_id, cases_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found


def links_of_plan(plan: CarePlan) -> Sequence[OutsideLink]:
    """What other bodies were asked for in the plan's case, with lines and services, the newest first.

    Nothing is asked where neither this plan nor one before it can hold a linked service.
    """
    if plan.number == 1 and not any(line.service.is_linked for line in plan.lines):
        return ()
    line = contains_eager(OutsideLink.line)
    rows = select(OutsideLink).join(OutsideLink.line).options(line, line.joinedload(PlanLine.service))
    rows = rows.where(OutsideLink.case_id == plan.case_id)
    return db.session.scalars(rows.order_by(OutsideLink.asked_on.desc(), OutsideLink.id.desc())).all()


def running_links(case_id: UUID) -> Sequence[OutsideLink]:
    """What other bodies are still asked for; a case with any of them cannot close."""
    rows = select(OutsideLink).options(joinedload(OutsideLink.line).joinedload(PlanLine.service))
    return db.session.scalars(rows.where(OutsideLink.case_id == case_id, RUNS).order_by(OutsideLink.id)).all()


def links_at_bodies(person_id: UUID) -> Sequence[OutsideLink]:
    """Of the person's newest case: what bodies were told of it, and nobody took back yet."""
    rows = select(OutsideLink).join(OutsideLink.case).join(CareCase.application)
    rows = rows.where(Application.person_id == person_id, IS_NEWEST, OutsideLink.withdrawn_for.is_(None))
    rows = rows.where(OutsideLink.state != OutsideState.WITHDRAWN)
    return db.session.scalars(rows.options(contains_eager(OutsideLink.case)).order_by(OutsideLink.id)).all()


def line_to_ask_again(link: OutsideLink) -> PlanLine | None:
    """The line of the plan that holds by which the same service can be passed on once more."""
    plan = agreed_plan_of(link.case)
    lines = plan.lines if plan else []
    own = (line for line in lines if line.id == link.plan_line_id)
    return next(own, None) or next((line for line in lines if line.service_id == link.line.service_id), None)


def runs_for(line: PlanLine) -> bool:
    """Whether a body is asked for the line, or for the same service of an earlier plan."""
    its_line = or_(PlanLine.id == line.id, PlanLine.plan_id != line.plan_id)
    asked = select(OutsideLink.id).join(OutsideLink.line).where(OutsideLink.case_id == line.plan.case_id, RUNS)
    asked = asked.where(PlanLine.service_id == line.service_id, its_line)
    return db.session.scalar(select(asked.exists())) is True


def links_of_year(year: int, viewer: Actor, today: date) -> list[LinksOfService]:
    """By the linked services in the catalogue's order, of what was asked for in the year."""
    viewer.require(Permission.HOUSEHOLD_READ)
    of_year = OutsideLink.asked_on.between(date(year, 1, 1), date(year, 12, 31))
    rows = (
        select(
            Service.name,
            func.count(CareCase.person_id.distinct()),
            func.count(OutsideLink.id),
            _count(TAKEN_ON),
            _count(OutsideLink.state == OutsideState.DONE),
            _count(RUNS & (OutsideLink.look_again_on < today)),
        )
        .select_from(OutsideLink)
        .join(OutsideLink.case)
        .join(OutsideLink.line)
        .join(PlanLine.service)
        .where(of_year, COUNTS, cases_in_scope(viewer))
        .group_by(Service.id, Service.name, Service.position)
        .order_by(Service.position)
    )
    return [LinksOfService(*row) for row in db.session.execute(rows)]


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which, OutsideLink.id)))
