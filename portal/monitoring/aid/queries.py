"""Reads of what was asked for on somebody's behalf."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select, true
from sqlalchemy.orm import joinedload

from portal.coordinators.caseload.scope import households_accompanied
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.monitoring.aid.models import Aid
from portal.monitoring.aid.states import EMERGENCIES, AidState

PAGE_SIZE = 30
SHOWN_AT_MOST = 20
OPEN = Aid.answered_on.is_(None)
COUNTS = Aid.state != AidState.STRUCK


@dataclass(frozen=True, slots=True)
class YearOfAid:
    """What was asked for in a year, and how much of it came."""

    year: int
    emergencies: int
    emergencies_granted: int
    others: int
    others_granted: int


def aids_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Aid`: of the households that the viewer accompanies, or of all."""
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    return Aid.household_id.in_(households_accompanied(viewer))


def aids_for(viewer: Actor, number: int, *, only_open: bool = True) -> Page[Aid]:
    """The open ones by when they should be answered, or all, the newest first."""
    viewer.require(Permission.AID_WRITE)
    chosen = aids_in_scope(viewer) & OPEN if only_open else aids_in_scope(viewer)
    order = Aid.answer_due_on if only_open else Aid.asked_on.desc()
    rows = _with_people().where(chosen).order_by(order, Aid.id)
    return page_of(db.session, rows, number, PAGE_SIZE)


def _with_people() -> Select[Aid]:
    return select(Aid).options(joinedload(Aid.person), joinedload(Aid.household))


def get_aid(aid_id: UUID, *, viewer: Actor) -> Aid:
    """Raises `NotFound` for one that the viewer does not see."""
    viewer.require(Permission.AID_WRITE)
    found = db.session.scalar(_with_people().where(Aid.id == aid_id, aids_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found


def aids_of_household(household_id: UUID, *, viewer: Actor) -> Sequence[Aid]:
    """Of one household, as far as the viewer sees it, the newest first."""
    rows = select(Aid).where(Aid.household_id == household_id, aids_in_scope(viewer))
    return db.session.scalars(rows.order_by(Aid.asked_on.desc(), Aid.id).limit(SHOWN_AT_MOST)).all()


def year_of_aid(year: int, *, viewer: Actor) -> YearOfAid:
    """Of the year in which it was asked for."""
    emergency, granted = Aid.kind.in_(EMERGENCIES), Aid.state == AidState.GRANTED
    sums = (_sum(emergency), _sum(emergency & granted), _sum(~emergency), _sum(~emergency & granted))
    of_year = Aid.asked_on.between(date(year, 1, 1), date(year, 12, 31))
    counted = select(*sums).where(aids_in_scope(viewer), of_year, COUNTS)
    return YearOfAid(year, *db.session.execute(counted).one())


def _sum(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which, Aid.id)))
