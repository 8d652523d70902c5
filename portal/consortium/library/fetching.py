"""How often the files of the library are fetched: a number by edition and day, never by whom."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from portal.consortium.library.models import LibraryEdition, LibraryFetch, LibraryItem
from portal.core.actors import Actor
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.inserting import dialect_of, insert_into
from portal.db.paged import page_of
from portal.db.transaction import afterwards
from portal.extensions import db

PAGE_SIZE = 50


def count_fetch(edition_id: UUID, day: date) -> None:
    """One more of the day, written once the request is done: whoever fetches a file only reads."""

    def count(session: Session) -> None:
        first = insert_into(LibraryFetch, dialect_of(session)).values(edition_id=edition_id, day=day, times=1)
        again = {"times": LibraryFetch.times + 1}
        session.execute(first.on_conflict_do_update(index_elements=["edition_id", "day"], set_=again))

    afterwards(count)


def fetches_of(item: LibraryItem, *, viewer: Actor) -> Mapping[UUID, int]:
    """How often each edition was fetched in all, by its id; those that never were are left out."""
    viewer.require(Permission.LIBRARY_MANAGE)
    counted = select(LibraryFetch.edition_id, func.sum(LibraryFetch.times)).join(LibraryFetch.edition)
    counted = counted.where(LibraryEdition.item_id == item.id).group_by(LibraryFetch.edition_id)
    return {edition_id: int(times) for edition_id, times in db.session.execute(counted)}


def fetches_by_day(item: LibraryItem, *, viewer: Actor, page: int = 1) -> Page[LibraryFetch]:
    """The latest day first, of a day the newest edition first."""
    viewer.require(Permission.LIBRARY_MANAGE)
    rows = select(LibraryFetch).join(LibraryFetch.edition).where(LibraryEdition.item_id == item.id)
    rows = rows.order_by(LibraryFetch.day.desc(), LibraryEdition.number.desc())
    return page_of(db.session, rows.options(contains_eager(LibraryFetch.edition)), page, PAGE_SIZE)
