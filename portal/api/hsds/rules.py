"""How a query of the feed is read, which part of a list it asks for, and ids for what has none of its own."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar
from uuid import UUID, uuid5

from portal.core.messages import N_

VERSION = "3.1"
PROFILE = "https://docs.openreferral.org/en/latest/hsds/"
MOST_A_PAGE = 200
MOST_PAGES = 1_000_000
LONGEST_SEARCH = 100
_OURS = UUID("6a0a3c1e-52a7-5d0f-9d1b-3c8c1f1de2b4")
_A_PLUS_UNQUOTED = re.compile(r"(?<=\d) (?=\d\d:\d\d$)")
"""In a query a bare plus stands for a space."""
_TRUTHS = {"true": True, "false": False}
T = TypeVar("T")


class WrongQuery(Exception):
    """`name` of the query holds what cannot be read; `message` says what may stand there, with `params`."""

    def __init__(self, name: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.name, self.message, self.params = name, message, params


@dataclass(frozen=True)
class Asked:
    """What of a list is asked for; whatever is left out asks for all."""

    page: int = 1
    per_page: int = 50
    search: str = ""
    modified_after: datetime | None = None
    organization_id: UUID | None = None
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool = False


@dataclass(frozen=True)
class Part(Generic[T]):
    """A page of a list by the specification's own head."""

    items: Sequence[T]
    total: int
    number: int
    per_page: int

    @property
    def head(self) -> dict[str, int | bool]:
        pages = max(1, math.ceil(self.total / self.per_page))
        return {
            "total_items": self.total,
            "total_pages": pages,
            "page_number": self.number,
            "size": len(self.items),
            "first_page": self.number == 1,
            "last_page": self.number >= pages,
            "empty": not self.items,
        }


def part_of(rows: Sequence[T], asked: Asked) -> Part[T]:
    """The page that is asked for; one behind the last is empty."""
    begin = (asked.page - 1) * asked.per_page
    return Part(rows[begin : begin + asked.per_page], len(rows), asked.page, asked.per_page)


def read_query(told: Mapping[str, str]) -> Asked:
    """Raises `WrongQuery`; names that the feed does not know are passed over, as the specification leaves room for."""
    if told.get("format", "json") != "json":
        raise WrongQuery("format", N_("json으로만 드립니다."))
    return Asked(
        page=_number(told, "page", 1, MOST_PAGES),
        per_page=_number(told, "per_page", 50, MOST_A_PAGE),
        search=_text(told, "search"),
        modified_after=_moment(told, "modified_after"),
        organization_id=_id(told, "organization_id"),
        taxonomy_term_id=_id(told, "taxonomy_term_id"),
        taxonomy_id=_id(told, "taxonomy_id"),
        minimal=_truth(told, "minimal"),
        full=_truth(told, "full"),
        full_service=_truth(told, "full_service"),
    )


def derived_id(*parts: object) -> UUID:
    """The same for the same parts on every day and every portal that shows the same rows."""
    return uuid5(_OURS, "/".join(str(part) for part in parts))


def _number(told: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = told.get(name, str(usual))
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
        raise WrongQuery(name, N_("1부터 %(most)d까지의 숫자를 적어 주십시오."), most=most)
    return int(text)


def _text(told: Mapping[str, str], name: str) -> str:
    text = told.get(name, "").strip()
    if len(text) > LONGEST_SEARCH:
        raise WrongQuery(name, N_("%(most)d자까지 적어 주십시오."), most=LONGEST_SEARCH)
    return text


def _moment(told: Mapping[str, str], name: str) -> datetime | None:
    if name not in told:
        return None
    try:
        found = datetime.fromisoformat(_A_PLUS_UNQUOTED.sub("+", told[name]))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise WrongQuery(name, N_("2026-12-01T09:00:00+09:00처럼 적어 주십시오.")) from None


def _id(told: Mapping[str, str], name: str) -> UUID | None:
    if name not in told:
        return None
    try:
        return UUID(told[name])
    except ValueError:
        raise WrongQuery(name, N_("UUID를 적어 주십시오.")) from None


def _truth(told: Mapping[str, str], name: str) -> bool:
    if told.get(name, "false") not in _TRUTHS:
        raise WrongQuery(name, N_("true나 false를 적어 주십시오."))
    return _TRUTHS[told.get(name, "false")]
