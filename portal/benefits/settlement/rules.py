"""Decides which lines a statement claims for a charge, who may approve it, and how months and accounts are read."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from portal.benefits.settlement.states import LineKind, StatementState
from portal.core.clock import FIRST_YEAR, LAST_YEAR
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_

SHORTEST_ACCOUNT, LONGEST_ACCOUNT = 10, 16
SHOWN_DIGITS = 4
_MONTH = re.compile(r"(\d{4})-(\d{2})")


class Values(NamedTuple):
    """What a line says of a charge: when two are equal, nothing is to be corrected. Amounts in whole won."""

    service_id: UUID
    programme_id: UUID | None
    service_on: date
    unit: str
    unit_price: int
    quantity: int
    due_percent: int
    own_percent: int
    amount: int
    own_share: int
    support: int
    price_extra: int = 0

    def reversed(self) -> "Values":
        """The same taken back: quantity and amounts below 0."""
        return self._replace(
            price_extra=-self.price_extra,
            quantity=-self.quantity,
            amount=-self.amount,
            own_share=-self.own_share,
            support=-self.support,
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    kind: LineKind
    values: Values


def wanted_lines(due: Values | None, standing: Values | None, *, of_this_month: bool) -> list[Wanted]:
    """The lines that a statement needs for one charge, so that all lines together say what is `due`.

    `standing` is what approved statements say of it so far; None where they say nothing, or nothing is due.
    """
    if due == standing:
        return []
    if standing is None:
        return [Wanted(LineKind.VISIT if of_this_month else LineKind.LATE, due)] if due else []
    back = Wanted(LineKind.REVERSAL, standing.reversed())
    return [back, Wanted(LineKind.RESTATED, due)] if due else [back]


def may_approve(user_id: UUID | None, drawers: Iterable[UUID], doers: Iterable[UUID | None]) -> bool:
    """Whether somebody may approve what `drawers` drew up and `doers` checked and submitted: nobody of them may."""
    return user_id is not None and user_id not in {*drawers, *doers}


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def last_of_month(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def parse_month(text: str) -> date:
    """2026-11 → 1 November 2026; raises `DomainError`."""
    found = _MONTH.fullmatch(text.strip())
    try:
        month = date(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        month = None
    if month is None or not FIRST_YEAR <= month.year <= LAST_YEAR:
        raise DomainError(N_("달을 2026-11처럼 적어 주십시오."), "month")
    return month


def refuse_coming_month(month: date, today: date) -> None:
    """A month is settled once it has begun; visits that are recorded later come in when it is drawn up again."""
    if month > today:
        raise Conflict(N_("아직 시작하지 않은 달입니다. 지난 달이나 이번 달을 골라 주십시오."), "month")


def parse_account_number(text: str) -> str:
    """Ten to sixteen digits; hyphens, spaces and full-width digits are accepted."""
    plain = unicodedata.normalize("NFKC", text)
    digits = "".join(character for character in plain if not character.isspace() and character not in "-–—‐‑−")
    if not digits.isascii() or not digits.isdigit() or not SHORTEST_ACCOUNT <= len(digits) <= LONGEST_ACCOUNT:
        raise DomainError(N_("계좌번호는 숫자 10자리에서 16자리입니다. 통장을 보고 다시 적어 주십시오."), "number")
    return digits


def mask_account(number: str) -> str:
    """110123456789 → ********6789"""
    return "*" * (len(number) - SHOWN_DIGITS) + number[-SHOWN_DIGITS:]


def may_dispute(state: StatementState, *, by_office: bool) -> bool:
    """Whether a line of a statement can still be disputed; what was sent is open to the office alone."""
    return state in (StatementState.DRAFT, StatementState.CHECKED) or (by_office and state is StatementState.SUBMITTED)
