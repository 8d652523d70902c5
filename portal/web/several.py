"""One act on several things: each by itself, and for each that was refused it is told why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar
from uuid import UUID

from flask import flash, request

from portal.core.errors import DomainError
from portal.extensions import db
from portal.web.forms import translated
from portal.web.words import gettext as _

CHOSEN = "chosen"
AT_MOST, NAMED_AT_MOST = 50, 10
"""Things of one act, as many as a list shows; names of one reason, which a cookie carries to the next page."""
Thing = TypeVar("Thing")


class Planned(NamedTuple):
    """What will become of one that was chosen, or why nothing will."""

    name: str
    what: str
    refusal: str = ""


@dataclass
class Outcome:
    """The names of those that were done, and of the others by why not."""

    done: list[str] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)

    @property
    def names(self) -> str:
        """Of what was done."""
        return _some(self.done)


def chosen_ids() -> list[UUID]:
    """What was ticked in the list, in the order of the page; what is no id is left out."""
    sent = request.values.getlist(CHOSEN, type=UUID)
    return list(dict.fromkeys(sent))[:AT_MOST]


def act_on_each(things: Iterable[Thing], act: Callable[[Thing], None], name: Callable[[Thing], str]) -> Outcome:
    """What is refused leaves nothing behind, and keeps none of the others from being done."""
    outcome = Outcome()
    for thing in things:
        try:
            with db.session.begin_nested():
                act(thing)
            outcome.done.append(name(thing))
        except DomainError as refusal:
            outcome.refused.setdefault(translated(refusal), []).append(name(thing))
    return outcome


def tell_refused(outcome: Outcome) -> None:
    """One message a reason, with whom it is about."""
    for reason, names in outcome.refused.items():
        flash(_("하지 못함: %(names)s. %(reason)s", names=_some(names), reason=reason), "warning")


def _some(names: list[str]) -> str:
    told, more = ", ".join(names[:NAMED_AT_MOST]), len(names) - NAMED_AT_MOST
    return _("%(names)s 외 %(count)d건", names=told, count=more) if more > 0 else told
