"""The search over manuals: sections of editions in force, and, where somebody wants them, of earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.core.searching import Piece, snippet, words_of
from portal.db.search import Entry, SearchText, found, move, shelve
from portal.extensions import db
from portal.manuals.models import Manual, ManualEdition, ManualSection
from portal.manuals.printing import printed
from portal.manuals.rules import CAME_INTO_FORCE, DOCUMENT_NUMBER
from portal.manuals.states import ManualEditionState

IN_FORCE, EARLIER = "manual_section", "manual_section_old"
"""Under which kind sections are found."""
SHOWN_AT_MOST = 30
_SECTIONS, _LAST = 100, 9_999_999


@dataclass(frozen=True, slots=True)
class Hit:
    section: ManualSection
    pieces: list[Piece]


def search_sections(typed: str, *, earlier: bool = False, viewer: Actor) -> list[Hit]:
    """The first thirty sections that have all the words, those in force before earlier ones."""
    viewer.require(Permission.MANUAL_READ)
    words, ids = words_of(typed), list[UUID]()
    for kind in (IN_FORCE, EARLIER) if earlier else (IN_FORCE,):
        ids += found(db.session, kind, words, limit=SHOWN_AT_MOST - len(ids))
    sections = select(ManualSection).where(ManualSection.id.in_(ids))
    whole = (selectinload(ManualSection.steps), joinedload(ManualSection.edition).joinedload(ManualEdition.manual))
    by_id = {section.id: section for section in db.session.scalars(sections.options(*whole))} if ids else {}
    return [Hit(by_id[each], snippet(printed(by_id[each]), words)) for each in ids if each in by_id]


def let_be_found(edition: ManualEdition) -> None:
    """An edition that comes into force is found, and the one before among the earlier ones."""
    move(db.session, _shelved(edition.manual_id, IN_FORCE), EARLIER)
    shelve(db.session, IN_FORCE, entries_of(edition))


def shelve_what_is_missing() -> int:
    """Let be found whatever came into force before there was a search; answers how many editions that were."""
    there = select(ManualSection.id).where(
        ManualSection.edition_id == ManualEdition.id, ManualSection.id.in_(select(SearchText.thing_id))
    )
    missing = select(ManualEdition).where(ManualEdition.state.in_(CAME_INTO_FORCE), ~there.exists())
    editions = db.session.scalars(missing.order_by(ManualEdition.id)).all()
    for edition in editions:
        kind = IN_FORCE if edition.state is ManualEditionState.PUBLISHED else EARLIER
        shelve(db.session, kind, entries_of(edition))
    return len(editions)


def entries_of(edition: ManualEdition) -> list[Entry]:
    return [Entry(section.id, rank_of(edition.manual, section), printed(section)) for section in edition.sections]


def rank_of(manual: Manual, section: ManualSection) -> int:
    """By document number, then as the sections stand in the manual."""
    number = DOCUMENT_NUMBER.fullmatch(manual.document_number)
    return min(int(number[1]) if number else _LAST, _LAST) * _SECTIONS + section.position


def _shelved(manual_id: UUID, kind: str) -> Sequence[UUID]:
    of_manual = select(ManualSection.id).join(ManualSection.edition).where(ManualEdition.manual_id == manual_id)
    shelved = select(SearchText.thing_id).where(SearchText.kind == kind, SearchText.thing_id.in_(of_manual))
    return db.session.scalars(shelved).all()
