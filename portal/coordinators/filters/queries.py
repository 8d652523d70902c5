"""Reads of kept filters."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from portal.coordinators.filters.models import SavedFilter
from portal.coordinators.filters.rules import AT_MOST
from portal.coordinators.filters.scope import filters_in_scope
from portal.core.errors import NotFound
from portal.core.permissions import Actor
from portal.extensions import db


def filters_of(viewer: Actor) -> Sequence[SavedFilter]:
    """By their names."""
    own = select(SavedFilter).where(filters_in_scope(viewer))
    return db.session.scalars(own.order_by(SavedFilter.name).limit(AT_MOST)).all()


def keeps(saved: SavedFilter, query: str) -> bool:
    return saved.query == query


def get_filter(filter_id: UUID, *, viewer: Actor) -> SavedFilter:
    found = db.session.scalar(select(SavedFilter).where(SavedFilter.id == filter_id, filters_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found
