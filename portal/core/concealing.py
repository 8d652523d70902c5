"""Takes out of a page whatever tells who somebody is: names, telephones, addresses, birth dates."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from markupsafe import escape

from portal.core.phone import format_phone

SHORT_NAME = 2
"""Syllables of a name that may as well begin another word: it only counts where nothing but an ending follows."""

_ENDING = re.compile(
    "(?:은|는|이|가|을|를|의|도|만|과|와|에게|께|께서|이나|으로|로|님(?:은|이|을|께|의)?|씨(?:는|가|를|의)?|어르신|선생님|팀장|위원)?"
)
_WORD = re.compile(r"[가-힣]{2,}")
_APART = re.compile(r"(?<![가-힣])([가-힣]{1,2}) ([가-힣]+)")
_GIVEN = (3, 2, 1)
_MASKED = re.compile(r"[가-힣]{1,2}\*{1,3}[가-힣]?")
_MOBILE = re.compile(r"(?<![\w-])(?:\+82[ -]?1|01)[016789][-. ]?\d{3,4}[-. ]?\d{4}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


@dataclass(frozen=True)
class Trace:
    """What the portal knows somebody by; `key` is None where nobody has an account or a file."""

    key: UUID | None
    name: str
    telephone: str | None = None
    address: str = ""
    birth_on: date | None = None


@dataclass(frozen=True)
class Words:
    """What stands in place of something; a name that several people have is `somebody`."""

    somebody: str
    telephone: str
    mail: str
    address: str
    birth: str


class Concealer:
    """`code` gives what stands for one person: the same each time. `kept` are words that are nobody's name."""

    def __init__(
        self, traces: Iterable[Trace], code: Callable[[Trace], str], words: Words, kept: frozenset[str] = frozenset()
    ) -> None:
        self._words = words
        self._names: dict[str, str] = {}
        self._others: dict[str, str] = {}
        self._verbatim: dict[str, str] = {}
        for trace in sorted(traces, key=lambda trace: trace.key is None):
            if trace.name and trace.name not in kept:
                self._learn_name(trace.name, code(trace), by_key=trace.key is not None)
            self._verbatim.update((written, instead) for written, instead in self._written(trace) if written)
        self._sizes = sorted({len(name) for name in self._names if len(name) > SHORT_NAME}, reverse=True)

    def conceal(self, page: str) -> str:
        """`page` (text or HTML) without what is known of anybody."""
        for written, instead in self._verbatim.items():
            if written in page:
                page = page.replace(written, instead)
        for name, code in self._others.items():
            if name in page:
                page = re.sub(rf"(?<!\w){re.escape(name)}(?![a-zA-Z])", code, page)
        page = _APART.sub(self._without_spaced_name, page)
        page = _WORD.sub(lambda found: self._without_names(found[0]), page)
        page = _MASKED.sub(self._words.somebody, page)
        return _MAIL.sub(self._words.mail, _MOBILE.sub(self._words.telephone, page))

    def _learn_name(self, name: str, code: str, *, by_key: bool) -> None:
        """A name that was only written down is that of whoever is known by it."""
        known = self._names if _WORD.fullmatch(name) else self._others
        written = name if known is self._names else str(escape(name))
        if by_key or written not in known:
            known[written] = code if known.get(written, code) == code else self._words.somebody

    def _written(self, trace: Trace) -> Iterator[tuple[str, str]]:
        if trace.telephone:
            yield trace.telephone, self._words.telephone
            yield format_phone(trace.telephone), self._words.telephone
        yield str(escape(trace.address)), self._words.address
        if day := trace.birth_on:
            for form in (f"{day}", f"{day:%Y%m%d}", f"{day.year}. {day.month}. {day.day}.", f"{day:%Y.%m.%d}"):
                yield form, self._words.birth
            yield f"{day.year}년 {day.month}월 {day.day}일", self._words.birth

    def _without_spaced_name(self, found: re.Match[str]) -> str:
        surname, rest = found.groups()
        for size in _GIVEN:
            name = surname + rest[:size]
            if len(name) > SHORT_NAME and name in self._names:
                return self._names[name] + rest[size:]
        return found[0]

    def _without_names(self, word: str) -> str:
        if word[:SHORT_NAME] in self._names and _ENDING.fullmatch(word[SHORT_NAME:]):
            return self._names[word[:SHORT_NAME]] + word[SHORT_NAME:]
        said, place = "", 0
        while place < len(word):
            names = (word[place : place + size] for size in self._sizes)
            name = next((name for name in names if name in self._names), "")
            said += self._names.get(name) or word[place]
            place += len(name) or 1
        return said
