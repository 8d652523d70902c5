"""The index finds what looking through every text finds, in its order, on both databases."""

from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.ids import new_id
from portal.core.searching import fold, forms_of, one_line, words_of
from portal.db import search
from portal.db.search import Among, Entry, SearchPosting, SearchText, forget, found, found_in, move, shelve

TEXTS = (
    "소독약을 뿌린 뒤에는 창을 열고 환기합니다.",
    "약제소독은 석 달에 한 번 합니다.",
    "100% 면으로 된 옷만 세탁합니다. 밑_줄",
    "환기와 소독을 함께 적습니다. Window",
    "아무 말이 없습니다.",
)


@pytest.fixture
def ids(session: Session) -> list[UUID]:
    """Shelved last first, each with its place as its rank."""
    entries = [Entry(new_id(), place, text) for place, text in enumerate(TEXTS)]
    shelve(session, "note", entries[::-1])
    shelve(session, "letter", [Entry(new_id(), 0, TEXTS[0])])
    return [entry.thing_id for entry in entries]


@pytest.mark.parametrize("few", [search.FEW, 0])
@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("소독", [0, 1, 3]),
        ("소독 환기", [0, 3]),
        ("환기 소독약", [0]),
        ("WINDOW", [3]),
        ("00", [2]),
        ("독약을 뿌", [0]),
        ("없는말", []),
        ("합니다", [0, 1, 2]),
    ],
)
def test_finds_what_contains_the_words_rare_or_common(
    session: Session, ids: list[UUID], monkeypatch: pytest.MonkeyPatch, few: int, typed: str, places: list[int]
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    monkeypatch.setattr(search, "FIRST_LOOK", 2)
    words = words_of(typed)
    plainly = [place for place, text in enumerate(TEXTS) if all(word in fold(one_line(text)) for word in words)]
    assert plainly == places
    assert found(session, "note", words, limit=10) == [ids[place] for place in places]
    assert found(session, "note", words, limit=1) == [ids[place] for place in places[:1]]


def test_answers_only_what_may_be_seen(session: Session, ids: list[UUID]) -> None:
    within = SearchText.thing_id.in_(ids[1:])
    assert found(session, "note", ("소독",), limit=10, within=within) == [ids[1], ids[3]]
    assert found(session, "note", (), limit=10) == []


@pytest.mark.parametrize("few", [search.FEW, 0])
def test_several_kinds_come_in_one_order(
    session: Session, ids: list[UUID], monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Of the second kind only what stands before the last of the first, and what its condition lets through."""
    monkeypatch.setattr(search, "FEW", few)
    entries = [Entry(new_id(), rank, TEXTS[0]) for rank in (-1, 2, 9)]
    shelve(session, "apart", entries)
    apart = [entry.thing_id for entry in entries]
    open_to = [Among("note"), Among("apart", SearchText.thing_id.in_(apart[:2]))]
    assert found_in(session, open_to, ("소독",), limit=10) == [apart[0], ids[0], ids[1], apart[1], ids[3]]
    assert found_in(session, open_to, ("소독",), limit=2) == [apart[0], ids[0]]
    assert found_in(session, open_to, (), limit=3) == [apart[0], ids[0], ids[1]]


def test_beyond_two_looks_what_fits_is_asked_at_once(
    session: Session, ids: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FIRST_LOOK", 1)
    monkeypatch.setattr(search, "LONGER", 1)
    fits, at_once = SearchText.thing_id.in_([ids[1], ids[3]]), SearchText.thing_id.in_([ids[1], ids[2]])
    assert found_in(session, [Among("note", fits, fits)], (), limit=3) == [ids[1], ids[3]]
    assert found_in(session, [Among("note", fits, at_once)], (), limit=3) == [ids[1], ids[2]]
    assert found_in(session, [Among("note", fits, at_once)], (), limit=1) == [ids[1]]


def test_a_thing_moves_changes_and_goes(session: Session, ids: list[UUID]) -> None:
    move(session, ids[:2], "old")
    assert found(session, "note", ("소독",), limit=10) == [ids[3]]
    assert found(session, "old", ("소독",), limit=10) == ids[:2]
    shelve(session, "note", [Entry(ids[3], 0, "다른 글입니다.")])
    assert found(session, "note", ("소독",), limit=10) == []
    assert found(session, "note", ("다른",), limit=10) == [ids[3]]
    forget(session, ids)
    assert found(session, "old", ("소독",), limit=10) == []
    assert session.scalar(select(func.count()).select_from(SearchPosting)) == len(forms_of(TEXTS[0]))
