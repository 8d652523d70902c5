"""Reads of the materials of open events."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from portal.consortium.events.models import OpenEvent
from portal.consortium.events.queries import announced_event
from portal.consortium.materials.models import EventMaterial
from portal.core.errors import NotFound
from portal.extensions import db


def materials_of(event: OpenEvent) -> Sequence[EventMaterial]:
    """In the order in which they were added."""
    found = select(EventMaterial).where(EventMaterial.event_id == event.id)
    return db.session.scalars(found.order_by(EventMaterial.added_at, EventMaterial.id)).all()


def get_material(event_id: UUID, material_id: UUID) -> EventMaterial:
    """Raises `NotFound`."""
    found = db.session.get(EventMaterial, material_id)
    if found is None or found.event_id != event_id:
        raise NotFound
    return found


def public_material(event_id: UUID, material_id: UUID) -> EventMaterial:
    """Raises `NotFound` for one of an event that is not announced."""
    return get_material(announced_event(event_id).id, material_id)
