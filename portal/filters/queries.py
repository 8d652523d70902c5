"""Reads of kept filters."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.filtered import LISTS, FilteredList
from portal.db.session import plain_rows
from portal.extensions import db
from portal.filters.models import SavedFilter
from portal.filters.scope import filters_in_scope


class KeptFilter(NamedTuple):
    """One as its list shows it."""

    id: UUID
    name: str
    query: str


def list_called(name: str) -> FilteredList:
    """Raises `NotFound` for a name that no list has."""
    found = LISTS.find(name)
    if found is None:
        raise NotFound
    return found


def filters_of(viewer: Actor, list_name: str) -> list[KeptFilter]:
    """By their names."""
    own = select(SavedFilter.id, SavedFilter.name, SavedFilter.query)
    own = own.where(filters_in_scope(viewer), SavedFilter.list == list_name)
    return [KeptFilter(*row) for row in plain_rows(own.order_by(SavedFilter.name))]


def filters_by_list(viewer: Actor) -> list[tuple[FilteredList, list[KeptFilter]]]:
    """Of every list that the viewer still sees, in the order of the features; lists without any are left out."""
    own = select(SavedFilter.list, SavedFilter.id, SavedFilter.name, SavedFilter.query)
    kept: dict[str, list[KeptFilter]] = {}
    for list_name, filter_id, name, query in plain_rows(own.where(filters_in_scope(viewer)).order_by(SavedFilter.name)):
        kept.setdefault(list_name, []).append(KeptFilter(filter_id, name, query))
    return [(each, kept[name]) for name, each in LISTS.items() if name in kept and viewer.can(each.permission)]


def keeps(saved: KeptFilter, query: str) -> bool:
    return saved.query == query


def get_filter(filter_id: UUID, *, viewer: Actor) -> SavedFilter:
    found = db.session.scalar(select(SavedFilter).where(SavedFilter.id == filter_id, filters_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found
