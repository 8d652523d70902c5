"""Decides whether a key could be guessed from how it was chosen, and reads keys that have numbers."""

import re
from itertools import pairwise

SHORTEST_KEY = 32
FEWEST_DIFFERENT = 10
"""Of 32 random hexadecimal digits, fewer than ten different ones come once in some thousands."""

_NUMBERED = re.compile(r"(\d{1,4}):(\S+)")
EXAMPLES = ("changeme", "change-me", "example", "not-a-secret", "password", "secret-key")


def numbered_keys(written: str) -> dict[int, str]:
    """The keys of "2:… 1:…" by number, in that order; what is not written so is one key, the first."""
    found = [_NUMBERED.fullmatch(part) for part in written.split()]
    keys = {int(key[1]): key[2] for key in found if key}
    return keys if keys and len(keys) == len(found) else {1: written}


def is_weak_key(key: str) -> bool:
    """Whether `key` is too short, several in one, of few different characters, a repetition, a row, or an example."""
    return (
        len(key) < SHORTEST_KEY
        or len(set(key)) < FEWEST_DIFFERENT
        or " " in key
        or _repeats(key)
        or _is_row(key)
        or any(example in key.lower() for example in EXAMPLES)
    )


def _repeats(key: str) -> bool:
    """Whether one half or less, said again and again, is the whole key."""
    lengths = range(1, len(key) // 2 + 1)
    return any(key == (key[:length] * len(key))[: len(key)] for length in lengths)


def _is_row(key: str) -> bool:
    """Whether most characters follow the one before, as in an alphabet."""
    steps = [ord(after) - ord(before) for before, after in pairwise(key)]
    return sum(abs(step) == 1 for step in steps) > len(steps) // 2
