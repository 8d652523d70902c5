"""An index of words over texts that lie in the clear, in plain tables, so that both databases search alike.

A text is kept under a `kind`, as it is searched, with the words in it; a word is found by whatever contains it, from
two syllables on: 소독 finds 소독약을 and 약제소독. What is rare is found by its words; what is so common that every few
texts have it is found by looking through them in their order, which ends soon.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Index, Select, String, Text, and_, delete, func, insert, select, true, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.core.searching import LONGEST, fold, forms_of, one_line, suffixes_of
from portal.db.base import Base
from portal.db.inserting import dialect_of, insert_into, table_of
from portal.db.kept import Kept

FEW = 2_000
"""So many texts with a word are looked at one by one; of more, some stand near the beginning."""
FIRST_LOOK, LONGER = 200, 8
"""Texts that are looked through at first; each further look is so many times as long."""
_AFTER_ALL = "\U0010ffff"
_BY_CODE = String(LONGEST).with_variant(String(LONGEST, collation="C"), "postgresql")
"""Sorted by code points whatever the language of the database, so that words with one beginning lie together."""


class SearchText(Base):
    """A text as it is searched; of one kind the lowest `rank` is shown first."""

    __tablename__ = "search_text"
    __kept__ = Kept(N_("찾기 색인의 글"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_search_text_thing_id", "thing_id", unique=True),
        Index("ix_search_text_kind_rank", "kind", "rank", "number"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[UUID]
    rank: Mapped[int]
    words: Mapped[str] = mapped_column(Text)


class SearchForm(Base):
    """A word as it stands in some text, by each of its endings."""

    __tablename__ = "search_form"
    __kept__ = Kept(N_("찾기 색인의 낱말"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    suffix: Mapped[str] = mapped_column(_BY_CODE, primary_key=True)
    form: Mapped[str] = mapped_column(_BY_CODE, primary_key=True)


class SearchPosting(Base):
    """That a word stands in a text."""

    __tablename__ = "search_posting"
    __kept__ = Kept(N_("찾기 색인의 자리"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    form: Mapped[str] = mapped_column(_BY_CODE, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


EVERYTHING = true()
IN_ORDER = (SearchText.rank, SearchText.number)


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with what can be found in it."""

    thing_id: UUID
    rank: int
    text: str


@dataclass(frozen=True, slots=True)
class Among:
    """Things of a kind that may be found.

    `within` is a condition on `SearchText.thing_id` that is asked text by text. `at_once`, where there is one, says the
    same of all things together, which is quicker where few fit: it is asked once two looks have found too few.
    """

    kind: str
    within: ColumnElement[bool] = EVERYTHING
    at_once: ColumnElement[bool] | None = None


class Hit(NamedTuple):
    """What a search finds, by its place in the order."""

    rank: int
    number: int
    thing_id: UUID


def shelve(session: Session, kind: str, entries: Collection[Entry]) -> None:
    """Let things of a kind be found; what was there of them before gives way."""
    forget(session, [entry.thing_id for entry in entries])
    rows = [
        SearchText(kind=kind, thing_id=entry.thing_id, rank=entry.rank, words=fold(one_line(entry.text)))
        for entry in entries
    ]
    session.add_all(rows)
    session.flush()
    _post(session, {row.number: forms_of(row.words) for row in rows})


def move(session: Session, thing_ids: Collection[UUID], kind: str) -> None:
    """Let things be found under another kind from here on."""
    session.execute(update(SearchText).where(SearchText.thing_id.in_(thing_ids)).values(kind=kind))


def forget(session: Session, thing_ids: Collection[UUID]) -> None:
    """Let things not be found any more."""
    kept = select(SearchText.number, SearchText.words).where(SearchText.thing_id.in_(thing_ids))
    for number, words in session.execute(kept).all():
        of_text = and_(SearchPosting.number == number, SearchPosting.form.in_(forms_of(words)))
        session.execute(delete(SearchPosting).where(of_text))
    session.execute(delete(SearchText).where(SearchText.thing_id.in_(thing_ids)))


