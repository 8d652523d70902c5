"""What a route hands out that is no page, and whether it tells of people: declared beside it, else not answered."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request

F = TypeVar("F", bound=Callable[..., Any])
Count = Callable[..., int]
"""Called with what stands in the address: of how many people the file tells; raises where it is not the viewer's."""

PAGES = frozenset({"text/html", "text/plain", "application/json"})
GIVEN = 200


class Inside(StrEnum):
    NOBODY = "nobody"
    OWN = "own"
    """Of whoever fetches it, and of nobody else."""

    SHOWN = "shown"
    """A picture of a page that was itself noted as read."""

    PERSONS = "persons"
    """Of others: whoever fetches it says why, each time."""


@dataclass(frozen=True, slots=True)
class Handing:
    """`words` name what holds persons; of everything else they say why it may go without a reason."""

    inside: Inside
    words: str
    count: Count | None = None


def hands_out(inside: Inside, words: str, *, count: Count | None = None) -> Callable[[F], F]:
    """Declare what a route hands out; one that holds persons counts them."""
    if (inside is Inside.PERSONS) != (count is not None):
        raise ValueError(words)

    def mark(view: F) -> F:
        view.hands_out = Handing(inside, words, count)  # type: ignore[attr-defined]
        return view

    return mark


def handing_of(view: Callable[..., Any]) -> Handing | None:
    return getattr(view, "hands_out", None)


class UndeclaredFile(Exception):
    """A route answered with a file and does not say whether it tells of people: a mistake in the program."""


def is_file(response: Response) -> bool:
    return response.status_code == GIVEN and (
        "Content-Disposition" in response.headers or response.mimetype not in PAGES
    )


def install(app: Flask) -> None:
    of_pages = hands_out(Inside.NOBODY, "style sheets, scripts and fonts")
    app.view_functions["static"] = of_pages(app.view_functions["static"])

    @app.after_request
    def refuse_undeclared(response: Response) -> Response:
        if request.endpoint and is_file(response) and handing_of(current_app.view_functions[request.endpoint]) is None:
            raise UndeclaredFile(request.endpoint)
        return response
