"""Which items of the library somebody sees: the office all, others what stands in it."""

from sqlalchemy import ColumnElement, true

from portal.consortium.library.models import LibraryItem
from portal.consortium.library.states import LibraryState
from portal.core.actors import Actor
from portal.core.permissions import Permission


def items_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `LibraryItem`."""
    if viewer.can(Permission.LIBRARY_MANAGE):
        return true()
    return LibraryItem.state == LibraryState.SHOWN
