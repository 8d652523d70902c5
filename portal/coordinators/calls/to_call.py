"""Whom to telephone and why: each feature tells its own reasons, the call desk makes one list of them all.

All reasons are one statement: each gives a SELECT of the same columns, and hears what came of a call.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, String, Uuid, cast, literal, null

from portal.coordinators.calls.states import CallResult
from portal.coordinators.contacts.states import ContactOutcome
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.core.sockets import Socket, Takes
from portal.core.urgency import Due, Weight
from portal.db.types import UtcDateTime
from portal.web.agenda import Desk


class Reason(NamedTuple):
    """Why somebody is to be called; `household_id` is whom, and what has no household is called by its own `id`.

    `name`, `phone` and `dong_code` are told by what has no household alone: of a household the desk knows them.
    """

    id: UUID
    household_id: UUID | None
    person_id: UUID | None
    name: str | None
    phone: str | None
    dong_code: str | None
    words: str | None
    weight: str
    since: datetime
    due_at: datetime | None
    due_on: date | None


TYPES: dict[str, Any] = {
    "id": Uuid(),
    "household_id": Uuid(),
    "person_id": Uuid(),
    "name": String(),
    "phone": String(),
    "dong_code": String(),
    "words": String(),
    "weight": String(),
    "since": UtcDateTime(),
    "due_at": UtcDateTime(),
    "due_on": Date(),
}


def reason(*, weight: Weight = Weight.TASK, **columns: Any) -> list[ColumnElement[Any]]:
    """The columns of a reason, in one order and of one type, without sealed words; those left out are NULL."""
    given = {**columns, "weight": literal(weight.value, String())}
    return [given.get(name, cast(null(), kind)).label(name) for name, kind in TYPES.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a call: `how` they are is told where somebody spoke, `again_at` where they asked to be called then.

    `tries` counts how often in a row nobody answered, this call among them; `contact_id` is the contact that was kept
    of it, where the household is in care.
    """

    result: CallResult
    actor: Actor
    now: datetime
    how: ContactOutcome = ContactOutcome.UNANSWERED
    note: str = ""
    again_at: datetime | None = None
    tries: int = 0
    contact_id: UUID | None = None


def as_promised(each: Reason) -> Due:
    return each.due_at or each.due_on


def nothing_more(reasons: Sequence[Reason], _desk: Desk) -> Mapping[UUID, str]:
    return {each.id: each.words or "" for each in reasons}


@dataclass(frozen=True, slots=True)
class ToCall:
    """One kind of reasons: its words in list and filter, who sees it, its rows in their order, and what a call does.

    `rows` are narrowed to households and cut by the desk, so they stand in the order of an index and have no limit.
    """

    words: str
    permission: Permission
    rows: Callable[[Desk], Select[Any]]
    answered: Callable[[UUID, Answer], None]
    """Called in the transaction of the call, with the id of the reason: it ends what the call has ended."""
    script: str
    """The step of the manual `calling` that says how to speak of it."""
    told: Callable[[Sequence[Reason], Desk], Mapping[UUID, str]] = nothing_more
    """What is to be said beside each; one that is left out is not called about any more."""
    due: Callable[[Reason], Due] = as_promised
    subject: str = "household"
    """What the audit names when its number is read: the household, or the kind of a thing that has none."""

    heard: Callable[[Desk], Select[Any]] | None = None
    """What a call with somebody answers beside the rows, though nobody is to be called about it now."""

    rests: bool = True
    """Whether it waits for the next try after nobody answered; an alert says by itself when somebody calls again."""


TO_CALL: Socket[ToCall] = Socket("whom to call, by kind", Takes.ONE)
