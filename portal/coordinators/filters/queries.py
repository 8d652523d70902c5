"""Reads of kept filters."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from portal.coordinators.filters.models import SavedFilter
from portal.coordinators.filters.rules import AT_MOST
from portal.coordinators.filters.scope import filters_in_scope
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.db.session import plain_rows
from portal.extensions import db


class KeptFilter(NamedTuple):
    """One as the list of households shows it."""

    id: UUID
    name: str
    query: str


def filters_of(viewer: Actor) -> list[KeptFilter]:
    """By their names."""
    own = select(SavedFilter.id, SavedFilter.name, SavedFilter.query).where(filters_in_scope(viewer))
    return [KeptFilter(*row) for row in plain_rows(own.order_by(SavedFilter.name).limit(AT_MOST))]


def keeps(saved: KeptFilter, query: str) -> bool:
    return saved.query == query


def get_filter(filter_id: UUID, *, viewer: Actor) -> SavedFilter:
    found = db.session.scalar(select(SavedFilter).where(SavedFilter.id == filter_id, filters_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found
