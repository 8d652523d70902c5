"""Decides who passed, until when a certificate holds, and which courses are required of whom."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from portal.accounts.rules import Limit
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.workforce.training.states import CertificateStanding, EnrolmentState, EnrolmentVerb, NeedStanding

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without what is mistaken for another when it is read aloud or copied: 0 O 1 I."""
GROUPS, GROUP = 2, 4
FULL_SCORE = 100
ASKED_BY_VISITORS = Limit("certificates", 20, timedelta(seconds=30), timedelta(minutes=30), timedelta(hours=1))
"""Numbers that are asked about from one place."""


class Required(Protocol):
    """What a course says of whom it is required of."""

    @property
    def is_open(self) -> bool: ...
    @property
    def of_all_workers(self) -> bool: ...
    @property
    def course_service_ids(self) -> Sequence[UUID]: ...


C = TypeVar("C", bound=Required)


def required_of_worker(courses: Iterable[C], service_ids: Iterable[UUID]) -> list[C]:
    """Those that everybody who goes to households must have, and those of the services that they do."""
    does = set(service_ids)
    return [each for each in courses if each.is_open and (each.of_all_workers or does & set(each.course_service_ids))]


def valid_until(issued_on: date, months: int | None) -> date | None:
    """The last day on which a certificate holds; None where it holds for ever."""
    if months is None:
        return None
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    day = min(issued_on.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)


def outcome(*, came: bool, score: int | None, pass_score: int | None) -> EnrolmentVerb:
    """What follows from attendance and, where there is a test, from its score out of 100.

    Raises `DomainError` beside `score`.
    """
    if not came:
        return EnrolmentVerb.MISS
    if pass_score is None:
        return EnrolmentVerb.PASS
    if score is None:
        raise DomainError(N_("평가가 있는 과정입니다. 점수를 적어 주십시오."), "score")
    return EnrolmentVerb.PASS if score >= pass_score else EnrolmentVerb.FAIL


def certificate_standing(state: EnrolmentState, until: date | None, day: date) -> CertificateStanding:
    if state is EnrolmentState.REVOKED:
        return CertificateStanding.REVOKED
    return CertificateStanding.EXPIRED if until is not None and until < day else CertificateStanding.HOLDS


def need_standing(held: bool, until: date | None, day: date, *, within: int) -> NeedStanding:
    """How a requirement stands that was `held` on `day` `until` a last day; one that ends in `within` days is told."""
    if not held:
        return NeedStanding.MISSING
    return NeedStanding.ENDING if until is not None and (until - day).days <= within else NeedStanding.HELD


def number_of(year: int, chosen: Sequence[str]) -> str:
    """2026-7KQ4-9XDM: the year, and letters by chance, so that nobody finds numbers by counting."""
    letters = "".join(chosen)
    return "-".join([str(year), *(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))])


def read_certificate_number(text: str) -> str:
    """The number however it was typed: in small letters, with blanks, with or without hyphens."""
    plain = "".join(letter for letter in text.upper() if letter.isalnum())
    return number_of(int(plain[:4]), plain[4:]) if plain[:4].isascii() and plain[:4].isdigit() else plain


def refuse_enrolment(*, starts_at: datetime, is_called_off: bool, now: datetime) -> None:
    """Raise `Conflict` where nobody can join or leave any more."""
    if is_called_off:
        raise Conflict(N_("취소된 교육입니다."))
    if starts_at <= now:
        raise Conflict(N_("이미 시작한 교육입니다. 신청과 취소는 시작하기 전까지 할 수 있습니다."))


def refuse_result(*, starts_at: datetime, is_called_off: bool, now: datetime) -> None:
    """Raise `Conflict` where nobody can have taken part yet."""
    if is_called_off:
        raise Conflict(N_("취소된 교육입니다."))
    if starts_at > now:
        raise Conflict(N_("아직 시작하지 않은 교육입니다. 결과는 시작한 뒤에 적습니다."))
