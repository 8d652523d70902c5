"""Marks views whose use is counted, so that no program asks them as fast as it can."""

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def searches(view: F) -> F:
    """Declare that a view looks for people or acts by what stands in the address."""
    view.searches = True  # type: ignore[attr-defined]
    return view


def is_search(view: Callable[..., Any]) -> bool:
    return hasattr(view, "searches")
