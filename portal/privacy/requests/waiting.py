"""Requests about personal data that the office has to answer, post or carry out."""

from collections.abc import Iterator
from datetime import date

from flask import url_for

from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.urgency import Weight, is_overdue
from portal.privacy.requests.actions.answering import is_to_be_erased
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.queries import waiting_requests
from portal.privacy.requests.rules import warned_from
from portal.web.agenda import Deed, Desk, Item
from portal.web.labels import label
from portal.web.numbered import said
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _to_do(request: RightsRequest) -> str:
    told = {"number": said(request.number, Series.RIGHTS), "kind": label(request.kind)}
    if request.answered_at is None:
        return _("%(number)s 답하기: %(kind)s", **told)
    if is_to_be_erased(request):
        return _("%(number)s 편지 부치고 지우기", **told)
    return _("%(number)s 답 편지 부치기", **told)


def _mark(request: RightsRequest, today: date) -> tuple[str, str] | None:
    """Beside what is due soon; what is late is an alarm."""
    is_soon = warned_from(request.due_on) <= today <= request.due_on
    return (_("답할 날이 다가옴"), "warning") if is_soon else None


def _requests(desk: Desk) -> Iterator[Item]:
    for one in waiting_requests():
        yield Item(
            key=f"rights-{one.id}",
            what=_to_do(one),
            since=one.asked_at,
            due=one.due_on,
            mark=_mark(one, day_of(desk.now)),
            weight=Weight.ALARM if is_overdue(one.due_on, desk.now) else Weight.TASK,
            deeds=(Deed(_("살펴보기"), url_for("rights.request_page", request_id=one.id)),),
        )


REQUESTS = Waiting(N_("개인정보 요구"), Permission.RIGHTS_ANSWER, _requests)
