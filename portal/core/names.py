"""Which part of a name is the surname, and how names are compared that people write in more than one way."""

TWO_SYLLABLE_SURNAMES = frozenset(
    {"강전", "남궁", "독고", "동방", "망절", "사공", "서문", "선우", "소봉", "어금", "장곡", "제갈", "황목", "황보"}
)
_COMPOUND_NAME = 4
"""Characters of a name that begins with such a surname."""


def surname_length(name: str) -> int:
    """Of a name without blanks."""
    return 2 if len(name) == _COMPOUND_NAME and name[:2] in TWO_SYLLABLE_SURNAMES else 1


def name_key(name: str) -> str:
    """홍 길동 → 홍길동, Kim Minsu → kimminsu: blanks and capitals tell nobody apart. At most three times as long."""
    return "".join(name.split()).casefold()


def given_name_key(name: str) -> str:
    """홍길동, 홍 길동 → 길동; 남궁민수 → 민수; Nguyen Van Anh → vananh."""
    first, *others = name.split() or [""]
    return name_key(" ".join(others)) if others else name_key(first[surname_length(first) :])
