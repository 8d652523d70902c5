"""Messages that reached nobody, among the reasons to telephone."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from portal.coordinators.calls.actions import record_call, words_aloud
from portal.coordinators.calls.queries import get_call, in_scope, messages_of, still_to_make
from portal.coordinators.calls.states import CallResult
from portal.coordinators.calls.to_call import Answer, Reason, ToCall, reason
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Due
from portal.notifications.models import OutboxMessage
from portal.notifications.states import CallOutcome
from portal.web.agenda import Desk

TOLD = frozenset({CallResult.SPOKE, CallResult.NEEDS_VISIT, CallResult.NEEDS_REFERRAL})


def _rows(desk: Desk) -> Select[Any]:
    columns = reason(
        id=OutboxMessage.id,
        household_id=OutboxMessage.household_id,
        person_id=OutboxMessage.person_id,
        since=OutboxMessage.created_at,
    )
    return select(*columns).where(in_scope(desk.viewer)).order_by(OutboxMessage.created_at, OutboxMessage.id)


def _due(each: Reason) -> Due:
    """A call is a task of the day on which nothing arrived."""
    return day_of(each.since)


def _words(reasons: Sequence[Reason], desk: Desk) -> Mapping[UUID, str]:
    calls = still_to_make(messages_of([each.id for each in reasons]), now=desk.now)
    return {call.message.id: words_aloud(call.message) for call in calls}


def _answered(message_id: UUID, answer: Answer) -> None:
    outcome = CallOutcome.TOLD if answer.result in TOLD else CallOutcome.NOT_REACHED
    record_call(get_call(message_id, viewer=answer.actor), outcome, actor=answer.actor, now=answer.now)


MESSAGES = ToCall(
    N_("전하지 못한 소식"),
    Permission.CALL_MAKE,
    _rows,
    _answered,
    script=N_("전하지 못한 소식"),
    told=_words,
    due=_due,
)
