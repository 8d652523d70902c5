"""Amounts are written as official papers ask for them."""

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.money import won, won_in_words


class TestWon:
    @pytest.mark.parametrize(("amount", "text"), [(12000, "12,000원"), (0, "0원"), (-1500, "-1,500원"), (999, "999원")])
    def test_has_commas_and_the_unit(self, amount: int, text: str) -> None:
        assert won(amount) == text

    @pytest.mark.parametrize("amount", [1.5, True, "1000"])
    def test_takes_whole_numbers_only(self, amount: object) -> None:
        with pytest.raises(TypeError):
            won(cast("int", amount))


class TestWonInWords:
    @pytest.mark.parametrize(
        ("amount", "text"),
        [
            (234_580, "금234,580원(금이십삼만사천오백팔십원)"),
            (113_560, "금113,560원(금일십일만삼천오백육십원)"),
            (0, "금0원(금영원)"),
            (7, "금7원(금칠원)"),
            (10_000, "금10,000원(금일만원)"),
            (100_000_000, "금100,000,000원(금일억원)"),
            (1_600_005, "금1,600,005원(금일백육십만오원)"),
            (-16_800, "금-16,800원(금마이너스일만육천팔백원)"),
        ],
    )
    def test_writes_every_digit(self, amount: int, text: str) -> None:
        assert won_in_words(amount) == text

    def test_ends_where_korean_words_end(self) -> None:
        with pytest.raises(ValueError, match="20 digits"):
            won_in_words(10**20)

    @given(st.integers(0, 10**16), st.integers(0, 10**16))
    def test_different_amounts_have_different_words(self, one: int, other: int) -> None:
        assert (won_in_words(one) == won_in_words(other)) == (one == other)
