"""Which of two files goes on."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar


class File(Protocol):
    @property
    def created_at(self) -> datetime: ...


F = TypeVar("F", bound=File)


def proposed_to_keep(earlier: F, later: F, is_in_care: Callable[[F], bool]) -> F:
    """The earlier one, unless only the later is cared for."""
    return later if is_in_care(later) and not is_in_care(earlier) else earlier
