"""How typed text is brought to one form, and which text is refused wherever it is typed."""

import re
import unicodedata
from datetime import date

from portal.core.errors import DomainError
from portal.core.messages import N_

NAME_LENGTH = 50

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_INVISIBLE_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Fillers and blanks that Unicode counts as letters, marks or symbols but that nobody can see."""

_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What nobody types, and what turns round the order in which text is read; breaks and blanks are not among them."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
RESIDENT_NUMBER_LENGTH = 13
_RESIDENT_NUMBER = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2})\s{0,3}[-._~]?\s{0,3}([1-8])\d{6}(?!\d)")
_SECOND_CENTURY = frozenset("3478")
_WRITTEN_FOR_DASHES = frozenset("\u2212\u1173ー")
"""The minus sign, the vowel ㅡ in its compatibility form, the Japanese long sound."""


def normalise(text: str) -> str:
    """One line of text: NFC, full-width digits and letters as ASCII, single spaces inside, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_FULL_WIDTH)).split())


def normalise_lines(text: str) -> str:
    """Each line normalised, line breaks kept, empty lines at both ends dropped.

    Not for Markdown, where indentation means something.
    """
    return "\n".join(normalise(line) for line in _LINE_BREAK.split(text)).strip("\n")


def without_controls(text: str) -> str:
    """`text` without control characters; documents, spreadsheets and databases refuse them or show something else."""
    return _CONTROL.sub("", text)


def refuse_invisible(text: str) -> None:
    """Raise `DomainError` when `text` holds a control, format, filler or unassigned character."""
    if any(_is_invisible(character) for character in text):
        raise DomainError(N_("눈에 보이지 않는 문자가 들어 있습니다. 지우고 직접 다시 입력해 주십시오."))


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE_CATEGORIES or character in _INVISIBLE_LETTERS


def clean_name(text: str) -> str:
    """A name as one normalised field of 1 to 50 characters, never split into surname and given name."""
    name = normalise(text)
    refuse_invisible(name)
    if not name:
        raise DomainError(N_("이름을 입력해 주십시오."))
    if len(name) > NAME_LENGTH:
        raise DomainError(N_("이름은 %(limit)d자 이내로 입력해 주십시오."), limit=NAME_LENGTH)
    return name


def contains_resident_number(text: str) -> bool:
    """Whether a resident registration number stands in `text`, however its digits and dash are written."""
    digits = plain_digits(text)
    if len(digits) < RESIDENT_NUMBER_LENGTH:
        return False
    return any(_is_birth_date(*found.groups()) for found in _RESIDENT_NUMBER.finditer(digits))


def plain_digits(text: str) -> str:
    """`text` with every decimal digit in ASCII, every dash as "-" and no invisible characters in between."""
    folded = unicodedata.normalize("NFKC", text)
    return folded if folded.isascii() else "".join(_plain(character) for character in folded)


def _plain(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.category(character) == "Pd" or character in _WRITTEN_FOR_DASHES:
        return "-"
    if unicodedata.category(character) == "Cf":
        return ""
    return character


def _is_birth_date(year: str, month: str, day: str, sex: str) -> bool:
    century = 2000 if sex in _SECOND_CENTURY else 1900
    try:
        date(century + int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def refuse_resident_number(text: str) -> None:
    """Raise `DomainError` when `text` holds a resident registration number: the portal keeps none, anywhere."""
    if contains_resident_number(text):
        raise DomainError(N_("주민등록번호는 받지 않습니다. 주민등록번호로 보이는 숫자를 지워 주십시오."))
