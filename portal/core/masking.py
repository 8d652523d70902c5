"""How much of a person's data a list may show."""

from datetime import date

from portal.core.names import surname_length
from portal.core.phone import format_phone

MOBILE, MOBILE_LENGTH = "+8210", 13
"""By far the most numbers; lists of fifty need not take each apart."""


def mask_name(name: str) -> str:
    """홍길동 → 홍*동, 홍길 → 홍*, 남궁민수 → 남궁**; spaces inside a name stay."""
    if len(name) <= 1:
        return _stars(name)
    if surname_length(name) > 1:
        return name[:2] + _stars(name[2:])
    return name[0] + (_stars(name[1:-1]) + name[-1] if name[2:] else "*")


def _stars(text: str) -> str:
    return "".join(" " if character == " " else "*" for character in text)


def mask_phone(e164: str) -> str:
    """+821012345678 → 010-****-5678; a number of two groups keeps only the second."""
    if e164.startswith(MOBILE) and len(e164) == MOBILE_LENGTH:
        return f"010-****-{e164[-4:]}"
    groups = format_phone(e164).split("-")
    groups[-2] = _stars(groups[-2])
    return "-".join(groups)


def mask_birth(birth: date) -> str:
    """1958-03-02 → 1958-**-**"""
    return f"{birth.year:04}-**-**"