def found(
    session: Session, kind: str, words: Sequence[str], *, limit: int, within: ColumnElement[bool] = EVERYTHING
) -> list[UUID]:
    """The first `limit` things of a kind that have all the words (`core.searching.words_of`), in their order.

    `within` is a condition on `SearchText.thing_id`, what the viewer may see, that is asked of what has the words.
    """
    return found_in(session, [Among(kind, within)], words, limit=limit) if words else []


def found_in(
    session: Session,
    kinds: Sequence[Among],
    words: Sequence[str],
    *,
    limit: int,
    ranked: ColumnElement[bool] = EVERYTHING,
) -> list[UUID]:
    """As `found`, of several kinds in one order; whatever words they have where none is looked for.

    `ranked` is a condition on `SearchText.rank` alone. Where one kind has enough, the next is asked only for what
    stands before the last of it.
    """
    often = _how_often(session, words)
    rare = [word for word in words if often[word] <= FEW]
    has_rare = [SearchText.number.in_(_numbers(word)) for word in rare]
    has_common = and_(
        EVERYTHING, *(SearchText.words.contains(word, autoescape=True) for word in words if word not in rare)
    )
    hits: list[Hit] = []
    for among in kinds:
        before = SearchText.rank <= hits[-1].rank if len(hits) == limit else EVERYTHING
        of_kind = and_(SearchText.kind == among.kind, ranked, before, *has_rare)
        if rare:
            hits += _rows(session, of_kind, and_(among.within, has_common), limit)
        else:
            hits += _looked_through(session, of_kind, among, has_common, limit)
        hits = sorted(hits)[:limit]
    return [hit.thing_id for hit in hits]


def _rows(session: Session, of_kind: ColumnElement[bool], fits: ColumnElement[bool], limit: int) -> list[Hit]:
    rows = select(*IN_ORDER, SearchText.thing_id).where(of_kind, fits).order_by(*IN_ORDER).limit(limit)
    return [Hit(*row) for row in session.execute(rows)]


def _looked_through(
    session: Session, of_kind: ColumnElement[bool], among: Among, has_common: ColumnElement[bool], limit: int
) -> list[Hit]:
    """A part is cut before anything is asked of its texts: by a guess at the words all would be read and sorted."""
    hits: list[Hit] = []
    begin, length = 0, FIRST_LOOK
    numbers = select(SearchText.number).where(of_kind).order_by(*IN_ORDER)
    while begin == 0 or (len(hits) < limit and session.scalar(numbers.offset(begin).limit(1)) is not None):
        if among.at_once is not None and begin > FIRST_LOOK:
            return _rows(session, of_kind, and_(among.at_once, has_common), limit)
        part = SearchText.number.in_(numbers.offset(begin).limit(length))
        hits += _rows(session, part, and_(among.within, has_common), limit - len(hits))
        begin, length = begin + length, length * LONGER
    return hits


def _how_often(session: Session, words: Sequence[str]) -> dict[str, int]:
    """How often each word stands in texts, counted up to a few; twice where a text has it in two forms."""
    counted = (select(func.count()).select_from(_numbers(word).limit(FEW + 1).subquery()) for word in words)
    row = session.execute(select(*(each.scalar_subquery() for each in counted))).one() if words else ()
    return dict(zip(words, row, strict=True))


def _numbers(word: str) -> Select[int]:
    contains = and_(SearchForm.suffix >= word, SearchForm.suffix < word + _AFTER_ALL)
    return select(SearchPosting.number).join(SearchForm, SearchForm.form == SearchPosting.form).where(contains)


def _post(session: Session, forms: Mapping[int, Collection[str]]) -> None:
    """The words of all texts in one order, so that two who write the same wait for each other and never in a ring."""
    ordered = sorted({form for of_text in forms.values() for form in of_text})
    known = [{"suffix": suffix, "form": form} for form in ordered for suffix in suffixes_of(form)]
    if not known:
        return
    once = insert_into(table_of(SearchForm), dialect_of(session)).on_conflict_do_nothing()
    session.execute(once, known)
    postings = [{"form": form, "number": number} for number, of_text in forms.items() for form in of_text]
    session.execute(insert(table_of(SearchPosting)), postings)
