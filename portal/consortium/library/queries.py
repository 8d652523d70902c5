"""Reads of the library, each list ordered, paged and scoped by its viewer."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from portal.consortium.library.models import LibraryConsent, LibraryEdition, LibraryItem
from portal.consortium.library.scope import items_in_scope
from portal.consortium.library.states import LibraryKind, LibraryState, LibraryView, ShownKind
from portal.core.actors import Actor
from portal.core.clock import day_bounds, day_of
from portal.core.concealing import Trace
from portal.core.errors import Forbidden, NotFound
from portal.core.messages import N_
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import current_settings, db

PAGE_SIZE = 20
SUBJECT = "library_item"
CLOSED = N_("나오는 사람과 단체 모두의 동의가 있어야 내보낼 수 있습니다.")


def is_running(today: date) -> ColumnElement[bool]:
    """SQL on `LibraryConsent`: as `rules.consent_standing` says."""
    return and_(LibraryConsent.withdrawn_on.is_(None), LibraryConsent.until >= today)


def is_closed(today: date) -> ColumnElement[bool]:
    """SQL on `LibraryItem`: press and publicity in which somebody appears who does not agree to it today."""
    agreed = select(func.count(LibraryConsent.id)).where(LibraryConsent.item_id == LibraryItem.id, is_running(today))
    return and_(LibraryItem.kind == LibraryKind.PRESS, agreed.scalar_subquery() < LibraryItem.appearing)


def get_item(item_id: UUID, *, viewer: Actor) -> LibraryItem:
    """Raises `NotFound` for one that is out of the viewer's scope."""
    viewer.require(Permission.LIBRARY_READ)
    found = db.session.scalar(select(LibraryItem).where(LibraryItem.id == item_id, items_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found


def items_for(
    viewer: Actor,
    view: LibraryView,
    *,
    kind: LibraryKind | None = None,
    among: Collection[UUID] | None = None,
    today: date,
    page: int = 1,
) -> Page[LibraryItem]:
    """The newest first; `among` are those that have the words that were looked for."""
    viewer.require(Permission.LIBRARY_READ)
    state = LibraryState.AWAY if view is LibraryView.AWAY else LibraryState.SHOWN
    query = select(LibraryItem).where(items_in_scope(viewer), LibraryItem.state == state)
    if view is LibraryView.CLOSED:
        query = query.where(is_closed(today))
    if kind is not None:
        query = query.where(LibraryItem.kind == kind)
    if among is not None:
        query = query.where(LibraryItem.id.in_(among))
    query = query.order_by(LibraryItem.published_on.desc(), LibraryItem.id.desc())
    return page_of(db.session, query.options(selectinload(LibraryItem.editions)), page, PAGE_SIZE)


def closed_among(items: Sequence[LibraryItem], today: date) -> set[UUID]:
    """Those that are not handed out today."""
    if not any(item.kind is LibraryKind.PRESS for item in items):
        return set()
    closed = select(LibraryItem.id).where(LibraryItem.id.in_([item.id for item in items]), is_closed(today))
    return set(db.session.scalars(closed))


def edition_to_fetch(item_id: UUID, edition_id: UUID, *, viewer: Actor, today: date) -> LibraryEdition:
    """Raises `NotFound`, and `Forbidden` for what is closed to all but the office, which looks at it."""
    item = get_item(item_id, viewer=viewer)
    found = db.session.get(LibraryEdition, edition_id)
    if found is None or found.item_id != item.id:
        raise NotFound
    if not viewer.can(Permission.LIBRARY_MANAGE) and closed_among([item], today):
        raise Forbidden(CLOSED)
    return found


def consents_of(item: LibraryItem) -> Sequence[LibraryConsent]:
    """In the order in which they were noted."""
    of_item = select(LibraryConsent).where(LibraryConsent.item_id == item.id)
    return db.session.scalars(of_item.order_by(LibraryConsent.noted_at, LibraryConsent.id)).all()


def agreed_in(item: LibraryItem, today: date) -> int:
    """How many of those who appear in it agree to it today."""
    running = select(func.count(LibraryConsent.id)).where(LibraryConsent.item_id == item.id, is_running(today))
    return db.session.scalar(running) or 0


def get_consent(item_id: UUID, consent_id: UUID) -> LibraryConsent:
    """Raises `NotFound`."""
    found = db.session.get(LibraryConsent, consent_id)
    if found is None or found.item_id != item_id:
        raise NotFound
    return found


def closed_items(today: date) -> Sequence[LibraryItem]:
    """What stands in the library and cannot be handed out, the oldest first."""
    closed = select(LibraryItem).where(LibraryItem.state == LibraryState.SHOWN, is_closed(today))
    return db.session.scalars(closed.order_by(LibraryItem.added_at, LibraryItem.id)).all()


def consents_over(now: datetime) -> ColumnElement[bool]:
    """SQL on `LibraryConsent`: ended, withdrawn, or never given, long enough ago."""
    last = day_of(now) - timedelta(days=current_settings().target.press_consents_kept_days)
    never = and_(LibraryConsent.consented_on.is_(None), LibraryConsent.noted_at < day_bounds(last)[0])
    return or_(LibraryConsent.until < last, LibraryConsent.withdrawn_on < last, never)


def traces() -> Iterator[Trace]:
    """Who appears in press and publicity."""
    people = select(LibraryConsent.id, LibraryConsent.name).where(LibraryConsent.kind == ShownKind.PERSON)
    for _id, name in db.session.execute(people):
        yield Trace(None, name)
