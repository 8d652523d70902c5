"""Whom a change of somebody's facts or payer concerns: higher features register what they do then."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from portal.core.permissions import Actor

FactsChanged = Callable[[UUID, date, Actor, datetime], None]
PayerChosen = Callable[[UUID, Actor, datetime], None]

_facts_changed: list[FactsChanged] = []
_payer_chosen: list[PayerChosen] = []


def when_facts_change(react: FactsChanged) -> None:
    """Call `react(person_id, from_on, actor, now)` in the transaction that changes a band or a group."""
    if react not in _facts_changed:
        _facts_changed.append(react)


def when_payer_is_chosen(react: PayerChosen) -> None:
    """Call `react(plan_line_id, actor, now)` in the transaction in which a line gets a payer."""
    if react not in _payer_chosen:
        _payer_chosen.append(react)


def tell_facts_changed(person_id: UUID, from_on: date, *, by: Actor, now: datetime) -> None:
    for react in _facts_changed:
        react(person_id, from_on, by, now)


def tell_payer_chosen(plan_line_id: UUID, *, by: Actor, now: datetime) -> None:
    for react in _payer_chosen:
        react(plan_line_id, by, now)
