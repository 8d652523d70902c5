"""Refusals told before a changing request begins its transaction: where many ask for the same thing at once."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import request
from flask.typing import ResponseReturnValue

Look = Callable[..., ResponseReturnValue | None]
F = TypeVar("F", bound=Callable[..., Any])


def looks_first(look: Look) -> Callable[[F], F]:
    """Let `look`, which takes what the view takes and only reads, answer a form instead of the view; None lets it act.

    It runs before the form's one-time key is taken, so it must leave to the view whatever was sent before.
    """

    def mark(view: F) -> F:
        view.look_first = look  # type: ignore[attr-defined]
        return view

    return mark


def refused_early(view: Callable[..., Any]) -> ResponseReturnValue | None:
    look: Look | None = getattr(view, "look_first", None)
    return look(**request.view_args or {}) if look is not None else None
