"""Reads of signals that lie apart, and of the last ones that a device told."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, func, select
from sqlalchemy.orm import joinedload

from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.monitoring.devices.models import DeviceSupplier
from portal.monitoring.signals.models import ApartSignal, Signal
from portal.monitoring.signals.scope import apart_in_scope
from portal.monitoring.signals.states import Alike, Apart

PAGE_SIZE = 50
GROUPS_SHOWN = 200
LATELY = 20
OPEN = ApartSignal.settled_at.is_(None)


def apart_signals(viewer: Actor, number: int = 1) -> Page[ApartSignal]:
    """Those that nobody has looked at: calls for help first, then the oldest."""
    viewer.require(Permission.SUPPLIER_MANAGE)
    rows = select(ApartSignal).where(OPEN).options(joinedload(ApartSignal.supplier))
    order = (ApartSignal.why != Apart.HELP, ApartSignal.received_at, ApartSignal.id)
    return page_of(db.session, rows.order_by(*order), number, PAGE_SIZE)


def calls_for_help(viewer: Actor, number: int = 1) -> Page[ApartSignal]:
    """Those of `apart_signals` behind which somebody may be in need; each is looked at by itself."""
    viewer.require(Permission.SUPPLIER_MANAGE)
    calls = select(ApartSignal).where(OPEN, ApartSignal.why == Apart.HELP).options(joinedload(ApartSignal.supplier))
    return page_of(db.session, calls.order_by(ApartSignal.received_at, ApartSignal.id), number, PAGE_SIZE)


class ApartGroup(NamedTuple):
    """Signals of one supplier, or of one device number of theirs, that lie apart for one reason.

    `first_id` is one of them, which stands for all; `serial` is the number of the device where it is one.
    """

    first_id: UUID
    supplier: str
    why: Apart
    signals: int
    devices: int
    serial: str
    since: datetime


def apart_groups(viewer: Actor, like: ApartSignal | None = None) -> list[ApartGroup]:
    """By supplier and reason, unless calls for help; of those `like` one by device number, the most signals first.

    What may be somebody's whom nobody knows comes before what was merely late.
    """
    viewer.require(Permission.SUPPLIER_MANAGE)
    by_device = () if like is None else (ApartSignal.serial,)
    among = (OPEN, ApartSignal.why != Apart.HELP) if like is None else alike(like, Alike.SUPPLIER)
    grouped = (
        select(
            func.min(cast(ApartSignal.id, String)),
            DeviceSupplier.name,
            ApartSignal.why,
            func.count(),
            func.count(ApartSignal.serial.distinct()),
            func.min(ApartSignal.serial),
            func.min(ApartSignal.received_at),
        )
        .join(DeviceSupplier, DeviceSupplier.id == ApartSignal.supplier_id)
        .where(*among)
        .group_by(DeviceSupplier.name, ApartSignal.why, *by_device)
        .order_by(func.count().desc(), DeviceSupplier.name, func.min(ApartSignal.serial))
        .limit(GROUPS_SHOWN)
    )
    found = [ApartGroup(UUID(row[0]), *row[1:]) for row in db.session.execute(grouped)]
    return sorted(found, key=lambda group: tuple(Apart).index(group.why))


def alike(like: ApartSignal, how: Alike) -> tuple[ColumnElement[bool], ...]:
    """SQL: what lies apart of the same supplier for the same reason, and of the same device number if so."""
    same = (OPEN, ApartSignal.supplier_id == like.supplier_id, ApartSignal.why == like.why)
    return same if how is Alike.SUPPLIER else (*same, ApartSignal.serial == like.serial)


def count_alike(like: ApartSignal, how: Alike) -> int:
    return db.session.scalar(select(func.count()).select_from(ApartSignal).where(*alike(like, how))) or 0


def signals_alike(like: ApartSignal, how: Alike, number: int = 1) -> Page[ApartSignal]:
    """The oldest first."""
    rows = select(ApartSignal).where(*alike(like, how)).order_by(ApartSignal.received_at, ApartSignal.id)
    return page_of(db.session, rows, number, PAGE_SIZE)


def get_apart(apart_id: UUID, *, viewer: Actor, now: datetime) -> ApartSignal:
    found = select(ApartSignal).where(ApartSignal.id == apart_id, apart_in_scope(viewer, now))
    apart = db.session.scalars(found.options(joinedload(ApartSignal.supplier))).one_or_none()
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
