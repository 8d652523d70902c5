"""The search over the library: title, maker, what it is for, and subject words of each item."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from portal.audit.persons import conceal_texts, reads_without_persons
from portal.consortium.library.models import LibraryItem
from portal.consortium.library.scope import items_in_scope
from portal.core.actors import Actor
from portal.core.searching import Piece, fold, one_line, snippet
from portal.db.search import Entry, SearchText, found, shelve
from portal.extensions import db

KIND = "library"
FOUND_AT_MOST = 300


def text_of(item: LibraryItem) -> str:
    return "\n".join(filter(None, (item.title, item.about, item.made_by, item.subjects)))


def let_be_found(item: LibraryItem) -> None:
    shelve(db.session, KIND, [Entry(item.id, -item.published_on.toordinal(), text_of(item))])


def found_items(words: Sequence[str], *, viewer: Actor) -> list[UUID]:
    """The newest that have all the words; whoever reads without persons finds what has them once names are codes."""
    within = SearchText.thing_id.in_(select(LibraryItem.id).where(items_in_scope(viewer)))
    ids = found(db.session, KIND, words, limit=FOUND_AT_MOST, within=within)
    return _still_found(ids, words, viewer) if ids and reads_without_persons(viewer) else ids


def snippets(items: Sequence[LibraryItem], words: Sequence[str], *, viewer: Actor) -> dict[UUID, list[Piece]]:
    """Where the words stand, by item; with codes in place of names for whoever reads without persons."""
    texts = [text_of(item) for item in items]
    if reads_without_persons(viewer):
        texts = conceal_texts(texts, reader_id=viewer.user_id)
    return {item.id: snippet(text, words) for item, text in zip(items, texts, strict=True)}


def _still_found(ids: Sequence[UUID], words: Sequence[str], viewer: Actor) -> list[UUID]:
    items = db.session.scalars(select(LibraryItem).where(LibraryItem.id.in_(ids))).all()
    texts = conceal_texts([text_of(item) for item in items], reader_id=viewer.user_id)
    return [
        item.id for item, text in zip(items, texts, strict=True) if all(word in fold(one_line(text)) for word in words)
    ]
