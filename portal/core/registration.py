"""Whether a business registration number (사업자등록번호) can be real, and how it is shown."""

import unicodedata

from portal.core.errors import DomainError
from portal.core.messages import N_

LENGTH = 10
WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def parse_registration_number(text: str) -> str:
    """Ten digits whose check digit is right; hyphens, spaces and full-width digits are accepted."""
    digits = "".join(_digit_of(c) for c in unicodedata.normalize("NFKC", text) if not _is_separator(c))
    if len(digits) != LENGTH or not digits.isdecimal():
        raise DomainError(N_("사업자등록번호는 숫자 10자리입니다. 예: 120-81-47521"))
    if check_digit(digits[:9]) != int(digits[9]):
        raise DomainError(N_("사업자등록번호가 맞지 않습니다. 사업자등록증을 보고 다시 입력해 주십시오."))
    return digits


def check_digit(first_nine: str) -> int:
    """The tenth digit that the first nine call for."""
    figures = [int(digit) for digit in first_nine]
    total = sum(figure * weight for figure, weight in zip(figures, WEIGHTS, strict=True)) + figures[8] * 5 // 10
    return (10 - total % 10) % 10


def format_registration_number(digits: str) -> str:
    """1208147521 → 120-81-47521"""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def _digit_of(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def _is_separator(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Pd", "Cf"}
