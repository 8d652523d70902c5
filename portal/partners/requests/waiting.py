"""Bodies that wait for an answer, among what waits for the office."""

from collections.abc import Iterator

from flask import url_for

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.partners.requests.queries import open_requests
from portal.web.agenda import Deed, Desk, Item
from portal.web.labels import label
from portal.web.numbered import said
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _items(_desk: Desk) -> Iterator[Item]:
    for request in open_requests():
        yield Item(
            key=f"body-request-{request.id}",
            what=_("기관의 요청에 답하기"),
            mark=(label(request.state), request.state.tone),
            more=f"{request.partner.name} · {said(request.number, Series.BODY_REQUEST)}",
            since=request.received_at,
            due=request.due_on,
            deeds=(Deed(_("살펴보기"), url_for("body_requests.body_request", body_request_id=request.id)),),
        )


BODIES = Waiting(N_("기관의 요청"), Permission.BODY_REQUEST_HANDLE, _items)
