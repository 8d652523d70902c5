"""What counts as a telephone number in Korea, how it is kept and how it is shown."""

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from portal.core.errors import DomainError
from portal.core.messages import N_

REGION = "KR"
COUNTRY_CODE = 82

_SPOKEN_DIGITS = str.maketrans("공영일이삼사오육륙칠팔구", "001234566789")
_SHAPE = re.compile(r"\+?[\d\s().\-/]+")
_EIGHT_DIGIT_MOBILE = re.compile(r"10\d{8}")
_OFFICE = re.compile(r"(2|3[1-3]|4[1-4]|5[1-5]|6[1-4])(1\d{2})")
"""An area code and the three digits of a public office: 02-120."""

_SAFE = re.compile(r"(50\d)(\d{3,4})(\d{4})")
"""A number that hides another; its prefix has four digits: 0504-1234-5678."""


def parse_phone(text: str, *, office: bool = False) -> str:
    """E.164 of a Korean number, mobile or landline, however it was typed or dictated.

    Spaces, hyphens, brackets, full-width digits, "+82 10-…" and digits as words ("공일공…") are all accepted; with
    `office` also the three digits of a public office after an area code.
    """
    plain = _plain(text)
    if not plain:
        raise DomainError(N_("전화번호를 입력해 주십시오. 예: 010-1234-5678"))
    number = _number(plain)
    if number is None:
        raise _unreadable()
    national = str(number.national_number)
    if office and number.country_code == COUNTRY_CODE and _OFFICE.fullmatch(national):
        return f"+{COUNTRY_CODE}{national}"
    if phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE:
        raise DomainError(N_("060으로 시작하는 유료 번호는 쓸 수 없습니다. 다른 전화번호를 입력해 주십시오."))
    if not _is_korean(number) or _OFFICE.fullmatch(national):
        raise _unreadable()
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _unreadable() -> DomainError:
    return DomainError(N_("전화번호를 다시 확인해 주십시오. 지역번호부터 모두 입력해 주십시오. 예: 010-1234-5678"))


def _plain(text: str) -> str:
    """`text` with ASCII digits and hyphens only where it wrote other ones; invisible characters dropped."""
    folded = unicodedata.normalize("NFKC", text).translate(_SPOKEN_DIGITS)
    kept = ("-" if unicodedata.category(c) == "Pd" else c for c in folded if unicodedata.category(c) != "Cf")
    return "".join(kept).strip()


def _number(plain: str) -> PhoneNumber | None:
    if not _SHAPE.fullmatch(plain):
        return None
    try:
        return phonenumbers.parse(plain, REGION)
    except NumberParseException:
        return None


def _is_korean(number: PhoneNumber) -> bool:
    """Valid in Korea; a 010 number has eight digits after it, which the library does not insist on."""
    if number.country_code != COUNTRY_CODE or not phonenumbers.is_valid_number(number):
        return False
    national = str(number.national_number)
    return not national.startswith("10") or _EIGHT_DIGIT_MOBILE.fullmatch(national) is not None


@lru_cache(maxsize=1024)
def format_phone(e164: str) -> str:
    """+821012345678 → 010-1234-5678, +8250412345678 → 0504-1234-5678, +822120 → 02-120; "" stays so."""
    if not e164:
        return ""
    national = e164.removeprefix(f"+{COUNTRY_CODE}")
    found = _SAFE.fullmatch(national) or _OFFICE.fullmatch(national)
    if found:
        return "0" + "-".join(found.groups())
    return phonenumbers.format_number(phonenumbers.parse(e164), PhoneNumberFormat.NATIONAL)


def is_mobile(e164: str) -> bool:
    """Whether a text message can reach the number."""
    return phonenumbers.number_type(phonenumbers.parse(e164)) == PhoneNumberType.MOBILE


def tail(e164: str) -> str:
    """The last four digits, by which staff look people up."""
    return e164[-4:]
