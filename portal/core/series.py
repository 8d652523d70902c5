"""The yearly series of numbers, each told from the others by the word that people say before it: 신청 2026-000031."""

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.text import normalise, plain_digits


class Series(StrEnum):
    """The value names the counter in the database."""

    APPLICATION = "application"
    HOUSEHOLD = "household"
    CASE = "case"
    REFERRAL = "referral"
    STATEMENT = "statement"
    WORRY = "worry"
    RIGHTS = "rights_request"
    MINUTES = "minutes"
    BODY_REQUEST = "body_request"


SAID = {
    Series.APPLICATION: N_("신청 %(number)s"),
    Series.HOUSEHOLD: N_("가구 %(number)s"),
    Series.CASE: N_("사례 %(number)s"),
    Series.REFERRAL: N_("연계 %(number)s"),
    Series.STATEMENT: N_("명세서 %(number)s"),
    Series.WORRY: N_("걱정 소식 %(number)s"),
    Series.RIGHTS: N_("개인정보 요구 %(number)s"),
    Series.MINUTES: N_("회의록 %(number)s"),
    Series.BODY_REQUEST: N_("기관 요청 %(number)s"),
}
_TYPED = {
    "신청서": Series.APPLICATION,
    "신청": Series.APPLICATION,
    "접수": Series.APPLICATION,
    "가구": Series.HOUSEHOLD,
    "사례": Series.CASE,
    "연계": Series.REFERRAL,
    "명세서": Series.STATEMENT,
    "정산": Series.STATEMENT,
    "걱정 소식": Series.WORRY,
    "걱정": Series.WORRY,
    "개인정보 요구": Series.RIGHTS,
    "요구": Series.RIGHTS,
    "회의록": Series.MINUTES,
    "기관 요청": Series.BODY_REQUEST,
}
_SHAPE = re.compile(
    rf"(?:(?P<word>{'|'.join(_TYPED)}) ?(?:번호)? ?:? ?제? ?)?"
    r"(?P<year>20\d\d)(?P<between> ?(?:-|다시) ?| )?(?P<place>\d{1,6}) ?[호번]?"
)
"""다시 is how a hyphen is said on the telephone."""

_WHOLE = 6


@dataclass(frozen=True, slots=True)
class Typed:
    """A number as the database keeps it; `series` where its word was typed too."""

    number: str
    series: Series | None = None


def said(number: str, series: Series) -> str:
    """신청 2026-000031"""
    return SAID[series] % {"number": number}


def read_number(text: str) -> Typed | None:
    """What somebody typed or read out, with or without word, blanks, hyphen and zeros; None where it is no number.

    Without a word and without anything between them, year and place need all their digits.
    """
    found = _SHAPE.fullmatch(normalise(plain_digits(text)))
    if found is None:
        return None
    word, place = found["word"], found["place"]
    if word is None and found["between"] is None and len(place) < _WHOLE:
        return None
    return Typed(f"{found['year']}-{int(place):06d}", _TYPED[word] if word else None)


def parse_number(text: str, series: Series) -> str:
    """The number of the series however it was typed: 신청 2026-123, 2026000123, full-width digits."""
    typed = read_number(text)
    if typed is None or typed.series not in (None, series):
        raise DomainError(N_("번호를 다시 확인해 주십시오. 예: %(example)s"), example=said("2026-000123", series))
    return typed.number
