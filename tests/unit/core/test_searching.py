"""Words are found whatever they are joined to, and shown where they stand."""

import pytest

from portal.core.searching import Piece, fold, forms_of, one_line, snippet, suffixes_of, words_of

TEXT = "소독약을 뿌린 뒤에는 창을 열고 한 시간 환기합니다. 약제소독이 끝나면 ＡＢＣ 상자를 닫습니다."


def test_a_text_is_folded_place_by_place() -> None:
    for text in (TEXT, "İstanbul ẞ ǅ", "가나다\n라마바  사"):
        shown = one_line(text)
        assert len(fold(shown)) == len(shown)
    assert (fold("ΟΔΟΣ"), fold("İΣ AB")) == ("οδοσ", "İσ ab")
    assert fold(one_line(" ＡＢＣ  상자를\n")) == "abc 상자를"


def test_words_stand_as_they_are_written_and_by_each_of_their_ends() -> None:
    assert forms_of("소독약을 한 번, 소독약을!") == {"소독약을"}
    assert list(suffixes_of("소독약을")) == ["소독약을", "독약을", "약을"]
    assert list(suffixes_of("약을")) == ["약을"]
    assert max(map(len, forms_of("가" * 40))) == 24


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("소독", ("소독",)),
        ("  환기,  소독 환기 ", ("환기", "소독")),
        ("창 ABC", ("abc",)),
        ("창 열 a", ()),
        ("%_ '", ()),
        ("하나 둘이 셋이 넷이 다섯 여섯 일곱", ("하나", "둘이", "셋이", "넷이", "다섯", "여섯")),
    ],
)
def test_what_is_looked_for(typed: str, words: tuple[str, ...]) -> None:
    assert words_of(typed) == words


def test_a_snippet_marks_every_hit_and_loses_nothing_of_a_short_text() -> None:
    pieces = snippet(TEXT, ("소독", "abc"))
    assert [piece.text for piece in pieces if piece.is_hit] == ["소독", "소독", "ABC"]
    assert "".join(piece.text for piece in pieces) == one_line(TEXT)


def test_a_snippet_is_cut_between_words() -> None:
    text = "앞에 있는 말 " * 40 + "소독약을 뿌립니다 " + "뒤에 있는 말 " * 40
    pieces = snippet(text, ("소독",))
    shown = "".join(piece.text for piece in pieces)
    assert pieces[0] == Piece("…")
    assert len(shown) < 140
    assert set(shown.strip("…").split()) == {"앞에", "있는", "말", "소독약을", "뿌립니다", "뒤에"}
    assert shown.endswith("…")


def test_a_text_without_a_hit_shows_its_beginning() -> None:
    assert snippet(TEXT, ("없음",), around=10) == [Piece("소독약을 뿌린…")]
