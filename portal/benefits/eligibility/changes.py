"""Whom a change of somebody's facts or payer concerns: what higher features do then."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from portal.core.actors import Actor
from portal.core.sockets import Socket, Takes

FactsChanged = Callable[[UUID, date, Actor, datetime], None]
PayerChosen = Callable[[UUID, Actor, datetime], None]

FACTS_CHANGED: Socket[FactsChanged] = Socket("changed facts", Takes.MANY)
"""Called with (person_id, from_on, actor, now) in the transaction that changes a band or a group."""

PAYER_CHOSEN: Socket[PayerChosen] = Socket("chosen payers", Takes.MANY)
"""Called with (plan_line_id, actor, now) in the transaction in which a line gets a payer."""


def tell_facts_changed(person_id: UUID, from_on: date, *, by: Actor, now: datetime) -> None:
    for react in FACTS_CHANGED:
        react(person_id, from_on, by, now)


def tell_payer_chosen(plan_line_id: UUID, *, by: Actor, now: datetime) -> None:
    for react in PAYER_CHOSEN:
        react(plan_line_id, by, now)
