"""A key is judged by how it was chosen."""

from secrets import token_hex, token_urlsafe

import pytest

from portal.core.strength import is_weak_key


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x" * 64,
        "ab" * 20,
        "correct horse battery stap",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "0123456789abcdefghijklmnopqrstuvwxyz"[::-1],
        "demonstration-only-not-a-secret-key",
        "Change-Me-6f1e8d3c7b6a90481726f5e4d3",
    ],
)
def test_what_could_be_guessed_is_weak(key: str) -> None:
    assert is_weak_key(key)


def test_what_was_drawn_by_chance_is_not() -> None:
    assert not any(is_weak_key(token_urlsafe(48)) or is_weak_key(token_hex(32)) for _draw in range(200))
