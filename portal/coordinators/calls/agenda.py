"""Calls that take the place of messages, among what waits for a coordinator."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, select

from portal.coordinators.calls.actions import words_aloud
from portal.coordinators.calls.queries import Call, in_scope, messages_of, still_to_make
from portal.coordinators.caseload.told import coordinator_of, whom_of
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.notifications.models import OutboxMessage
from portal.notifications.states import CallOutcome
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    coordinator_id = coordinator_of(OutboxMessage.household_id)
    columns = told(id=OutboxMessage.id, coordinator_id=coordinator_id, since=OutboxMessage.created_at)
    return select(*columns).where(in_scope(desk.viewer)).order_by(OutboxMessage.created_at, OutboxMessage.id)


def _items(rows: Sequence[Told], desk: Desk) -> Iterator[Item]:
    """A call is a task of the day on which nothing arrived."""
    accompanied_by = {row.id: row.coordinator_id for row in rows}
    for call in still_to_make(messages_of(list(accompanied_by)), now=desk.now):
        message = call.message
        yield Item(
            key=f"call-{message.id}",
            what=_("전화로 알리기"),
            mark=(label(message.why), message.why.tone) if message.why else None,
            whom=whom_of(call.person.name, call.person.household_id, accompanied_by[message.id]),
            more=words_aloud(message),
            since=message.created_at,
            due=day_of(message.created_at),
            deeds=tuple(_outcomes(call)),
        )


def _outcomes(call: Call) -> Iterator[Deed]:
    url = url_for("calls.record", message_id=call.message.id)
    yield Deed(label(CallOutcome.TOLD), url, posts=True, told={"outcome": CallOutcome.TOLD})
    yield Deed(label(CallOutcome.NOT_REACHED), url, posts=True, told={"outcome": CallOutcome.NOT_REACHED})
    if call.helpers:
        yield Deed(_("도와주는 분께 문자"), url, posts=True, told={"outcome": CallOutcome.HELPER_TEXTED})
    yield Deed(label(CallOutcome.NOT_NEEDED), url, posts=True, told={"outcome": CallOutcome.NOT_NEEDED})


CALLS = Source(N_("전화로 알릴 일"), Permission.CALL_MAKE, _rows, _items, "calling.calls")
