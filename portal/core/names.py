"""Which part of a name is the surname, and how names and addresses are compared however they are written."""

import re
import unicodedata

from portal.core.dongs import DISTRICTS

TWO_SYLLABLE_SURNAMES = frozenset(
    {"강전", "남궁", "독고", "동방", "망절", "사공", "서문", "선우", "소봉", "어금", "장곡", "제갈", "황목", "황보"}
)
_COMPOUND_NAME = 4
"""Characters of a name that begins with such a surname."""


_TITLES = re.compile(
    r"(?:\s*(?:선생님|어르신|할머님|할머니|할아버님|할아버지|아주머님|아주머니|아저씨|여사님|여사|씨|님))+$"
)
_SHORTEST_NAME = 2
"""Characters below which a title may be part of the name: 김님."""

_CITY = re.compile(rf"^(?:서울(?:특별시|시)?)?(?:{'|'.join(DISTRICTS.values())})?")
_NOT_SAID = re.compile(r"[^\w]")


def without_title(name: str) -> str:
    """홍길동 님, 홍길동씨, 홍길동 어르신 → 홍길동; a surname alone keeps its title: 김 할머니."""
    bare = _TITLES.sub("", name)
    return bare if len(bare) >= _SHORTEST_NAME else name


def surname_length(name: str) -> int:
    """Of a name without blanks."""
    return 2 if len(name) == _COMPOUND_NAME and name[:2] in TWO_SYLLABLE_SURNAMES else 1


def name_key(name: str) -> str:
    """홍 길동 님 → 홍길동, Kim Minsu → kimminsu: neither blanks nor capitals nor titles tell people apart.

    At most three times as long as the name.
    """
    return "".join(without_title(unicodedata.normalize("NFC", name)).split()).casefold()


def given_name(name: str) -> str:
    """홍길동, 홍 길동 → 길동; 남궁민수 → 민수; Nguyen Van Anh → Van Anh; a name of one syllable stays."""
    first, *others = without_title(unicodedata.normalize("NFC", name)).split() or [""]
    return " ".join(others) or first[surname_length(first) :] or first


def given_name_key(name: str) -> str:
    """홍길동, 홍 길동 → 길동; 남궁민수 → 민수; Nguyen Van Anh → vananh."""
    first, *others = without_title(unicodedata.normalize("NFC", name)).split() or [""]
    return name_key(" ".join(others)) if others else name_key(first[surname_length(first) :])


def address_key(address: str, detail: str = "") -> str:
    """서울 마포구 월드컵로 77, 302호 → 월드컵로77302호: city and district are often left out, signs say nothing."""
    plain = _NOT_SAID.sub("", unicodedata.normalize("NFC", address + detail)).casefold()
    return _CITY.sub("", plain)
