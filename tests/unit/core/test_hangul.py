"""Hangul is taken apart for searching, and particles fit their words."""

import pytest

from portal.core.hangul import initial_consonants, is_initials, josa, typed_initials


class TestInitials:
    @pytest.mark.parametrize(
        ("text", "initials"),
        [
            ("홍길동", "ㅎㄱㄷ"),
            ("쌍둥이", "ㅆㄷㅇ"),
            ("김 Kim1", "ㄱ Kim1"),
            ("힣가", "ㅎㄱ"),
            ("ㅎㄱ", "ㅎㄱ"),
            ("", ""),
        ],
    )
    def test_of_a_text(self, text: str, initials: str) -> None:
        assert initial_consonants(text) == initials

    @pytest.mark.parametrize("text", ["ㅎㄱㄷ", "ㅎ", " ㅎ ㄱ ", "ㄳㅎ"])
    def test_are_recognised(self, text: str) -> None:
        assert is_initials(text)

    @pytest.mark.parametrize("text", ["", " ", "홍ㄱ", "ㅏ", "hg", "ㅎ1"])
    def test_are_not_mistaken(self, text: str) -> None:
        assert not is_initials(text)

    def test_joined_by_the_keyboard_are_taken_apart(self) -> None:
        assert typed_initials("ㄳㅎ") == initial_consonants("김순희")


class TestJosa:
    @pytest.mark.parametrize(
        ("word", "pair", "whole"),
        [
            ("청소", "을/를", "청소를"),
            ("세탁", "을/를", "세탁을"),
            ("홍길동", "이/가", "홍길동이"),
            ("소독", "은/는", "소독은"),
            ("서울", "으로/로", "서울로"),
            ("망원1동", "으로/로", "망원1동으로"),
            ("마포", "으로/로", "마포로"),
            ("3", "이/가", "3이"),
            ("1", "으로/로", "1로"),
            ("2", "이/가", "2가"),
            ("KRDS", "을/를", "KRDS를"),
            ("“청소”", "을/를", "“청소”를"),
            ("株", "을/를", "株을(를)"),
            ("", "이/가", "이(가)"),
        ],
    )
    def test_fits_the_word(self, word: str, pair: str, whole: str) -> None:
        assert josa(word, pair) == whole
