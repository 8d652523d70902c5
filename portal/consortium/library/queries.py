"""Reads of the library, each list ordered, paged and scoped by its viewer."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from portal.consortium.library.models import LibraryConsent, LibraryEdition, LibraryItem, LibraryShown
from portal.consortium.library.scope import items_in_scope
from portal.consortium.library.states import LibraryKind, LibraryState, LibraryView, ShownKind
from portal.core.actors import Actor
from portal.core.clock import day_bounds
from portal.core.concealing import Trace
from portal.core.errors import Forbidden, NotFound
from portal.core.messages import N_
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import current_settings, db

PAGE_SIZE = 20
SUBJECT = "library_item"
GONE = N_("파일을 없앤 판입니다.")
CLOSED = N_("나오는 사람과 단체 모두가 동의해야 열 수 있습니다.")


def is_newest() -> ColumnElement[bool]:
    """SQL on `LibraryConsent`: nothing was agreed to after it."""
    later = aliased(LibraryConsent)
    after = select(later.id).where(later.shown_id == LibraryConsent.shown_id, later.number > LibraryConsent.number)
    return ~after.exists()


def is_running(today: date) -> ColumnElement[bool]:
    """SQL on `LibraryShown`: their newest consent holds, as `rules.consent_standing` says."""
    holds = and_(LibraryConsent.withdrawn_on.is_(None), LibraryConsent.until >= today)
    return _has_consent(holds, is_newest())


def is_closed(today: date) -> ColumnElement[bool]:
    """SQL on `LibraryItem`: press of which not everybody is noted who appears, or somebody does not agree today."""
    noted = select(func.count(LibraryShown.id)).where(LibraryShown.item_id == LibraryItem.id).scalar_subquery()
    against = select(LibraryShown.id).where(LibraryShown.item_id == LibraryItem.id, ~is_running(today)).exists()
    return and_(LibraryItem.kind == LibraryKind.PRESS, or_(noted != LibraryItem.appearing, against))


def _has_consent(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """SQL on `LibraryShown`."""
    return select(LibraryConsent.id).where(LibraryConsent.shown_id == LibraryShown.id, *which).exists()


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


def get_edition(item_id: UUID, edition_id: UUID, *, viewer: Actor) -> LibraryEdition:
    """Raises `NotFound`, for one whose file is gone as well."""
    item = get_item(item_id, viewer=viewer)
    found = db.session.get(LibraryEdition, edition_id)
    if found is None or found.item_id != item.id:
        raise NotFound
    if found.gone_at is not None:
        raise NotFound(GONE)
    return found


def edition_to_fetch(item_id: UUID, edition_id: UUID, *, viewer: Actor, today: date) -> LibraryEdition:
    """As `get_edition`; raises `Forbidden` for what is closed to all but the office, which looks at it."""
    found = get_edition(item_id, edition_id, viewer=viewer)
    if not viewer.can(Permission.LIBRARY_MANAGE) and closed_among([found.item], today):
        raise Forbidden(CLOSED)
    return found


def shown_in(item: LibraryItem) -> Sequence[LibraryShown]:
    """In the order in which they were noted."""
    of_item = select(LibraryShown).where(LibraryShown.item_id == item.id).order_by(LibraryShown.noted_at)
    return db.session.scalars(of_item.order_by(LibraryShown.id).options(selectinload(LibraryShown.consents))).all()


def agreed_in(item: LibraryItem, today: date) -> int:
    """How many of those who appear in it agree to it today."""
    running = select(func.count(LibraryShown.id)).where(LibraryShown.item_id == item.id, is_running(today))
    return db.session.scalar(running) or 0


def get_shown(item_id: UUID, shown_id: UUID) -> LibraryShown:
    """Raises `NotFound`."""
    found = db.session.get(LibraryShown, shown_id)
    if found is None or found.item_id != item_id:
        raise NotFound
    return found


def closed_items(today: date) -> Sequence[LibraryItem]:
    """What stands in the library and cannot be handed out, the oldest first."""
    closed = select(LibraryItem).where(LibraryItem.state == LibraryState.SHOWN, is_closed(today))
    return db.session.scalars(closed.order_by(LibraryItem.added_at, LibraryItem.id)).all()


def shown_in_closed(today: date) -> Mapping[UUID, Sequence[LibraryShown]]:
    """Those who do not agree today, by the item of `closed_items` in which they appear."""
    against = (
        select(LibraryShown).join(LibraryShown.item).where(~is_running(today), LibraryItem.state == LibraryState.SHOWN)
    )
    found: dict[UUID, list[LibraryShown]] = {}
    for each in db.session.scalars(against.options(selectinload(LibraryShown.consents))):
        found.setdefault(each.item_id, []).append(each)
    return found


@dataclass(frozen=True, slots=True)
class EndingConsent:
    """`people` of those who appear in an item agree to it until `last_day`, the first of the days that come."""

    item: LibraryItem
    last_day: date
    people: int


def ending_consents(today: date, *item_ids: UUID) -> list[EndingConsent]:
    """Of what is handed out today, within the first of the target `member_warning_days`; the nearest first."""
    until = today + timedelta(days=max(current_settings().target.member_warning_days))
    ends = and_(LibraryConsent.withdrawn_on.is_(None), LibraryConsent.until.between(today, until), is_newest())
    shown = select(LibraryItem.id).where(LibraryItem.state == LibraryState.SHOWN, ~is_closed(today))
    handed_out = (shown.where(LibraryItem.id.in_(item_ids)) if item_ids else shown).cte()
    rows = select(LibraryItem, LibraryConsent.until).join(handed_out, handed_out.c.id == LibraryItem.id)
    rows = rows.join(LibraryShown, LibraryShown.item_id == LibraryItem.id)
    rows = rows.join(LibraryConsent, LibraryConsent.shown_id == LibraryShown.id).where(ends)
    found: dict[LibraryItem, Counter[date]] = {}
    for item, day in db.session.execute(rows.order_by(LibraryConsent.until, LibraryItem.id)):
        found.setdefault(item, Counter())[day] += 1
    return [EndingConsent(item, day := min(days), days[day]) for item, days in found.items()]


def shown_over(day: date) -> ColumnElement[bool]:
    """SQL on `LibraryShown`: named long ago, and their newest consent ended, was withdrawn, or never came, long ago."""
    last = day - timedelta(days=current_settings().target.press_consents_kept_days)
    ended = or_(LibraryConsent.until < last, LibraryConsent.withdrawn_on < last)
    named = and_(LibraryShown.name != "", LibraryShown.noted_at < day_bounds(last)[0])
    return and_(named, or_(_has_consent(ended, is_newest()), ~_has_consent()))


def traces() -> Iterator[Trace]:
    """Who appears in press and publicity."""
    people = select(LibraryShown.id, LibraryShown.name).where(
        LibraryShown.kind == ShownKind.PERSON, LibraryShown.name != ""
    )
    for _id, name in db.session.execute(people):
        yield Trace(None, name)
