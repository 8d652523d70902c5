"""Who sees which kept filters: everybody their own."""

from sqlalchemy import ColumnElement

from portal.core.actors import Actor
from portal.filters.models import SavedFilter


def filters_in_scope(viewer: Actor) -> ColumnElement[bool]:
    return SavedFilter.user_id == viewer.user_id
