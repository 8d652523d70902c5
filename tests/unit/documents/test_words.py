"""Lines break between words."""

import pytest

from portal.documents.words import WORD_JOINER, keep_words


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("돌봄 연계", "돌+봄 연+계"),
        ("7일 안에", "7+일 안+에"),
        ("회의(정기)를", "회+의+(+정+기+)+를"),
        ("청소·세탁", "청+소+·세+탁"),
        ("2026. 11. 21.(토)", "2026. 11. 21.(+토+)"),
        ("care plan", "care plan"),
        ("", ""),
    ],
)
def test_joins_inside_words_only(text: str, joined: str) -> None:
    assert keep_words(text) == joined.replace("+", WORD_JOINER)


def test_joins_once() -> None:
    assert keep_words(keep_words("돌봄(정기)")) == keep_words("돌봄(정기)")
