"""What a survey may be, and how its figures are read."""

from dataclasses import dataclass
from datetime import date

from portal.core.errors import DomainError
from portal.core.messages import N_

DOORS_AT_MOST = 1_000
"""In one list: more than a team walks in a season."""

SMALLEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """A survey as it is planned: of whom, why, where and from when to when."""

    title: str
    whom: str
    why: str
    dong_codes: tuple[str, ...]
    starts_on: date
    ends_on: date


def refuse_plan(plan: Plan) -> None:
    if plan.ends_on < plan.starts_on:
        raise DomainError(N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "ends_on")
    if not plan.dong_codes:
        raise DomainError(N_("조사할 동을 하나 이상 골라 주십시오."), "dongs")


@dataclass(frozen=True, slots=True)
class Count:
    """Of some doors: all, those where somebody stood already, how each ended, and what followed for those found.

    `found` are households in need that nobody knew; `applied` and `in_care` are those among them.
    """

    doors: int = 0
    visited: int = 0
    met: int = 0
    needs_help: int = 0
    nobody: int = 0
    refused: int = 0
    moved: int = 0
    tries: int = 0
    found: int = 0
    applied: int = 0
    in_care: int = 0

    @property
    def done(self) -> int:
        """Doors at which nothing is left to do."""
        return self.met + self.needs_help + self.refused + self.moved

    @property
    def left(self) -> int:
        return self.doors - self.done

    @property
    def percent(self) -> int:
        return self.done * 100 // self.doors if self.doors else 0

    def __add__(self, other: "Count") -> "Count":
        return Count(*(getattr(self, name) + getattr(other, name) for name in Count.__slots__))
