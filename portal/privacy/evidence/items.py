"""The twenty items of the pack, and the place where features say what they have to show of each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.core.clock import day_bounds
from portal.core.messages import N_
from portal.core.sockets import Socket, Takes
from portal.core.worded import Worded
from portal.documents.sheets import Value


class PackItem(Worded):
    """In the order in which an inspector asks for them."""

    INVENTORY = "inventory", N_("개인정보 목록")
    CONSENTS = "consents", N_("동의와 철회")
    ACCOUNTS = "accounts", N_("계정")
    GRANTS = "grants", N_("권한을 주고 거둔 기록")
    ACCESS = "access", N_("접속기록")
    REVIEW = "review", N_("접속기록 점검")
    FAILURES = "failures", N_("로그인 실패와 막힌 접근")
    ENCRYPTION = "encryption", N_("암호화")
    RELEASE = "release", N_("판과 구성 요소")
    DRILLS = "drills", N_("백업과 되살려 보기")
    DOWNLOADS = "downloads", N_("내려받기와 인쇄")
    DESTRUCTION = "destruction", N_("파기")
    PROCESSORS = "processors", N_("처리를 맡은 곳")
    THIRD_PARTIES = "third_parties", N_("제3자 제공")
    REQUESTS = "requests", N_("정보주체의 요구")
    INCIDENTS = "incidents", N_("유출과 사고")
    PLAN = "plan", N_("내부 관리계획과 교육")
    EXCEPTIONS = "exceptions", N_("예외로 연 접근")
    WHO_SAW = "who_saw", N_("누가 보았는지의 합계")
    NOTICES = "notices", N_("알림과 처리방침")

    @property
    def number(self) -> int:
        return list(PackItem).index(self) + 1


@dataclass(frozen=True, slots=True)
class Period:
    """Days in Seoul, both included."""

    first: date
    last: date

    @property
    def begins_at(self) -> datetime:
        return day_bounds(self.first)[0]

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return day_bounds(self.last)[1]

    @property
    def told(self) -> dict[str, Any]:
        """As the audit tells it."""
        return {"first": self.first.isoformat(), "last_day": self.last.isoformat()}


@dataclass(frozen=True, slots=True)
class Figure:
    """A total with its name for programs and its words."""

    name: str
    words: str
    value: int | str


@dataclass(frozen=True, slots=True)
class Column:
    """`weight` is its share of the printed table's width among the others."""

    name: str
    words: str
    weight: int = 2


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows that stand behind the figures; `rows` are read once, as they come, and may be very many."""

    name: str
    words: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Found:
    """What one feature has to show of an item. No resident is named in it: things are told by their ids.

    `missing` are sentences on what an inspector may ask for that is to be handed in apart.
    """

    figures: tuple[Figure, ...] = ()
    listings: tuple[Listing, ...] = ()
    missing: tuple[str, ...] = ()


EVIDENCE: Socket[Callable[[Period], Found]] = Socket("evidence by item", Takes.MANY)
"""Filled under the item's value; of an item that nothing fills the pack says that it is not gathered."""


def gathered(item: PackItem, period: Period) -> Found:
    """What all features have to show of an item."""
    found = [gather(period) for gather in EVIDENCE.under(item)]
    return Found(
        tuple(figure for each in found for figure in each.figures),
        tuple(listing for each in found for listing in each.listings),
        tuple(sentence for each in found for sentence in each.missing),
    )
