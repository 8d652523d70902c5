"""Typed text is brought to one form, and what must not be kept is refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import DomainError
from portal.core.text import (
    clean_name,
    contains_resident_number,
    normalise,
    normalise_lines,
    refuse_invisible,
    refuse_resident_number,
)


class TestNormalise:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("  홍  길동 ", "홍 길동"),
            ("홍\u3000길동", "홍 길동"),
            (unicodedata.normalize("NFD", "홍길동"), "홍길동"),
            ("010－ＡＢ１２", "010－AB12"),
            ("줄\n바꿈", "줄 바꿈"),
            ("", ""),
        ],
    )
    def test_brings_text_to_one_form(self, typed: str, kept: str) -> None:
        assert normalise(typed) == kept

    @given(st.text())
    def test_changes_nothing_the_second_time(self, typed: str) -> None:
        once = normalise(typed)
        assert normalise(once) == once
        assert unicodedata.is_normalized("NFC", once)

    def test_keeps_line_breaks_when_asked(self) -> None:
        assert normalise_lines("\n 첫째  줄 \r\n\r\n둘째\t줄\r") == "첫째 줄\n\n둘째 줄"


class TestNames:
    @pytest.mark.parametrize("typed", ["홍길동", "남궁민수", "Nguyễn Văn An", "김", "가" * 50, "O'Brien-김"])
    def test_keeps_real_names(self, typed: str) -> None:
        assert clean_name(typed) == unicodedata.normalize("NFC", typed)

    @pytest.mark.parametrize("typed", ["", "   ", "\u3000", "가" * 51])
    def test_refuses_none_and_too_many_characters(self, typed: str) -> None:
        with pytest.raises(DomainError):
            clean_name(typed)

    @pytest.mark.parametrize("hidden", ["\u200b", "\u200d", "\u202e", "\ufeff", "\u00ad", "\u3164", "\x00", "\u2800"])
    def test_refuses_what_nobody_can_see(self, hidden: str) -> None:
        with pytest.raises(DomainError):
            clean_name(f"홍{hidden}길동")

    def test_visible_text_passes(self) -> None:
        refuse_invisible("홍 길동 (Gil-dong)")


class TestResidentNumbers:
    @pytest.mark.parametrize(
        "typed",
        [
            "900101-1234567",
            "9001011234567",
            "900101 - 1234567",
            "900101 1234567",
            "900101\u20131234567",
            "900101\u22121234567",
            "900101ㅡ1234567",
            "９００１０１－１２３４５６７",
            "제 번호는 050228-4123456입니다",
            "900101\u200b-1234567",
            "000229-3123456",
            "٩٠٠١٠١-١٢٣٤٥٦٧",
        ],
    )
    def test_are_found_however_written(self, typed: str) -> None:
        assert contains_resident_number(typed)
        with pytest.raises(DomainError):
            refuse_resident_number(typed)

    @pytest.mark.parametrize(
        "typed",
        [
            "901301-1234567",
            "900132-1234567",
            "900101-9234567",
            "1900101-1234567",
            "900101-12345678",
            "900101-123456",
            "000229-1123456",
            "010-1234-5678",
            "120-81-47521",
            "2026. 11. 21. 15:20",
            "",
        ],
    )
    def test_are_not_seen_where_there_are_none(self, typed: str) -> None:
        assert not contains_resident_number(typed)
        refuse_resident_number(typed)

    @given(st.dates(), st.integers(0, 999_999), st.text("가나다 .,\n"))
    def test_are_found_inside_any_sentence(self, birth: object, serial: int, words: str) -> None:
        number = f"{birth:%y%m%d}-{1}{serial:06}"
        if f"{birth:%m%d}" != "0229":
            assert contains_resident_number(words + number + words)
