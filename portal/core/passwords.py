"""Which passwords are too easily guessed; length counts, the mixture of characters does not."""

import re
import runpy
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from itertools import chain, pairwise
from pathlib import Path

from portal.core.errors import DomainError
from portal.core.messages import N_

SHORTEST = 10
LONGEST = 128
_LONGEST_REPEATED_UNIT = 4
_SHORTEST_CORE = 3
"""Characters; a shorter rest says nothing about what the password was built on."""

_KOREAN_WORD = re.compile(
    r"(?:[qwertasdfgzxcv](?:h[kol]|n[jpl]|ml|[yuiophjklbnm])(?:rt|s[wg]|f[raqtxvg]|qt|[qwertasdfgzxcv])?){1,6}"
)
"""One to six syllables typed on an English keyboard, consonants left and vowels right: qlalfqjsgh is 비밀번호."""


_HERE = Path(__file__).with_name("data") / "words_of_this_place.csv"
"""What everybody around knows: the district, its care, who works there. One word a line."""


def refuse_weak_password(password: str, *, context: Iterable[str] = ()) -> None:
    """Raise `DomainError` for a password that is too short, too long, well known, or one of the `context` words.

    `context` holds what others know about the person: e-mail, name. Digits and signs put round a well-known word do
    not make it better: "password2026!" is refused too, and so is a Korean word typed without changing the keyboard.
    """
    folded = _fold(password)
    if len(password) < SHORTEST:
        raise DomainError(N_("비밀번호는 %(shortest)d자 이상이어야 합니다."), shortest=SHORTEST)
    if len(password) > LONGEST:
        raise DomainError(N_("비밀번호는 %(longest)d자 이내여야 합니다."), longest=LONGEST)
    if _is_monotonous(folded):
        raise DomainError(N_("같은 글자를 되풀이하거나 차례대로 늘어놓은 비밀번호는 쓸 수 없습니다."))
    built_on = {folded, _core(folded)}
    if built_on & _context_words(context):
        raise DomainError(N_("이름이나 이메일 주소를 비밀번호로 쓸 수 없습니다. 다른 비밀번호를 정해 주십시오."))
    if any(_made_of_this_place().fullmatch(each) for each in built_on):
        raise DomainError(N_("지역이나 돌봄, 일하는 곳의 이름만으로는 쉽게 알아냅니다. 다른 낱말을 섞어 주십시오."))
    if any(_KOREAN_WORD.fullmatch(each) for each in built_on):
        raise DomainError(N_("한글 낱말을 영문 자판으로 친 비밀번호는 쉽게 알아낼 수 있습니다. 더 길게 정해 주십시오."))
    if built_on & _common_passwords():
        raise DomainError(N_("많은 사람이 쓰는 비밀번호라 쉽게 알아낼 수 있습니다. 다른 비밀번호를 정해 주십시오."))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _core(folded: str) -> str:
    """What is left without the digits and signs at both ends, when it is long enough to tell anything."""
    letters = [place for place, character in enumerate(folded) if character.isalpha()]
    core = folded[letters[0] : letters[-1] + 1] if letters else ""
    return core if len(core) >= _SHORTEST_CORE else folded


def _is_monotonous(folded: str) -> bool:
    """One short unit again and again, or characters that follow each other up or down: 1234567890, abcabcabcabc."""
    units = (folded[:length] for length in range(1, _LONGEST_REPEATED_UNIT + 1))
    if any(folded == (unit * len(folded))[: len(folded)] for unit in units):
        return True
    steps = {_step(before, after) for before, after in pairwise(folded)}
    return steps in ({1}, {-1})


def _step(before: str, after: str) -> int:
    """How far `after` lies from `before`; 0 follows 9."""
    if before + after in {"90", "09"}:
        return 1 if before == "9" else -1
    return ord(after) - ord(before)


def _context_words(context: Iterable[str]) -> set[str]:
    """Each word whole, without spaces, and the two halves of an e-mail address."""
    words = [_fold(word) for word in context]
    spaceless = ["".join(word.split()) for word in words]
    halves = [half for word in words for half in word.split("@")]
    return {found for word in (*words, *spaceless, *halves) for found in (word, _core(word)) if found}


@cache
def _made_of_this_place() -> re.Pattern[str]:
    """Such words alone, whatever digits and signs stand between them."""
    words = "|".join(map(re.escape, _HERE.read_text("utf-8").split()))
    return re.compile(rf"(?:(?:{words})[\W\d_]*)+")


@cache
def _common_passwords() -> frozenset[str]:
    """The most frequent passwords, names and words, from the lists that the zxcvbn package ships.

    All of them, because the package keeps a word only in the list where it ranks highest: "michael" is among the names.
    They are read at the first use; the package itself would hold a second copy in memory.
    """
    package = find_spec("zxcvbn")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("zxcvbn")
    shipped = runpy.run_path(str(Path(package.origin).with_name("frequency_lists.py")))
    lists: dict[str, list[str]] = shipped["FREQUENCY_LISTS"]
    return frozenset(chain.from_iterable(lists.values()))
