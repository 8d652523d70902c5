"""What people in care asked for, among what waits for a coordinator; their words are read on the page of each."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, select, type_coerce

from portal.coordinators.caseload.told import coordinator_of, whom
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.requests.queries import OPEN
from portal.coordinators.requests.scope import requests_in_scope
from portal.coordinators.requests.states import RequestKind
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.words import gettext as _

ASKED = {
    RequestKind.MORE_HELP: N_("다른 도움을 부탁하심"),
    RequestKind.MESSAGE: N_("쓰신 글에 답하기"),
    RequestKind.OTHER_COORDINATOR: N_("코디네이터를 바꾸고 싶어 하심"),
    RequestKind.APPLIED_AGAIN: N_("다시 신청하심"),
}


def _rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=CareRequest.id,
        household_id=CareRequest.household_id,
        coordinator_id=coordinator_of(CareRequest.household_id),
        name=Person.name,
        words=type_coerce(CareRequest.kind, String()),
        since=CareRequest.asked_at,
        due_at=CareRequest.due_at,
    )
    waiting = select(*columns).join(Person, Person.id == CareRequest.person_id)
    waiting = waiting.where(requests_in_scope(desk.viewer), OPEN)
    return waiting.order_by(CareRequest.due_at, CareRequest.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        kind = RequestKind(row.words or "")
        yield Item(
            key=f"request-{row.id}",
            what=_(ASKED[kind]),
            whom=whom(row),
            more=label(kind),
            since=row.since,
            due=row.due_at,
            deeds=(Deed(_("읽고 답하기"), url_for("requests.care_request", request_id=row.id)),),
        )


REQUESTS = Source(N_("답할 부탁"), Permission.REQUEST_ANSWER, _rows, _items)
