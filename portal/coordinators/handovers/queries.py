"""Reads of hand-overs, each bounded by who looks."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.handovers.models import Handover
from portal.coordinators.handovers.scope import IS_CURRENT, UNFINISHED, handovers_in_scope
from portal.coordinators.handovers.states import UNGIVEN, UNTAKEN
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.core.urgency import is_day_over
from portal.extensions import db
from portal.residents.applications.models import Application

_SHOWN = (
    joinedload(Handover.giver),
    joinedload(Handover.taker),
    joinedload(Handover.pairing),
    joinedload(Handover.case).joinedload(CareCase.household),
    joinedload(Handover.case).joinedload(CareCase.application).joinedload(Application.person),
)
SHOWN_AT_MOST = 100


def get_handover(handover_id: UUID, *, viewer: Actor) -> Handover:
    """Raises `NotFound` for one out of the viewer's scope."""
    viewer.require(Permission.HANDOVER_READ)
    query = select(Handover).where(Handover.id == handover_id, handovers_in_scope(viewer)).options(*_SHOWN)
    handover = db.session.scalars(query).one_or_none()
    if handover is None:
        raise NotFound
    return handover


def open_handovers(viewer: Actor) -> Sequence[Handover]:
    """Those of which a side is missing, the earliest due first."""
    query = select(Handover).where(UNFINISHED, IS_CURRENT, handovers_in_scope(viewer)).options(*_SHOWN)
    return db.session.scalars(query.order_by(Handover.due_on, Handover.id).limit(SHOWN_AT_MOST)).all()


def handover_of_person(person_id: UUID) -> Handover | None:
    """The one by which the household came to whoever accompanies it."""
    theirs = Handover.case_id.in_(select(CareCase.id).where(CareCase.person_id == person_id, OPEN))
    return db.session.scalar(select(Handover).where(theirs, IS_CURRENT).options(*_SHOWN))


def is_asked_of(handover: Handover, viewer: Actor) -> bool:
    """Whether the viewer's own part is missing."""
    gives = handover.state in UNGIVEN and viewer.sees_to(handover.from_id)
    return gives or (handover.state in UNTAKEN and viewer.sees_to(handover.to_id))


def is_late(handover: Handover, today: date) -> bool:
    """Whether a part is missing after its day."""
    return is_day_over(handover.due_on, today)


def is_any_open(bundle_id: UUID, missing: ColumnElement[bool]) -> bool:
    query = select(Handover.id).where(Handover.bundle_id == bundle_id, IS_CURRENT, missing)
    return db.session.scalar(query.limit(1)) is not None
