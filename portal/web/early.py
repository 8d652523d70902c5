"""What a changing request does before its transaction begins: told refusals, and work that takes long."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import g, request
from flask.typing import ResponseReturnValue

from portal.core.errors import DomainError, Forbidden, NotFound

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


def prepares(prepare: Callable[..., Any]) -> Callable[[F], F]:
    """Let `prepare`, which takes what the view takes and only reads, do what takes long; the view asks for `prepared`.

    A transaction that decodes a photograph keeps everybody else from writing meanwhile. `prepare` checks itself that
    the view would let its visitor so far.
    """

    def mark(view: F) -> F:
        view.prepare = prepare  # type: ignore[attr-defined]
        return view

    return mark


@dataclass(frozen=True)
class Prepared:
    """What was prepared, or why it could not be."""

    value: Any = None
    refusal: DomainError | None = None


def prepare_early(view: Callable[..., Any]) -> None:
    """Raises `NotFound` and `Forbidden`; another refusal waits for the view, which shows it beside its field."""
    prepare: Callable[..., Any] | None = getattr(view, "prepare", None)
    if prepare is None:
        return
    try:
        g.prepared = Prepared(prepare(**request.view_args or {}))
    except (NotFound, Forbidden):
        raise
    except DomainError as refusal:
        g.prepared = Prepared(refusal=refusal)


def prepared() -> Any:
    """What `prepare` of this view answered; raises the refusal that it met."""
    found: Prepared = g.prepared
    if found.refusal is not None:
        raise found.refusal
    return found.value
