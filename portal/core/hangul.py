"""How Hangul is taken apart: initial consonants for searching and the particle that fits a word."""

_FIRST, _LAST = ord("가"), ord("힣")
_PER_INITIAL, _FINALS = 588, 28
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_CLUSTERS = str.maketrans(
    {
        "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
        "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
    }
)  # fmt: skip
_FINAL_RIEUL = 8
_FINAL_OTHER = 1
_NO_FINAL = 0
_SPOKEN_FINALS = {
    **dict.fromkeys("178lLrR", _FINAL_RIEUL),
    **dict.fromkeys("036mMnN", _FINAL_OTHER),
    **dict.fromkeys("2459abcdefghijkopqstuvwxyzABCDEFGHIJKOPQSTUVWXYZ", _NO_FINAL),
}
"""How digits and Latin letters end when they are read aloud in Korean."""

_CLOSING = "”’\"')]}」』》〉."


def initial_consonants(text: str) -> str:
    """홍길동 → ㅎㄱㄷ; characters that are not Hangul syllables stay as they are."""
    return "".join(_INITIALS[(ord(c) - _FIRST) // _PER_INITIAL] if _is_syllable(c) else c for c in text)


def typed_initials(text: str) -> str:
    """The consonants of a search as the person meant them: keyboards join ㄱㅅ to ㄳ, and spaces mean nothing."""
    return "".join(text.split()).translate(_CLUSTERS)


def is_initials(text: str) -> bool:
    """Whether `text` is nothing but initial consonants, as someone types to find a name."""
    typed = typed_initials(text)
    return bool(typed) and all(character in _INITIALS for character in typed)


def josa(word: str, pair: str) -> str:
    """`word` with the particle that fits it; `pair` names both forms, after a final consonant first: 을/를, 으로/로.

    A word whose ending is not known to be read one way or the other takes both: "株을(를)".
    """
    after_final, after_vowel = pair.split("/")
    final = _final_of(word.rstrip(_CLOSING))
    if final is None:
        return f"{word}{after_final}({after_vowel})"
    if final == _NO_FINAL or (final == _FINAL_RIEUL and after_final == "으로"):
        return word + after_vowel
    return word + after_final


def _final_of(word: str) -> int | None:
    last = word[-1:]
    if last and _is_syllable(last):
        return (ord(last) - _FIRST) % _FINALS
    return _SPOKEN_FINALS.get(last)


def _is_syllable(character: str) -> bool:
    return _FIRST <= ord(character) <= _LAST
