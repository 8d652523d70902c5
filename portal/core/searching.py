"""How texts are searched: the form in which words are compared, which words are looked for, and what a hit shows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.core.text import normalise

SHORTEST = 2
"""Syllables or letters of a word that can be looked for."""
LONGEST = 24
"""Of a longer one its beginning counts."""
WORDS_AT_MOST = 6
AROUND = 60
"""Characters shown before and after a hit."""
GAP = "…"
FINAL_IN_GREEK = "Σ"
"""Whose small letter depends on what stands beside it."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the words that a hit shows; `is_hit` for what was looked for."""

    text: str
    is_hit: bool = False


def one_line(text: str) -> str:
    """What is kept for the search, and what snippets are cut from: full-width letters as ASCII, single spaces."""
    return normalise(text)


def fold(text: str) -> str:
    """Small letters, character by character, so that a place in the one is the same place in the other."""
    small = text.lower()
    if len(small) == len(text) and FINAL_IN_GREEK not in text:
        return small
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)


def forms_of(text: str) -> set[str]:
    """The words as they stand in a text, endings and all; those of one syllable are not looked for."""
    return {word[:LONGEST] for word in _WORD.findall(fold(one_line(text))) if len(word) >= SHORTEST}


def suffixes_of(form: str) -> Iterator[str]:
    """소독약을 → 소독약을, 독약을, 약을: what is looked for stands at the beginning of one of them."""
    for place in range(len(form) - SHORTEST + 1):
        yield form[place:]


def words_of(typed: str) -> tuple[str, ...]:
    """What is looked for: each word once, at most six, none of one syllable; a text has to contain them all."""
    found = (word[:LONGEST] for word in _WORD.findall(fold(one_line(typed))) if len(word) >= SHORTEST)
    return tuple(dict.fromkeys(found))[:WORDS_AT_MOST]


def snippet(text: str, words: Sequence[str], *, around: int = AROUND) -> list[Piece]:
    """What stands around the first hit, every hit marked; the beginning of a text that has none."""
    shown = one_line(text)
    hits = list(_hits(fold(shown), words))
    middle = hits[0] if hits else (0, 0)
    begin, end = max(0, middle[0] - around), min(len(shown), middle[1] + around)
    begin, end = _at_a_space(shown, begin, middle[0]), _at_a_space_before(shown, end, middle[1])
    pieces = [Piece(GAP)] if begin else []
    place = begin
    for first, last in hits:
        if first < place or last > end:
            continue
        pieces += [Piece(shown[place:first]), Piece(shown[first:last], is_hit=True)]
        place = last
    pieces.append(Piece(shown[place:end] + (GAP if end < len(shown) else "")))
    return [piece for piece in pieces if piece.text]


def _hits(folded: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where words stand, by place; of those that begin together the longest."""
    wanted = sorted((re.escape(word) for word in words), key=len, reverse=True)
    if wanted:
        yield from (match.span() for match in re.finditer("|".join(wanted), folded))


def _at_a_space(text: str, begin: int, latest: int) -> int:
    """`begin`, or the next beginning of a word after it."""
    if begin == 0:
        return 0
    space = text.find(" ", begin, latest)
    return begin if space < 0 else space + 1


def _at_a_space_before(text: str, end: int, earliest: int) -> int:
    if end == len(text):
        return end
    space = text.rfind(" ", earliest, end)
    return end if space < 0 else space
