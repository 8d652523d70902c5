"""The search over consulting records: what was asked, advised and done, and the names of their files."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.consortium.consulting.models import Consulting
from portal.consortium.consulting.queries import files_of
from portal.consortium.consulting.scope import consultings_in_scope
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.core.searching import Piece, snippet
from portal.db.search import Entry, SearchText, found, shelve
from portal.extensions import db

KIND = "consulting"
FOUND_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A record with the pieces around the first hit."""

    record: Consulting
    pieces: list[Piece]


def text_of(record: Consulting) -> str:
    """Nobody is named: who asked and who advised is not looked for."""
    names = [file.title for file in files_of(record)]
    return "\n".join(filter(None, (record.topic, record.question, record.advice, record.done, *names)))


def let_be_found(record: Consulting) -> None:
    shelve(db.session, KIND, [Entry(record.id, -record.asked_on.toordinal(), text_of(record))])


def found_records(words: Sequence[str], *, viewer: Actor) -> list[Found]:
    """The newest of those in the viewer's scope that have all the words; none for whoever reads no records."""
    if not viewer.can(Permission.CONSULTING_READ):
        return []
    within = SearchText.thing_id.in_(select(Consulting.id).where(consultings_in_scope(viewer)))
    ids = found(db.session, KIND, words, limit=FOUND_AT_MOST, within=within)
    rows = select(Consulting).where(Consulting.id.in_(ids)).options(joinedload(Consulting.organisation))
    rows = rows.order_by(Consulting.asked_on.desc(), Consulting.id.desc())
    return [Found(each, snippet(text_of(each), words)) for each in db.session.scalars(rows)] if ids else []


def shelve_what_is_missing() -> int:
    """Let be found what was written down before there was a search; answers how many records that were."""
    there = select(SearchText.thing_id).where(SearchText.kind == KIND)
    missing = db.session.scalars(select(Consulting).where(Consulting.id.not_in(there)).order_by(Consulting.id)).all()
    for record in missing:
        let_be_found(record)
    return len(missing)
