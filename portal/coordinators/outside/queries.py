"""Reads of what was passed on to other bodies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.states import OutsideState
from portal.coordinators.plans.models import PlanLine
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.residents.applications.models import Application

PAGE_SIZE = 30
RUNS = OutsideLink.closed_on.is_(None)


@dataclass(frozen=True, slots=True)
class LinksOfService:
    """Of a year and a service: people, service links, and how many were taken on and came to an end."""

    service: str
    people: int
    links: int
    taken: int
    done: int


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
    """What runs, by when to look again, or all, the newest first."""
    viewer.require(Permission.REFERRAL_MANAGE)
    found = _links().where(cases_in_scope(viewer))
    if only_running:
        found = found.where(RUNS).order_by(OutsideLink.look_again_on, OutsideLink.id)
    else:
        found = found.order_by(OutsideLink.asked_on.desc(), OutsideLink.id)
    return page_of(db.session, found, number, PAGE_SIZE)


def get_link(link_id: UUID, *, viewer: Actor) -> OutsideLink:
    """Raises `NotFound` for one that the viewer does not see."""
    viewer.require(Permission.REFERRAL_MANAGE)
    found = db.session.scalar(_links().where(OutsideLink.id == link_id, cases_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found


def links_of_lines(line_ids: Collection[UUID]) -> Sequence[OutsideLink]:
    """Of lines whose household the viewer was seen to see, the newest first."""
    rows = select(OutsideLink).where(OutsideLink.plan_line_id.in_(line_ids))
    return db.session.scalars(rows.order_by(OutsideLink.asked_on.desc(), OutsideLink.id)).all()


def links_of_year(year: int, viewer: Actor) -> list[LinksOfService]:
    """By the linked services in the catalogue's order, of what was asked for in the year."""
    viewer.require(Permission.REFERRAL_MANAGE)
    of_year = OutsideLink.asked_on.between(date(year, 1, 1), date(year, 12, 31))
    rows = (
        select(
            Service.name,
            func.count(CareCase.household_id.distinct()),
            func.count(OutsideLink.id),
            _count(OutsideLink.state.in_((OutsideState.TAKEN, OutsideState.DONE))),
            _count(OutsideLink.state == OutsideState.DONE),
        )
        .select_from(OutsideLink)
        .join(OutsideLink.case)
        .join(OutsideLink.line)
        .join(PlanLine.service)
        .where(of_year, cases_in_scope(viewer))
        .group_by(Service.id, Service.name, Service.position)
        .order_by(Service.position)
    )
    return [LinksOfService(*row) for row in db.session.execute(rows)]


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which, OutsideLink.id)))
