"""Tokens and codes are drawn evenly, and none twice."""

from collections import Counter

from portal.accounts.keys import CODE_DIGITS, new_code, new_recovery_code, new_token

DRAWN = 10_000


def test_no_token_comes_twice_and_each_has_256_bits() -> None:
    tokens = {new_token() for _ in range(DRAWN)}
    assert len(tokens) == DRAWN
    assert {len(token) for token in tokens} == {43}


def test_codes_have_six_digits_and_each_digit_comes_equally_often() -> None:
    """Chi-squared of ten digits at each place: 9 degrees of freedom pass 40 once in 100,000 draws."""
    codes = [new_code() for _ in range(DRAWN)]
    assert {len(code) for code in codes} == {CODE_DIGITS}
    for place in range(CODE_DIGITS):
        found = Counter(code[place] for code in codes)
        assert sum((found[digit] - DRAWN / 10) ** 2 / (DRAWN / 10) for digit in "0123456789") < 40


def test_recovery_codes_are_many() -> None:
    assert len({new_recovery_code() for _ in range(DRAWN)}) == DRAWN
