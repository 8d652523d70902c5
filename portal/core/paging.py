"""How a long list is cut into pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

LAST_PAGE = 100_000
"""No address may ask for a page beyond it, whatever number was typed."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its items, its number from 1, rows to a page, and rows in the whole list."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def first(self) -> int:
        """The place in the whole list, from 1, of the first row shown; 0 when none is."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place in the whole list of the last row shown; 0 when none is."""
        return self.first + len(self.items) - 1 if self.items else 0


def clamp_page(number: int | None) -> int:
    """A page number that can be asked of the database; nothing or nonsense means the first page."""
    return min(max(number or 1, 1), LAST_PAGE)


def page_within(number: int | None, size: int, total: int) -> int:
    """The page that comes for `number` where there are `total` rows: beyond the last one the last one."""
    return min(clamp_page(number), Page((), 1, size, total).pages)
