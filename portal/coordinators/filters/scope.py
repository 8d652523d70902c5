"""Who sees which kept filters: everybody their own."""

from sqlalchemy import ColumnElement

from portal.coordinators.filters.models import SavedFilter
from portal.core.actors import Actor


def filters_in_scope(viewer: Actor) -> ColumnElement[bool]:
    return SavedFilter.user_id == viewer.user_id
