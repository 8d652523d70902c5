"""Reads of what people in care asked for."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.coordinators.requests.models import CareRequest
from portal.coordinators.requests.scope import requests_in_scope
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.residents.households.queries import person_of_user

PAGE_SIZE = 30
SHOWN_AT_MOST = 50
OPEN = CareRequest.ended_at.is_(None)


def requests_for(viewer: Actor, number: int, *, only_open: bool = True) -> Page[CareRequest]:
    """What was asked for, the open ones by when they are to be answered, then the newest first."""
    viewer.require(Permission.REQUEST_ANSWER)
    mine = requests_in_scope(viewer)
    chosen = mine & OPEN if only_open else mine
    order = (CareRequest.due_at,) if only_open else (CareRequest.asked_at.desc(),)
    rows = _with_people().where(chosen).order_by(*order, CareRequest.id)
    return page_of(db.session, rows, number, PAGE_SIZE)


def open_count(viewer: Actor) -> Select[int]:
    """How many wait; stands in the menu."""
    return select(func.count()).select_from(CareRequest).where(requests_in_scope(viewer), OPEN)


def _with_people() -> Select[CareRequest]:
    return select(CareRequest).options(
        joinedload(CareRequest.person), joinedload(CareRequest.household), joinedload(CareRequest.case)
    )


def get_request(request_id: UUID, *, viewer: Actor) -> CareRequest:
    """Raises `NotFound` for one that the viewer does not see."""
    viewer.require(Permission.REQUEST_ANSWER)
    found = db.session.scalar(_with_people().where(CareRequest.id == request_id, requests_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found


def requests_of_household(household_id: UUID, *, viewer: Actor) -> Sequence[CareRequest]:
    """What one household asked for, as far as the viewer sees it, the newest first."""
    rows = select(CareRequest).where(CareRequest.household_id == household_id, requests_in_scope(viewer))
    return db.session.scalars(rows.order_by(CareRequest.asked_at.desc(), CareRequest.id).limit(SHOWN_AT_MOST)).all()


def own_requests(person_id: UUID) -> Sequence[CareRequest]:
    """What the person themselves asked for, the newest first."""
    rows = select(CareRequest).where(CareRequest.person_id == person_id)
    return db.session.scalars(rows.order_by(CareRequest.asked_at.desc(), CareRequest.id).limit(SHOWN_AT_MOST)).all()


def own_request(request_id: UUID, *, viewer: Actor) -> CareRequest:
    """One that the signed-in resident made; raises `NotFound` for any other."""
    person = person_of_user(viewer.user_id) if viewer.user_id else None
    found = db.session.get(CareRequest, request_id)
    if found is None or person is None or found.person_id != person.id:
        raise NotFound
    return found


def open_requests_of_case(case_id: UUID) -> Sequence[CareRequest]:
    rows = select(CareRequest).where(CareRequest.case_id == case_id, OPEN)
    return db.session.scalars(rows.order_by(CareRequest.asked_at, CareRequest.id)).all()


def request_by_application(application_id: UUID) -> CareRequest | None:
    return db.session.scalar(select(CareRequest).where(CareRequest.application_id == application_id))
