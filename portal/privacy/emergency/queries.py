"""Reads of emergencies, of the household that one opens, and of what a number that somebody knows belongs to."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import IS_NEWEST
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.core.series import Typed
from portal.db.numbers import bearing
from portal.db.paged import page_of
from portal.extensions import db
from portal.privacy.emergency.models import EmergencyAccess
from portal.privacy.emergency.scope import accesses_in_scope, opens_household, others
from portal.privacy.emergency.states import EmergencyState
from portal.residents.applications.models import Application

PAGE_SIZE = 30


def get_access(access_id: UUID, *, viewer: Actor) -> EmergencyAccess:
    statement = select(EmergencyAccess).where(EmergencyAccess.id == access_id, accesses_in_scope(viewer))
    found = db.session.scalars(statement.options(joinedload(EmergencyAccess.household))).one_or_none()
    if found is None:
        raise NotFound
    return found


def accesses(viewer: Actor, number: int = 1) -> Page[EmergencyAccess]:
    """Those that wait for the office first, then the newest."""
    viewer.require(Permission.EMERGENCY_READ)
    order = (EmergencyAccess.state != EmergencyState.WAITING, EmergencyAccess.opened_at.desc(), EmergencyAccess.id)
    rows = select(EmergencyAccess).where(accesses_in_scope(viewer)).options(joinedload(EmergencyAccess.household))
    return page_of(db.session, rows.order_by(*order), number, PAGE_SIZE)


def unreviewed(viewer: Actor) -> Sequence[EmergencyAccess]:
    """What the viewer is to review, the oldest first; nobody reviews what they opened themselves."""
    if not viewer.can(Permission.EMERGENCY_REVIEW):
        return []
    waiting = select(EmergencyAccess).where(EmergencyAccess.state == EmergencyState.WAITING, others(viewer))
    newest_last = waiting.options(joinedload(EmergencyAccess.household)).order_by(EmergencyAccess.opened_at)
    return db.session.scalars(newest_last.limit(PAGE_SIZE)).all()


def open_access(household_id: UUID, *, viewer: Actor, now: datetime) -> EmergencyAccess | None:
    """By which the viewer sees this household at the moment."""
    found = select(EmergencyAccess).where(EmergencyAccess.household_id == household_id, opens_household(viewer, now))
    return db.session.scalars(found.order_by(EmergencyAccess.ends_at.desc()).limit(1)).one_or_none()


def case_opened(access: EmergencyAccess, *, viewer: Actor, now: datetime) -> CareCase | None:
    """The newest case of the household as long as `access` opens it to the viewer; None afterwards, and to others."""
    is_open = select(EmergencyAccess.household_id).where(EmergencyAccess.id == access.id, opens_household(viewer, now))
    shown = (
        joinedload(CareCase.household),
        joinedload(CareCase.coordinator),
        joinedload(CareCase.application).joinedload(Application.person),
    )
    newest = select(CareCase).where(CareCase.household_id.in_(is_open), IS_NEWEST).options(*shown)
    return db.session.scalars(newest.order_by(CareCase.opened_at.desc()).limit(1)).first()


def households_bearing(typed: Typed) -> list[UUID]:
    """The households that the whole number belongs to, by any of its series: whoever knows it knows that they exist."""
    ids = dict.fromkeys(borne.household_id for borne in bearing(db.session, typed) if borne.household_id)
    with_care = select(CareCase.household_id).where(CareCase.household_id.in_(ids)).distinct()
    return list(db.session.scalars(with_care.order_by(CareCase.household_id)))
