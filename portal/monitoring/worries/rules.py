"""The code by which somebody who told of a worry asks later, and what they are told."""

import re
import secrets

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.text import plain_digits

CODE_DIGITS = 8


def new_code() -> str:
    """Eight random digits, which can be read out and typed on a telephone; the first may be 0."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def said_code(code: str) -> str:
    """4821-9036"""
    return f"{code[:4]}-{code[4:]}"


def parse_code(text: str) -> str:
    """The digits of a code, however they were typed; raises `DomainError` for another number of them."""
    digits = re.sub(r"[\s-]", "", plain_digits(text))
    if not re.fullmatch(rf"[0-9]{{{CODE_DIGITS}}}", digits):
        raise DomainError(N_("확인 번호는 숫자 %(digits)d자리입니다."), digits=CODE_DIGITS)
    return digits
