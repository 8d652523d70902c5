"""Reads of signals that lie apart, and of the last ones that a device told."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.monitoring.signals.models import ApartSignal, Signal
from portal.monitoring.signals.states import Apart

PAGE_SIZE = 50
LATELY = 20
OPEN = ApartSignal.settled_at.is_(None)


def apart_signals(viewer: Actor, number: int = 1) -> Page[ApartSignal]:
    """Those that nobody has looked at: calls for help first, then the oldest."""
    viewer.require(Permission.SUPPLIER_MANAGE)
    rows = select(ApartSignal).where(OPEN).options(joinedload(ApartSignal.supplier))
    order = (ApartSignal.why != Apart.HELP, ApartSignal.received_at, ApartSignal.id)
    return page_of(db.session, rows.order_by(*order), number, PAGE_SIZE)


def get_apart(apart_id: UUID, *, viewer: Actor) -> ApartSignal:
    viewer.require(Permission.SUPPLIER_MANAGE)
    apart = db.session.get(ApartSignal, apart_id)
    if apart is None:
        raise NotFound
    return apart


def apart_waiting(viewer: Actor) -> Select[int] | None:
    """How many wait, for the menu."""
    if not viewer.can(Permission.SUPPLIER_MANAGE):
        return None
    return select(func.count()).select_from(ApartSignal).where(OPEN)


def last_signals(device_id: UUID) -> Sequence[Signal]:
    """The newest first."""
    newest = select(Signal).where(Signal.device_id == device_id).order_by(Signal.at.desc(), Signal.id.desc())
    return db.session.scalars(newest.limit(LATELY)).all()
